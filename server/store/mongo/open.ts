/** Opens a repository in MongoDB: a standalone server, a replica set or a sharded cluster, all alike. */
import type { Repository } from '../../ports/repository.ts';
import { type Clock, systemClock } from '../../runtime/clock.ts';
import { type Collections, collectionsOf } from './collections.ts';
import { type Connection, connect } from './connection.ts';
import { makeDimensionReader } from './dimension-reader.ts';
import { makeEventReader } from './event-reader.ts';
import { makeEventWriter } from './event-writer.ts';
import { makeInbox } from './inbox.ts';
import { makeJanitor } from './janitor.ts';
import { makeKeyStore } from './key-store.ts';
import { makeMasterDataReader } from './master-data.ts';
import { migrate } from './migrate.ts';
import { thisProcess } from './process-identity.ts';
import { makeQueryStore } from './query-store.ts';
import { makeServerTime } from './server-time.ts';
import { makeTokenStore } from './token-store.ts';
import { makeWriteLog } from './write-log.ts';

/** Pause of the janitor, ms. */
const TENDING = 60_000;

/**
 * @param options.uri of the server; what it says about write and read concern does not count
 * @param options.clock instead of the database's own, for leases and record times
 * @throws HubProblem configuration-invalid, store-unavailable, store-version
 */
export async function openMongoRepository(options: {
  readonly uri: string;
  readonly database: string;
  readonly clock?: Clock;
}): Promise<Repository> {
  const connection = await connect(options.uri, options.database);
  try {
    return await openOver(connection, options.clock);
  } catch (error) {
    await connection.close();
    throw error;
  }
}

async function openOver(connection: Connection, clock: Clock | undefined): Promise<Repository> {
  const collections = collectionsOf(connection.db);
  const now = makeServerTime(clock);
  const self = thisProcess();
  const background = makeBackground();
  await migrate({ connection, collections });
  const log = makeWriteLog({ connection, collections });
  const deps = { connection, collections, log, now, self, clock: clock ?? systemClock, inBackground: background.add };
  const janitor = makeJanitor(deps);
  await janitor.freeGone();
  background.add(janitor.tend());
  const timer = setInterval(() => background.add(janitor.tend()), TENDING).unref();
  const inbox = makeInbox(deps);
  return {
    kind: 'mongo',
    events: { ...makeEventWriter(deps), ...makeEventReader(deps), ...makeMasterDataReader(deps), ...makeDimensionReader(deps) },
    inbox,
    keys: makeKeyStore(deps),
    queries: makeQueryStore(deps),
    tokens: makeTokenStore(deps),
    ping: async () => {
      await connection.attempt(() => connection.db.command({ ping: 1 }));
    },
    gauges: async () => {
      const { events, open, dead } = await log.state();
      return {
        events,
        writes_open: open.length,
        writes_dead: dead.length,
        inbox_waiting: await inbox.waiting(),
        events_bytes: await sizeOf(connection, collections.events),
        inbox_bytes: (await sizeOf(connection, collections.messages)) + (await sizeOf(connection, collections.chunks)),
      };
    },
    close: async () => {
      clearInterval(timer);
      await background.end();
      await connection.close();
    },
  };
}

/** Work nobody waits for: what fails is done by the next janitor, here or in another hub. */
function makeBackground() {
  const running = new Set<Promise<unknown>>();
  return {
    add: (work: Promise<unknown>): void => {
      const ended = work
        .catch(() => undefined)
        .finally(() => {
          running.delete(ended);
        });
      running.add(ended);
    },
    end: async (): Promise<void> => {
      await Promise.all(running);
    },
  };
}

type StorageStats = { readonly storageStats: { readonly storageSize?: number; readonly totalIndexSize?: number } };

/** Bytes on disk, with indexes, on all servers that have a share of it. */
async function sizeOf({ attempt }: Connection, collection: Collections[keyof Collections]): Promise<number> {
  const shares = await attempt(() => collection.aggregate<StorageStats>([{ $collStats: { storageStats: {} } }]).toArray());
  return shares.reduce((sum, { storageStats: { storageSize = 0, totalIndexSize = 0 } }) => sum + storageSize + totalIndexSize, 0);
}
