-- Quotations and relations; when an office is taken or left, and what found it.
ALTER TABLE roles ADD COLUMN effective VARCHAR;
ALTER TABLE roles ADD COLUMN found_by VARCHAR;
ALTER TABLE roles ADD COLUMN score DOUBLE;
CREATE TABLE quotations ("quotation_id" VARCHAR, "doc_id" VARCHAR, "start" BIGINT, "end" BIGINT, "text" VARCHAR, "person" VARCHAR, "organisation" VARCHAR, "title" VARCHAR, "person_local" VARCHAR, "organisation_local" VARCHAR, "added_by" BIGINT, "removed_by" BIGINT);
CREATE TABLE relations ("doc_id" VARCHAR, "type" VARCHAR, "subject" VARCHAR, "object" VARCHAR, "status" VARCHAR, "amount" DOUBLE, "currency" VARCHAR, "effective" VARCHAR, "evidence_start" BIGINT, "evidence_end" BIGINT, "sentence" VARCHAR, "found_by" VARCHAR, "rule_id" VARCHAR, "score" DOUBLE, "subject_local" VARCHAR, "object_local" VARCHAR, "added_by" BIGINT, "removed_by" BIGINT);
-- Rows of version 2 have none of these: their releases are extracted again.
UPDATE states SET inputs_sha256 = '';
UPDATE roles SET found_by = 'rule';
