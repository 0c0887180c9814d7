-- From format 5 to format 6: the draft of a private note is private.

ALTER TABLE draft ADD COLUMN private INTEGER NOT NULL DEFAULT 0;
