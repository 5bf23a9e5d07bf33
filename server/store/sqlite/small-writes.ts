/**
 * The one small write of this connection that may be under way: a transaction held open between calls.
 *
 * Its row in the table of writes is committed before, so that readers know of it: who follows recordTime must not pass
 * it by, and no other write ever gets its number.
 */
import type { Write } from '../../ports/event-store.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Connection, HeldTransaction } from './connection.ts';
import { endIfOpen, endWrite, insertWrite, requireOpen } from './writes.ts';

type Held = {
  readonly write: Write;
  readonly transaction: HeldTransaction;
  leaseUntil: number;
  timer: NodeJS.Timeout;
};

export function makeSmallWrites(connection: Connection, clock: Clock) {
  let held: Held | undefined;

  /** Whoever holds the lock and never comes back must not stop everybody else. */
  const expiry = (leaseMs: number): NodeJS.Timeout =>
    setTimeout(() => {
      if (held) giveUp().catch(() => undefined); // its lease has run out for everybody
    }, leaseMs).unref();

  function current(): Held {
    if (!held) throw new Error('no small write is under way');
    return held;
  }

  function take(): Held {
    const taken = current();
    held = undefined;
    clearTimeout(taken.timer);
    return taken;
  }

  /** @returns when its row says so; the transaction is undone at once */
  async function giveUp(): Promise<void> {
    const { write, transaction } = take();
    transaction.rollback();
    await markGone(write);
  }

  const markGone = (write: Write): Promise<void> =>
    connection.write(() => endIfOpen(connection, write.number, 'gone', clock()), 'soon');

  return {
    begin: async (owner: string, leaseMs: number): Promise<Write> => {
      const leaseUntil = clock() + leaseMs;
      const write = await connection.write(() => insertWrite(connection, owner, leaseUntil, clock()), 'soon');
      const transaction = await connection.hold();
      try {
        transaction.within(() => requireOpen(connection, write));
      } catch (error) {
        transaction.rollback();
        throw error;
      }
      held = { write, transaction, leaseUntil, timer: expiry(leaseMs) };
      return write;
    },
    isHeld: (write: Write): boolean => held?.write.number === write.number && held.write.recordTime === write.recordTime,
    number: (): number | undefined => held?.write.number,
    /** A failure inside ends the write: some of them have rolled the transaction back already. */
    guarded: async <T>(work: () => T): Promise<T> => {
      try {
        return current().transaction.within(work);
      } catch (error) {
        if (held) await giveUp().catch(() => undefined); // the first failure is the one to tell
        throw error;
      }
    },
    renew: (leaseMs: number): void => {
      const renewed = current();
      clearTimeout(renewed.timer);
      renewed.leaseUntil = clock() + leaseMs;
      renewed.timer = expiry(leaseMs);
    },
    commit: async (): Promise<void> => {
      const { write, transaction } = take();
      try {
        transaction.within(() => endWrite(connection, write.number, 'committed', clock()));
      } catch (error) {
        transaction.rollback();
        throw error;
      }
      transaction.commit();
    },
    abandon: async (whose: 'expired' | 'mine'): Promise<boolean> => {
      if (whose === 'expired' && current().leaseUntil > clock()) return false;
      await giveUp();
      return true;
    },
    close: async (): Promise<void> => {
      if (held) await giveUp();
    },
  };
}
