-- What told the category of a technology.
ALTER TABLE technologies ADD COLUMN category_found_by VARCHAR;
-- Rows of version 5 note no heads and neighbours: their releases are extracted again.
UPDATE states SET inputs_sha256 = '';
UPDATE linked SET is_current = false;
