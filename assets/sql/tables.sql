-- The case file, format 5. One record of the dossier is one row: its native JSON in `body`, and
-- beside it only what is looked up, sorted or counted by. Columns that format 4 added stand as ALTER TABLE
-- puts them, so that a case that was brought up to date has these very tables.

-- `dossier` is the digest of all that the log does not tell itself, `told` what the log says that it is.
CREATE TABLE case_info (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  uuid BLOB NOT NULL,
  body TEXT NOT NULL,
  clock INTEGER NOT NULL DEFAULT 0
, dossier BLOB, told BLOB) STRICT;

CREATE TABLE party (
  id INTEGER PRIMARY KEY, uuid BLOB NOT NULL, key INTEGER NOT NULL,
  batch INTEGER NOT NULL, body TEXT NOT NULL, digest BLOB NOT NULL
) STRICT;

CREATE TABLE source (
  id INTEGER PRIMARY KEY, uuid BLOB NOT NULL, key INTEGER NOT NULL,
  batch INTEGER NOT NULL, body TEXT NOT NULL, digest BLOB NOT NULL
) STRICT;

CREATE TABLE derivation (
  id INTEGER PRIMARY KEY, uuid BLOB NOT NULL, key INTEGER NOT NULL,
  batch INTEGER NOT NULL, body TEXT NOT NULL, digest BLOB NOT NULL,
  source INTEGER NOT NULL REFERENCES source (id),
  origin INTEGER NOT NULL REFERENCES source (id)
) STRICT;

-- `ord` orders the claims, with room between them; the four counts are of its evidence.
CREATE TABLE claim (
  id INTEGER PRIMARY KEY, uuid BLOB NOT NULL, key INTEGER NOT NULL,
  batch INTEGER NOT NULL, body TEXT NOT NULL, digest BLOB NOT NULL,
  ord INTEGER NOT NULL,
  depth INTEGER NOT NULL DEFAULT 0,
  parent INTEGER REFERENCES claim (id),
  claimant INTEGER REFERENCES party (id),
  supports INTEGER NOT NULL DEFAULT 0, repeats INTEGER NOT NULL DEFAULT 0,
  disputes INTEGER NOT NULL DEFAULT 0, context INTEGER NOT NULL DEFAULT 0
) STRICT;

-- `pos` orders evidence claim by claim, then by stance, then as it came: the claim's `ord` in the
-- upper 32 bits, the stance in the next two, the row in the rest. `source_pos` orders it source by
-- source.
CREATE TABLE evidence (
  id INTEGER PRIMARY KEY, uuid BLOB NOT NULL, key INTEGER NOT NULL,
  batch INTEGER NOT NULL, body TEXT NOT NULL, digest BLOB NOT NULL,
  claim INTEGER NOT NULL REFERENCES claim (id),
  source INTEGER NOT NULL REFERENCES source (id),
  stance INTEGER NOT NULL,
  pos INTEGER NOT NULL,
  source_pos INTEGER NOT NULL,
  material TEXT
) STRICT;

-- `claim` is the claim that a figure names, else that of the evidence that it names.
CREATE TABLE figure (
  id INTEGER PRIMARY KEY, uuid BLOB NOT NULL, key INTEGER NOT NULL,
  batch INTEGER NOT NULL, body TEXT NOT NULL, digest BLOB NOT NULL,
  claim INTEGER REFERENCES claim (id),
  evidence INTEGER REFERENCES evidence (id)
) STRICT;

CREATE TABLE request (
  id INTEGER PRIMARY KEY, uuid BLOB NOT NULL, key INTEGER NOT NULL,
  batch INTEGER NOT NULL, body TEXT NOT NULL, digest BLOB NOT NULL,
  claim INTEGER REFERENCES claim (id)
) STRICT;

CREATE TABLE gap (
  id INTEGER PRIMARY KEY, uuid BLOB NOT NULL, key INTEGER NOT NULL,
  batch INTEGER NOT NULL, body TEXT NOT NULL, digest BLOB NOT NULL,
  claim INTEGER REFERENCES claim (id)
) STRICT;

-- Who reviews, and on which devices. A replica's head is the last event of its journal.
CREATE TABLE reviewer (
  id INTEGER PRIMARY KEY, uuid BLOB NOT NULL UNIQUE, name TEXT NOT NULL
, being TEXT) STRICT;

CREATE TABLE replica (
  id INTEGER PRIMARY KEY, uuid BLOB NOT NULL UNIQUE,
  reviewer INTEGER NOT NULL REFERENCES reviewer (id),
  seq INTEGER NOT NULL, head BLOB NOT NULL
) STRICT;

-- The append-only log. `payload` is NULL where it was expunged. One sequence number may stand
-- twice: a forked journal is kept, both ways. `at` is the device's clock, where `hlc` is ahead of it;
-- `dossier` what the case holds besides from there on, where it is something else than before.
CREATE TABLE event (
  id INTEGER PRIMARY KEY,
  replica INTEGER NOT NULL REFERENCES replica (id),
  seq INTEGER NOT NULL, hlc INTEGER NOT NULL,
  prev BLOB NOT NULL, digest BLOB NOT NULL, hash BLOB NOT NULL,
  payload TEXT,
  item BLOB, step INTEGER
, at INTEGER, dossier BLOB) STRICT;

-- What stood before an import changed it, and the annotations an import brought, with the time that
-- they were last changed where the file said it. `written` holds the digests of what was in people's own
-- words, which stay when the words are erased.
CREATE TABLE replaced (
  id INTEGER PRIMARY KEY, event BLOB NOT NULL, kind INTEGER NOT NULL, item BLOB NOT NULL,
  body TEXT NOT NULL
) STRICT;

CREATE TABLE brought (
  id INTEGER PRIMARY KEY, event BLOB NOT NULL,
  reviewer INTEGER NOT NULL REFERENCES reviewer (id),
  kind INTEGER NOT NULL, item BLOB NOT NULL, annotation TEXT NOT NULL, changed INTEGER
, written BLOB) STRICT;

-- What documents hold, in pieces, each under the SHA-256 of the whole: a document as it came, its text, and how
-- that is divided into paragraphs. Which source it belongs to, the source says.
CREATE TABLE content (
  id INTEGER PRIMARY KEY, digest BLOB NOT NULL, part INTEGER NOT NULL, bytes BLOB NOT NULL
) STRICT;

-- When the records that bear the number of a batch came into this case: by which event of the log, and
-- the first event of a history that the same import brought along. A case restored from its own history
-- has one batch for all the imports that the history tells of: each has a row, with the last key of the
-- evidence that it brought. Without an event, what was made by hand.
CREATE TABLE import_batch (
  batch INTEGER NOT NULL, last_key INTEGER NOT NULL,
  event INTEGER, first_event INTEGER,
  PRIMARY KEY (batch, last_key)
) STRICT, WITHOUT ROWID;

-- From here on, projections: all of it can be made again from the events.
CREATE TABLE annotation (
  kind INTEGER NOT NULL, item INTEGER NOT NULL,
  reviewer INTEGER NOT NULL REFERENCES reviewer (id),
  access INTEGER, disputed INTEGER NOT NULL, examined INTEGER NOT NULL,
  verdict INTEGER, aside INTEGER NOT NULL,
  body TEXT NOT NULL, changed INTEGER NOT NULL,
  decided INTEGER NOT NULL AS (access IS NOT NULL OR disputed OR examined),
  PRIMARY KEY (kind, item, reviewer)
) STRICT, WITHOUT ROWID;

-- The undo stack of each replica: state 0 done, 1 undone, 2 undone for good.
CREATE TABLE step (
  replica INTEGER NOT NULL REFERENCES replica (id), step INTEGER NOT NULL,
  state INTEGER NOT NULL,
  PRIMARY KEY (replica, step)
) STRICT, WITHOUT ROWID;

CREATE TABLE counter (name TEXT PRIMARY KEY, n INTEGER NOT NULL) STRICT, WITHOUT ROWID;

-- Claims in each stretch of the order, so that a claim's place in the list is cheap to find.
CREATE TABLE claim_block (block INTEGER PRIMARY KEY, n INTEGER NOT NULL) STRICT;

CREATE TABLE tally (
  reviewer INTEGER PRIMARY KEY REFERENCES reviewer (id),
  decided INTEGER NOT NULL, aside INTEGER NOT NULL, verdicts INTEGER NOT NULL
) STRICT;

CREATE TABLE claim_tally (
  reviewer INTEGER NOT NULL, claim INTEGER NOT NULL, decided INTEGER NOT NULL,
  PRIMARY KEY (reviewer, claim)
) STRICT, WITHOUT ROWID;

-- Unbroken runs of evidence that needs no decision any more (decided or set aside), in either
-- order: by_source 0 over evidence.pos, 1 over evidence.source_pos.
CREATE TABLE settled_run (
  reviewer INTEGER NOT NULL, by_source INTEGER NOT NULL,
  first INTEGER NOT NULL, last INTEGER NOT NULL,
  PRIMARY KEY (reviewer, by_source, first)
) STRICT, WITHOUT ROWID;

-- Not part of the record: what stands in an open note.
CREATE TABLE draft (
  reviewer INTEGER NOT NULL, kind INTEGER NOT NULL, item INTEGER NOT NULL, text TEXT NOT NULL, private INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (reviewer, kind, item)
) STRICT, WITHOUT ROWID;
