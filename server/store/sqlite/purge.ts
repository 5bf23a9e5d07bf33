/** Ends lost writes and removes what abandoned ones left, piece by piece, so that others get their turn. */
import type { Clock } from '../../runtime/clock.ts';
import type { Connection } from './connection.ts';
import { deleteEvent } from './event-rows.ts';
import { isGone } from './owner.ts';
import { firstOf } from './sequence.ts';
import { deadWrites, endWrite, expiredWrites, writeState } from './writes.ts';

/** Stored bytes of the events that one transaction removes, about. */
const PIECE_BYTES = 256 * 1024;
const PIECE_EVENTS = 100;

/**
 * Removes everything recorded under a dead write. Several may do so at once; when one of them resolves it is done, or
 * `signal` is aborted.
 */
export async function purgeWrite(connection: Connection, number: number, signal?: AbortSignal): Promise<void> {
  while (!signal?.aborted && !(await connection.write(() => purgePiece(connection, number), 'soon')));
}

/** @returns true when nothing is left */
function purgePiece(connection: Connection, number: number): boolean {
  if (writeState(connection, number) !== 'dead') return true;
  const range = { first: firstOf(number), end: firstOf(number + 1) };
  const rows = connection.all<{ sequence: number; bytes: number }>(
    `SELECT sequence, length(body) AS bytes FROM body WHERE sequence >= $first AND sequence < $end LIMIT ${PIECE_EVENTS}`,
    range,
  );
  let bytes = 0;
  for (const row of rows) {
    deleteEvent(connection, row.sequence);
    bytes += row.bytes;
    if (bytes > PIECE_BYTES) break;
  }
  if (rows.length > 0) return false;
  connection.run('DELETE FROM element WHERE sequence >= $first AND sequence < $end', range);
  connection.run("UPDATE writes SET state = 'gone' WHERE number = $number", { number });
  return true;
}

export type Sweeper = {
  /** Abandons the writes whose lease has run out or whose process is gone; what they left is removed by and by. */
  sweep(): Promise<void>;
  /** Resolves when it has stopped removing. */
  stop(): Promise<void>;
};

export function makeSweeper(connection: Connection, clock: Clock): Sweeper {
  const stopped = new AbortController();
  let removing: Promise<void> | undefined;

  async function remove(): Promise<void> {
    for (const number of await connection.read(() => deadWrites(connection)))
      await purgeWrite(connection, number, stopped.signal);
  }

  return {
    sweep: async () => {
      const find = (): readonly number[] => expiredWrites(connection, clock(), isGone);
      const lost = await connection.read(find);
      if (lost.length > 0) {
        await connection.write(() => {
          for (const number of find()) endWrite(connection, number, 'dead', clock());
        }, 'durable');
      }
      if (removing || stopped.signal.aborted || (await connection.read(() => deadWrites(connection))).length === 0) return;
      removing = remove()
        // What stays is hidden from every reader, and the next sweep tries again.
        .catch(() => undefined)
        .finally(() => {
          removing = undefined;
        });
    },
    stop: async () => {
      stopped.abort();
      await removing;
    },
  };
}
