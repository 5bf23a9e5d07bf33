/** Messages that are complete at the same time are written in one transaction: they share the wait for the disk. */
import { setImmediate as othersTurn } from 'node:timers/promises';
import type { InboxMessage } from '../../ports/inbox.ts';
import type { Connection } from './connection.ts';
import { type Complete, insertMessage } from './message-rows.ts';

type Waiting = {
  readonly message: Complete;
  readonly resolve: (message: InboxMessage) => void;
  readonly reject: (error: unknown) => void;
};

/** @returns a function that resolves when the message is in the inbox for good */
export function makeGroupCommit(connection: Connection, owner: string): (message: Complete) => Promise<InboxMessage> {
  let queue: Waiting[] = [];
  let isRunning = false;

  const takeAll = (): readonly Waiting[] => {
    const taken = queue;
    queue = [];
    return taken;
  };

  async function writeAll(): Promise<void> {
    // Whatever else has arrived by now, or arrives while another writer has its turn, comes along.
    await othersTurn();
    let taken: readonly Waiting[] = [];
    try {
      const settle = await connection.write(() => {
        taken = takeAll();
        return taken.map((waiting) => tryInsert(connection, owner, waiting));
      }, 'durable');
      for (const tell of settle) tell();
    } catch (error) {
      for (const { reject } of taken.length > 0 ? taken : takeAll()) reject(error);
    }
  }

  async function run(): Promise<void> {
    isRunning = true;
    while (queue.length > 0) await writeAll();
    isRunning = false;
  }

  return (message) =>
    new Promise((resolve, reject) => {
      queue.push({ message, resolve, reject });
      if (!isRunning) run().catch(reject);
    });
}

/** Inserts one of several; a failure of its own leaves the others alone. @returns what to tell it after the commit */
function tryInsert(connection: Connection, owner: string, { message, resolve, reject }: Waiting): () => void {
  connection.script('SAVEPOINT one');
  try {
    const inserted = insertMessage(connection, owner, message);
    connection.script('RELEASE one');
    return () => resolve(inserted);
  } catch (error) {
    connection.script('ROLLBACK TO one; RELEASE one');
    return () => reject(error);
  }
}
