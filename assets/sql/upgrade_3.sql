-- From format 2 to format 3: evidence that names requests is found without reading all of it, the log
-- answers for the dossier, and it tells the time apart from the order. What `dossier` and `written` hold is
-- worked out by the program.

CREATE INDEX evidence_requests ON evidence (id) WHERE instr(body, '"requests":') > 0;
ALTER TABLE case_info ADD COLUMN dossier BLOB;
ALTER TABLE case_info ADD COLUMN told BLOB;
ALTER TABLE event ADD COLUMN at INTEGER;
ALTER TABLE event ADD COLUMN dossier BLOB;
ALTER TABLE brought ADD COLUMN written BLOB;
