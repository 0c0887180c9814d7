-- Words of every record; the row is the record's id times 8 plus its kind.
CREATE VIRTUAL TABLE search USING fts5 (
  words, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2', prefix='2 3'
);
