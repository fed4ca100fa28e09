-- When an entity was first and last seen, what joined its names, and what boilerplate alone names.
ALTER TABLE entities ADD COLUMN only_in_boilerplate BOOLEAN;
ALTER TABLE organisations ADD COLUMN first_seen_on DATE;
ALTER TABLE organisations ADD COLUMN last_seen_on DATE;
ALTER TABLE people ADD COLUMN first_seen_on DATE;
ALTER TABLE people ADD COLUMN last_seen_on DATE;
ALTER TABLE technologies ADD COLUMN first_seen_on DATE;
ALTER TABLE technologies ADD COLUMN last_seen_on DATE;
ALTER TABLE aliases ADD COLUMN evidence VARCHAR;
ALTER TABLE aliases ADD COLUMN doc_id VARCHAR;
-- Rows of version 4 have none of these: their releases are extracted again.
UPDATE states SET inputs_sha256 = '';
UPDATE linked SET is_current = false;
