/** Rows of the inbox. Everything here runs inside a transaction of the caller. */
import type { CaptureResult, InboxMessage, InboxMeta } from '../../ports/inbox.ts';
import type { Connection, Row, Values } from './connection.ts';

export type MessageRow = Row & {
  readonly arrival: number;
  readonly spool: number;
  readonly meta: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly attempts: number;
  readonly result: string | null;
};

/** Columns of a `MessageRow`. */
export const messageColumns = 'arrival, spool, meta, bytes, sha256, attempts, result';

export const toMessage = ({ arrival, meta, bytes, sha256, attempts, result }: MessageRow): InboxMessage => ({
  ...(JSON.parse(meta) as InboxMeta), // as insertMessage wrote it
  bytes,
  sha256,
  arrival,
  attempts,
  ...(result === null ? {} : { result: JSON.parse(result) as CaptureResult }),
});

/** A message of which all but the last piece is kept. */
export type Complete = {
  readonly meta: InboxMeta;
  readonly bytes: number;
  readonly sha256: string;
  /** Where its other pieces are, if there are any. */
  readonly spool: number | undefined;
  /** How many other pieces there are. */
  readonly pieces: number;
  readonly last: Uint8Array;
};

/** @throws Error when a message of this captureID is there */
export function insertMessage(connection: Connection, owner: string, message: Complete): InboxMessage {
  const { meta, bytes, sha256 } = message;
  const { captureID } = meta;
  if (connection.first('SELECT 1 FROM message WHERE captureID = $captureID', { captureID })) {
    throw new Error(`the inbox holds a message ${captureID} already`);
  }
  const spool = message.spool ?? beginUpload(connection, owner, meta.receivedAt);
  insertPiece(connection, spool, message.pieces, message.last);
  connection.run('DELETE FROM upload WHERE spool = $spool', { spool });
  const values: Values = { spool, captureID, meta: JSON.stringify(meta), bytes, sha256 };
  const row = connection.first<MessageRow>(
    `INSERT INTO message (arrival, spool, captureID, meta, bytes, sha256)
     VALUES ((SELECT coalesce(max(arrival), 0) + 1 FROM message), $spool, $captureID, $meta, $bytes, $sha256)
     RETURNING ${messageColumns}`,
    values,
  );
  if (!row) throw new Error('the inserted message is not there');
  return toMessage(row);
}

/** @returns the number under which pieces are kept until the message is complete */
export function beginUpload(connection: Connection, owner: string, now: number): number {
  const row = connection.first<{ spool: number }>('INSERT INTO upload (owner, touchedAt) VALUES ($owner, $now) RETURNING spool', {
    owner,
    now,
  });
  if (!row) throw new Error('the inserted upload is not there');
  return row.spool;
}

export function insertPiece(connection: Connection, spool: number, ordinal: number, data: Uint8Array): void {
  connection.run('INSERT INTO chunk (spool, ordinal, data) VALUES ($spool, $ordinal, $data)', { spool, ordinal, data });
}

/** @returns false when the upload was swept away */
export const touchUpload = (connection: Connection, spool: number, now: number): boolean =>
  connection.run('UPDATE upload SET touchedAt = $now WHERE spool = $spool', { spool, now }) > 0;

export function dropUpload(connection: Connection, spool: number): void {
  if (connection.run('DELETE FROM upload WHERE spool = $spool', { spool }) > 0) {
    connection.run('DELETE FROM chunk WHERE spool = $spool', { spool });
  }
}
