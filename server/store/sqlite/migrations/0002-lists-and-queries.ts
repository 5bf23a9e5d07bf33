/** The tables as of version 2. */

export const title = 'lists of values, named queries';

/** `expiresAt` in ms since 1970; what has expired is removed with the next one that comes. */
export const inbox = `
  CREATE TABLE named_query (
    name TEXT PRIMARY KEY,
    document TEXT NOT NULL
  ) WITHOUT ROWID;

  CREATE TABLE revoked_token (
    hash TEXT PRIMARY KEY,
    expiresAt INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX revoked_token_expiry ON revoked_token (expiresAt);
`;

/**
 * `value` names what a list may hold: values that an event brought, even if that event was taken back later. Whether
 * there is such an event is for the terms to say.
 */
export const events = `
  CREATE INDEX element_type ON element (type, key, sequence);

  CREATE TABLE value (
    dimension TEXT NOT NULL,
    key TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (dimension, key)
  ) WITHOUT ROWID;
`;
