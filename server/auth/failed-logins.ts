/**
 * Slows down who fails again and again, by address. Nobody is locked out: only the answer to a failure waits, so a
 * partner whose other system has a wrong key is not touched, even behind the same address.
 */
import type { Clock } from '../runtime/clock.ts';

/** Failures within this time count together, in ms. */
const WINDOW = 60_000;
/** Failures that are answered at once. */
const FREE = 5;
const FIRST_DELAY = 200;
const LONGEST_DELAY = 3_000;
/** Answers held back at one time; beyond that they go out at once, so that waiting costs the hub nothing. */
const MOST_WAITING = 200;
const MOST_REMEMBERED = 10_000;

export type FailedLogins = {
  /** Counts a failure. @returns how long to wait before it is answered, in ms */
  count(address: string): number;
  /** Waits so long, unless too many wait already. */
  hold(ms: number): Promise<void>;
};

export function makeFailedLogins(deps: { readonly clock: Clock }): FailedLogins {
  const byAddress = new Map<string, { readonly since: number; readonly failures: number }>();
  let waiting = 0;

  return {
    count: (address) => {
      const now = deps.clock();
      const before = byAddress.get(address);
      const isFresh = before !== undefined && now - before.since < WINDOW;
      const failures = isFresh ? before.failures + 1 : 1;
      if (byAddress.size >= MOST_REMEMBERED) byAddress.clear();
      byAddress.set(address, { since: isFresh ? before.since : now, failures });
      return failures <= FREE ? 0 : Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** Math.min(failures - FREE - 1, 10));
    },
    hold: async (ms) => {
      if (ms === 0 || waiting >= MOST_WAITING) return;
      waiting++;
      await new Promise((resolve) => setTimeout(resolve, ms));
      waiting--;
    },
  };
}
