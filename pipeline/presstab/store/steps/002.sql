-- Near-duplicates, identity in blocks, releases and people that were forgotten, what was exported.
ALTER TABLE documents ADD COLUMN sketch VARCHAR;
ALTER TABLE entities ADD COLUMN key VARCHAR;
ALTER TABLE entities ADD COLUMN evidence VARCHAR;
CREATE TABLE "groups" ("doc_id" VARCHAR, "group_id" VARCHAR, "is_primary" BOOLEAN, "added_by" BIGINT, "removed_by" BIGINT);
CREATE TABLE forgotten (kind VARCHAR, sha256 VARCHAR, PRIMARY KEY (kind, sha256));
CREATE TABLE exported (folder VARCHAR PRIMARY KEY, run_id BIGINT);
-- Rows of version 1 lack what the new columns hold: their releases are extracted again.
UPDATE states SET inputs_sha256 = '';
