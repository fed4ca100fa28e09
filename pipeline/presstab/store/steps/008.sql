-- Entities that people told apart: doubts about such a pair are settled.
CREATE TABLE apart ("entity_id" VARCHAR, "other_id" VARCHAR, "added_by" BIGINT, "removed_by" BIGINT);
UPDATE linked SET is_current = false;
