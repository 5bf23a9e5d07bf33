/** Opens the embedded store for use in the calling thread. */
import { mkdir } from 'node:fs/promises';
import type { Repository } from '../../ports/repository.ts';
import { type Clock, systemClock } from '../../runtime/clock.ts';
import { HubProblem } from '../../runtime/problem.ts';
import { MEMORY, openEvents, openInbox } from './parts.ts';

export type SqliteOptions = {
  /** Where the database files are, made when it is not there; `:memory:` for a repository that ends with `close`. */
  readonly folder: string;
  readonly clock?: Clock;
};

/**
 * Opens the two databases, brings them to this program's version, and ends what processes that are gone left open.
 *
 * Calls run in the calling thread. Any number of processes and threads may have the same folder open.
 *
 * @throws HubProblem store-unavailable, store-version
 */
export async function openSqliteRepository({ folder, clock = systemClock }: SqliteOptions): Promise<Repository> {
  if (folder !== MEMORY) await makeFolder(folder);
  const inboxPart = await openInbox(folder, clock);
  const eventsPart = await openEvents(folder, clock).catch(async (error: unknown) => {
    await inboxPart.close();
    throw error;
  });
  return {
    kind: 'sqlite',
    events: eventsPart.events,
    inbox: inboxPart.inbox,
    keys: inboxPart.keys,
    queries: inboxPart.queries,
    tokens: inboxPart.tokens,
    ping: async () => {
      await inboxPart.ping();
      await eventsPart.ping();
    },
    gauges: async () => ({ ...(await inboxPart.gauges()), ...(await eventsPart.gauges()) }),
    close: async () => {
      await inboxPart.close();
      await eventsPart.close();
    },
  };
}

/** @throws HubProblem store-unavailable */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw new HubProblem('store-unavailable', `The data folder ${folder} could not be made.`, {}, error);
  }
}
