/**
 * Small writes of this connection: each is one transaction, held open between calls, from the first record to the end.
 *
 * Its row in the table of writes is committed before, so that readers know of it: who follows recordTime must not pass
 * it by, and no other write ever gets its number.
 */
import type { Write } from '../../ports/event-store.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Connection, HeldTransaction } from './connection.ts';
import { endIfOpen, endWrite, insertWrite, leaseLost, requireOpen } from './writes.ts';

type Small = {
  readonly write: Write;
  leaseUntil: number;
  timer: NodeJS.Timeout;
  /** From the moment it is asked for. */
  transaction?: Promise<HeldTransaction>;
};

export function makeSmallWrites(connection: Connection, clock: Clock) {
  const begun = new Map<number, Small>();

  /** Whoever holds the lock and never comes back must not stop everybody else. */
  const expiry = (number: number, leaseMs: number): NodeJS.Timeout =>
    setTimeout(() => {
      giveUp(number).catch(() => undefined); // its lease has run out for everybody
    }, leaseMs).unref();

  /** @throws HubProblem lease-lost */
  function find({ number, recordTime }: Write): Small {
    const small = begun.get(number);
    if (small?.write.recordTime !== recordTime) throw leaseLost(number);
    return small;
  }

  function end(number: number): Small | undefined {
    const small = begun.get(number);
    begun.delete(number);
    clearTimeout(small?.timer);
    return small;
  }

  async function begin(small: Small): Promise<HeldTransaction> {
    const transaction = await connection.hold();
    try {
      if (begun.get(small.write.number) !== small) throw leaseLost(small.write.number);
      transaction.within(() => requireOpen(connection, small.write));
      return transaction;
    } catch (error) {
      transaction.rollback();
      throw error;
    }
  }

  /** Undoes the transaction, and says so in the row. */
  async function giveUp(number: number): Promise<void> {
    const small = end(number);
    if (!small) return;
    const transaction = await small.transaction?.catch(() => undefined);
    transaction?.rollback();
    await connection.write(() => endIfOpen(connection, number, 'gone', clock()), 'soon');
  }

  return {
    begin: async (owner: string, leaseMs: number): Promise<Write> => {
      const leaseUntil = clock() + leaseMs;
      const write = await connection.write(() => insertWrite(connection, owner, leaseUntil, clock()), 'soon');
      begun.set(write.number, { write, leaseUntil, timer: expiry(write.number, leaseMs) });
      return write;
    },
    has: (number: number): boolean => begun.has(number),
    /**
     * Runs inside the transaction. A failure ends the write: some of them have rolled the transaction back already.
     * @throws HubProblem lease-lost
     */
    within: async <T>(write: Write, work: () => T): Promise<T> => {
      const small = find(write);
      small.transaction ??= begin(small);
      try {
        const transaction = await small.transaction;
        find(write);
        return transaction.within(work);
      } catch (error) {
        await giveUp(write.number).catch(() => undefined); // the first failure is the one to tell
        throw error;
      }
    },
    /** @throws HubProblem lease-lost */
    renew: (write: Write, leaseMs: number): void => {
      const small = find(write);
      clearTimeout(small.timer);
      small.leaseUntil = clock() + leaseMs;
      small.timer = expiry(write.number, leaseMs);
    },
    /** @throws HubProblem lease-lost */
    commit: async (write: Write): Promise<void> => {
      const small = find(write);
      small.transaction ??= begin(small);
      const transaction = await small.transaction;
      if (end(write.number) !== small) throw leaseLost(write.number);
      try {
        transaction.within(() => endWrite(connection, write.number, 'committed', clock()));
      } catch (error) {
        transaction.rollback();
        throw error;
      }
      transaction.commit();
    },
    abandon: async (number: number, whose: 'expired' | 'mine'): Promise<boolean> => {
      const small = begun.get(number);
      if (!small || (whose === 'expired' && small.leaseUntil > clock())) return false;
      await giveUp(number);
      return true;
    },
    close: async (): Promise<void> => {
      for (const number of [...begun.keys()]) await giveUp(number);
    },
  };
}
