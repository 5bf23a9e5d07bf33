/** The inbox. */
import { randomUUID } from 'node:crypto';
import type { Claim, Inbox, InboxMessage } from '../../ports/inbox.ts';
import type { Clock } from '../../runtime/clock.ts';
import { HubProblem } from '../../runtime/problem.ts';
import type { Connection, Values } from './connection.ts';
import { makePut } from './inbox-put.ts';
import { unpackPiece } from './message-bytes.ts';
import { type MessageRow, messageColumns, toMessage } from './message-rows.ts';

export function makeInbox(connection: Connection, clock: Clock): Inbox {
  return {
    put: makePut(connection, clock),
    read: (captureID) => readBytes(connection, captureID),

    get: (captureID) =>
      connection.read(() => {
        const row = connection.first<MessageRow>(`SELECT ${messageColumns} FROM message WHERE captureID = $captureID`, {
          captureID,
        });
        return row && toMessage(row);
      }),

    list: (limit, before) =>
      connection.read(() =>
        connection
          .all<MessageRow>(`SELECT ${messageColumns} FROM message WHERE arrival < $before ORDER BY arrival DESC LIMIT $limit`, {
            limit,
            before: before ?? Number.POSITIVE_INFINITY,
          })
          .map(toMessage),
      ),

    claim: async (owner, leaseMs, limit, bytes) => {
      // Who finds nothing to do does not stop those who write.
      const isAny = await connection.read(() => findFree(connection, clock(), 1).length > 0);
      return isAny ? connection.write(() => claimOldest(connection, clock, owner, leaseMs, limit, bytes), 'soon') : [];
    },

    renew: (claim, leaseMs) =>
      connection.write(() => change(connection, claim, 'leaseUntil = $leaseUntil', { leaseUntil: clock() + leaseMs }), 'soon'),

    finish: (claim, result) =>
      connection.write(
        () =>
          change(connection, claim, 'result = $result, leaseToken = NULL, leaseOwner = NULL', { result: JSON.stringify(result) }),
        'durable',
      ),

    release: (claim, notBefore) =>
      connection.write(() => {
        if (isHeld(connection, claim)) {
          change(connection, claim, 'notBefore = $notBefore, leaseUntil = 0, leaseToken = NULL, leaseOwner = NULL', {
            notBefore,
          });
        }
      }, 'soon'),

    waiting: () =>
      connection.read(
        () => connection.first<{ count: number }>('SELECT count(*) AS count FROM message WHERE result IS NULL', {})?.count ?? 0,
      ),
  };
}

async function* readBytes(connection: Connection, captureID: string): AsyncGenerator<Uint8Array> {
  const message = await connection.read(() =>
    connection.first<{ spool: number }>('SELECT spool FROM message WHERE captureID = $captureID', { captureID }),
  );
  if (!message) throw new HubProblem('capture-unknown', `The inbox holds no message ${captureID}.`);
  for (let ordinal = 0; ; ordinal++) {
    const at: Values = { spool: message.spool, ordinal };
    const piece = await connection.read(() =>
      connection.first<{ data: Uint8Array }>('SELECT data FROM chunk WHERE spool = $spool AND ordinal = $ordinal', at),
    );
    if (!piece) return;
    yield unpackPiece(piece.data);
  }
}

const findFree = (connection: Connection, now: number, limit: number): readonly MessageRow[] =>
  connection.all<MessageRow>(
    `SELECT ${messageColumns} FROM message WHERE result IS NULL AND leaseUntil <= $now AND notBefore <= $now ORDER BY arrival LIMIT $limit`,
    { now, limit },
  );

function claimOldest(
  connection: Connection,
  clock: Clock,
  owner: string,
  leaseMs: number,
  limit: number,
  bytes: number,
): readonly Claim[] {
  const now = clock();
  const claims: Claim[] = [];
  let total = 0;
  for (const row of findFree(connection, now, limit)) {
    total += row.bytes;
    if (claims.length > 0 && total > bytes) break;
    const token = randomUUID();
    connection.run(
      `UPDATE message SET attempts = attempts + 1, leaseToken = $token, leaseOwner = $owner, leaseUntil = $leaseUntil
       WHERE arrival = $arrival`,
      { token, owner, leaseUntil: now + leaseMs, arrival: row.arrival },
    );
    const message: InboxMessage = toMessage(row);
    claims.push({ message: { ...message, attempts: message.attempts + 1 }, token });
  }
  return claims;
}

const held = 'arrival = $arrival AND leaseToken = $token AND result IS NULL';

const isHeld = (connection: Connection, { message: { arrival }, token }: Claim): boolean =>
  connection.first(`SELECT 1 FROM message WHERE ${held}`, { arrival, token }) !== undefined;

/** @throws HubProblem lease-lost when somebody else holds the message, or it is finished */
function change(connection: Connection, { message, token }: Claim, assignments: string, values: Values): void {
  const { arrival, captureID } = message;
  if (connection.run(`UPDATE message SET ${assignments} WHERE ${held}`, { ...values, arrival, token }) === 0) {
    throw new HubProblem('lease-lost', `The lease of capture job ${captureID} ran out, and it was taken by another or finished.`);
  }
}
