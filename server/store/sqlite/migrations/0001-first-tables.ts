/** The tables as of version 1. */

export const title = 'first tables';

/**
 * `upload` holds the messages that are still being received; a chunk belongs to an upload until it is complete, then to
 * the message that takes the same `spool` number. `arrival` is given at that moment, so it grows in the order of
 * acknowledgement.
 */
export const inbox = `
  CREATE TABLE message (
    arrival INTEGER PRIMARY KEY,
    spool INTEGER NOT NULL UNIQUE,
    captureID TEXT NOT NULL UNIQUE,
    meta TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    notBefore INTEGER NOT NULL DEFAULT 0,
    leaseUntil INTEGER NOT NULL DEFAULT 0,
    leaseToken TEXT,
    leaseOwner TEXT,
    result TEXT
  );
  CREATE INDEX message_waiting ON message (arrival) WHERE result IS NULL;

  CREATE TABLE chunk (
    spool INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (spool, ordinal)
  );

  CREATE TABLE upload (
    spool INTEGER PRIMARY KEY AUTOINCREMENT,
    owner TEXT NOT NULL,
    touchedAt INTEGER NOT NULL
  );

  CREATE TABLE api_key (
    id TEXT PRIMARY KEY,
    hash TEXT NOT NULL,
    document TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX api_key_hash ON api_key (hash);
`;

/**
 * Everything recorded carries a sequence: the number of its write times 2^22, plus an ordinal. `time` is eventTime in ms
 * (fractions where the event has them: such a value is kept as REAL by the same column), so that rows of `term`,
 * `fact` and `event_time` come in the order of eventTime and, within it, of recording.
 *
 * Term keys are hashes, so that new ones fall on all pages of the terms there are. `term` is therefore kept in runs: one
 * is written until it is full, and never again. A look-up looks into every run.
 */
export const events = `
  CREATE TABLE high_water (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    time INTEGER NOT NULL
  );
  INSERT INTO high_water VALUES (1, 0);

  CREATE TABLE writes (
    number INTEGER PRIMARY KEY,
    state TEXT NOT NULL CHECK (state IN ('open', 'committed', 'dead', 'gone')),
    recordTime INTEGER NOT NULL,
    endedAt INTEGER,
    hiddenAtBegin TEXT,
    owner TEXT,
    leaseUntil INTEGER
  );
  CREATE INDEX writes_time ON writes (recordTime);
  CREATE INDEX writes_hidden ON writes (number) WHERE state IN ('open', 'dead');

  CREATE TABLE event (
    sequence INTEGER PRIMARY KEY,
    key BLOB NOT NULL UNIQUE,
    time INTEGER NOT NULL,
    run INTEGER NOT NULL
  );
  CREATE INDEX event_time ON event (time);

  CREATE TABLE body (
    sequence INTEGER PRIMARY KEY,
    body NOT NULL
  );

  CREATE TABLE run (
    run INTEGER PRIMARY KEY,
    rows INTEGER NOT NULL,
    lowest INTEGER NOT NULL,
    highest INTEGER NOT NULL
  );

  CREATE TABLE term (
    run INTEGER NOT NULL,
    term INTEGER NOT NULL,
    time INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    PRIMARY KEY (run, term, time, sequence)
  ) WITHOUT ROWID;

  CREATE TABLE fact (
    path INTEGER NOT NULL,
    value REAL NOT NULL,
    time INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    PRIMARY KEY (path, value, time, sequence)
  ) WITHOUT ROWID;
  CREATE INDEX fact_of ON fact (sequence, path, value);

  CREATE TABLE element (
    sequence INTEGER PRIMARY KEY,
    captureID TEXT NOT NULL,
    type TEXT NOT NULL,
    key TEXT NOT NULL,
    document TEXT NOT NULL
  );
  CREATE INDEX element_key ON element (key, type, sequence);

  CREATE TABLE element_child (
    key TEXT NOT NULL,
    sequence INTEGER NOT NULL REFERENCES element ON DELETE CASCADE,
    PRIMARY KEY (key, sequence)
  ) WITHOUT ROWID;
  CREATE INDEX element_child_of ON element_child (sequence);
`;
