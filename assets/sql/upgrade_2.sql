-- From format 1 to format 2: an annotation says whether it is a decision, import batches have a table of
-- their own, and a figure that names only its evidence is found by the claim of that.

ALTER TABLE annotation RENAME TO annotation_1;
CREATE TABLE annotation (
  kind INTEGER NOT NULL, item INTEGER NOT NULL,
  reviewer INTEGER NOT NULL REFERENCES reviewer (id),
  access INTEGER, disputed INTEGER NOT NULL, examined INTEGER NOT NULL,
  verdict INTEGER, aside INTEGER NOT NULL,
  body TEXT NOT NULL, changed INTEGER NOT NULL,
  decided INTEGER NOT NULL AS (access IS NOT NULL OR disputed OR examined),
  PRIMARY KEY (kind, item, reviewer)
) STRICT, WITHOUT ROWID;
INSERT INTO annotation (kind, item, reviewer, access, disputed, examined, verdict, aside, body, changed)
  SELECT kind, item, reviewer, access, disputed, examined, verdict, aside, body, changed FROM annotation_1;
DROP TABLE annotation_1;
CREATE INDEX annotation_reviewer ON annotation (reviewer, kind, changed);

CREATE TABLE import_batch (
  batch INTEGER NOT NULL, last_key INTEGER NOT NULL,
  event INTEGER, first_event INTEGER,
  PRIMARY KEY (batch, last_key)
) STRICT, WITHOUT ROWID;
-- "batch.7" and "batch.7.from": the rows of an import's own event and of the first that it brought along.
INSERT INTO import_batch (batch, last_key, event, first_event)
  SELECT CAST(substr(c.name, 7) AS INTEGER), 9223372036854775807, nullif(c.n, 0),
    coalesce((SELECT f.n FROM counter f WHERE f.name = c.name || '.from'), nullif(c.n, 0))
  FROM counter c WHERE c.name GLOB 'batch.*' AND c.name NOT GLOB 'batch.*.*';
-- "batch.1.upto.000000000052": by the event in this row came what ends with the key E-52.
INSERT INTO import_batch (batch, last_key, event, first_event)
  SELECT CAST(substr(name, 7) AS INTEGER), CAST(substr(name, instr(name, '.upto.') + 6) AS INTEGER),
    nullif(n, 0), nullif(n, 0)
  FROM counter WHERE name GLOB 'batch.*.upto.*';
DELETE FROM counter WHERE name GLOB 'batch.*';

UPDATE figure SET claim = (SELECT e.claim FROM evidence e WHERE e.id = figure.evidence)
  WHERE claim IS NULL AND evidence IS NOT NULL;
