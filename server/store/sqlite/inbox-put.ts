/**
 * Takes messages in. A message of one piece is written at once. A longer one leaves piece after piece in the spool of an
 * upload, each in a short transaction, and becomes a message with the last; until then no reader sees it.
 */
import type { InboxMessage, InboxMeta } from '../../ports/inbox.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Connection } from './connection.ts';
import { makeGroupCommit } from './group-commit.ts';
import { makePieces } from './message-bytes.ts';
import { beginUpload, dropUpload, insertPiece, touchUpload } from './message-rows.ts';
import { isGone, thisProcess } from './owner.ts';

/** An upload that got no piece for so long is given up, ms; one of a process that is gone at once. */
const STALE = 6 * 3_600_000;

export function makePut(connection: Connection, clock: Clock) {
  const owner = thisProcess();
  const commit = makeGroupCommit(connection, owner);

  return async (meta: InboxMeta, bytes: AsyncIterable<Uint8Array>): Promise<InboxMessage> => {
    const spool = makeSpool(connection, clock, owner);
    try {
      const pieces = makePieces();
      for await (const chunk of bytes) {
        pieces.add(chunk);
        if (pieces.isFull()) await spool.write(pieces.take());
      }
      return await commit({ meta, ...pieces.total(), ...spool.written(), last: pieces.take() });
    } catch (error) {
      await spool.drop().catch(() => undefined); // what stays is swept on a later open
      throw error;
    }
  };
}

function makeSpool(connection: Connection, clock: Clock, owner: string) {
  let spool: number | undefined;
  let pieces = 0;

  return {
    write: async (data: Uint8Array): Promise<void> => {
      spool = await connection.write(() => {
        const at = spool ?? beginUpload(connection, owner, clock());
        if (!touchUpload(connection, at, clock()))
          throw new Error('the upload was given up because nothing came for a long time');
        insertPiece(connection, at, pieces, data);
        return at;
      }, 'soon');
      pieces += 1;
    },
    written: () => ({ spool, pieces }),
    drop: async (): Promise<void> => {
      const at = spool;
      if (at !== undefined) await connection.write(() => dropUpload(connection, at), 'soon');
    },
  };
}

/** Removes what interrupted uploads left. */
export async function sweepUploads(connection: Connection, clock: Clock): Promise<void> {
  const uploads = await connection.read(() =>
    connection.all<{ spool: number; owner: string; touchedAt: number }>('SELECT * FROM upload', {}),
  );
  for (const { spool, owner, touchedAt } of uploads) {
    if (isGone(owner) || touchedAt < clock() - STALE) await connection.write(() => dropUpload(connection, spool), 'soon');
  }
}
