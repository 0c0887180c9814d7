-- From format 4 to format 5: sources have their documents with them.

CREATE TABLE content (
  id INTEGER PRIMARY KEY, digest BLOB NOT NULL, part INTEGER NOT NULL, bytes BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX content_piece ON content (digest, part);
