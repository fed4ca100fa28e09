-- What people decided: where they decided about a row, and the rows of a release as they were extracted, before any
-- decision was laid over them (`rows`: JSON, by table), with a digest of those decisions.
ALTER TABLE dates ADD COLUMN found_by VARCHAR;
ALTER TABLE quotations ADD COLUMN found_by VARCHAR;
ALTER TABLE organisations ADD COLUMN found_by VARCHAR;
ALTER TABLE people ADD COLUMN found_by VARCHAR;
ALTER TABLE technologies ADD COLUMN found_by VARCHAR;
CREATE TABLE extracted (doc_id VARCHAR PRIMARY KEY, decisions_sha256 VARCHAR, rows VARCHAR);
-- The decisions that the tables were last linked with, as a file holds them.
ALTER TABLE linked ADD COLUMN decisions VARCHAR;
