-- From format 3 to format 4: the log answers for the dossier, and it tells the time apart from the order. What
-- `dossier` and `written` hold is worked out by the program.

ALTER TABLE case_info ADD COLUMN dossier BLOB;
ALTER TABLE case_info ADD COLUMN told BLOB;
ALTER TABLE event ADD COLUMN at INTEGER;
ALTER TABLE event ADD COLUMN dossier BLOB;
ALTER TABLE reviewer ADD COLUMN being TEXT;
ALTER TABLE brought ADD COLUMN written BLOB;
