/** The two databases of the embedded store, each with what is made of it. */
import { join } from 'node:path';
import type { EventStore } from '../../ports/event-store.ts';
import type { Inbox } from '../../ports/inbox.ts';
import type { KeyStore } from '../../ports/key-store.ts';
import type { QueryStore, TokenStore } from '../../ports/query-store.ts';
import type { Clock } from '../../runtime/clock.ts';
import { type Connection, openConnection } from './connection.ts';
import { makeDimensionReader } from './dimension-reader.ts';
import { makeEventReader } from './event-reader.ts';
import { makeEventWriter } from './event-writer.ts';
import { makeInbox } from './inbox.ts';
import { sweepUploads } from './inbox-put.ts';
import { makeKeyStore } from './key-store.ts';
import { makeMasterDataReader } from './master-data-reader.ts';
import { type DatabaseName, migrate } from './migrate.ts';
import { makeSweeper } from './purge.ts';
import { makeQueryStore } from './query-store.ts';
import { makeTokenStore } from './token-store.ts';

export const MEMORY = ':memory:';

type Part = {
  ping(): Promise<void>;
  gauges(): Promise<Readonly<Record<string, number>>>;
  close(): Promise<void>;
};

export type InboxPart = Part & {
  readonly inbox: Inbox;
  readonly keys: KeyStore;
  readonly queries: QueryStore;
  readonly tokens: TokenStore;
};
export type EventsPart = Part & { readonly events: EventStore };

export const fileOf = (folder: string, name: DatabaseName): string =>
  folder === MEMORY ? MEMORY : join(folder, `${name}.sqlite`);

// A small log is soon folded back: until then its pages lie on the disk twice.
const settings = {
  inbox: { cacheKiB: 4096, checkpointPages: 1000 },
  events: { cacheKiB: 16_384, checkpointPages: 4000 },
} as const;

/** @throws HubProblem store-unavailable, store-version */
export async function openInbox(folder: string, clock: Clock): Promise<InboxPart> {
  const connection = await open(folder, 'inbox', clock);
  const inbox = makeInbox(connection, clock);
  await sweepUploads(connection, clock);
  return {
    inbox,
    keys: makeKeyStore(connection),
    queries: makeQueryStore(connection),
    tokens: makeTokenStore(connection),
    ping: () => ping(connection),
    gauges: async () => ({ inbox_waiting: await inbox.waiting(), inbox_bytes: await fileBytes(connection) }),
    close: () => connection.close(),
  };
}

/** @throws HubProblem store-unavailable, store-version */
export async function openEvents(folder: string, clock: Clock): Promise<EventsPart> {
  const connection = await open(folder, 'events', clock);
  const sweeper = makeSweeper(connection, clock);
  const writer = makeEventWriter(connection, clock, sweeper);
  await sweeper.sweep();
  return {
    events: {
      ...writer,
      ...makeEventReader(connection),
      ...makeMasterDataReader(connection),
      ...makeDimensionReader(connection),
    },
    ping: () => ping(connection),
    gauges: async () => ({
      ...(await connection.read(() => countWrites(connection))),
      events_bytes: await fileBytes(connection),
    }),
    close: async () => {
      await writer.close();
      await sweeper.stop();
      await connection.close();
    },
  };
}

async function open(folder: string, name: DatabaseName, clock: Clock): Promise<Connection> {
  const connection = await openConnection({ file: fileOf(folder, name), ...settings[name] });
  try {
    await migrate(connection, name, clock);
    return connection;
  } catch (error) {
    await connection.close();
    throw error;
  }
}

const ping = async (connection: Connection): Promise<void> => {
  await connection.read(() => connection.first('SELECT 1 FROM schema_version', {}));
};

const fileBytes = (connection: Connection): Promise<number> =>
  connection.read(
    () =>
      connection.first<{ bytes: number }>('SELECT page_count * page_size AS bytes FROM pragma_page_count, pragma_page_size', {})
        ?.bytes ?? 0,
  );

function countWrites(connection: Connection): Readonly<Record<string, number>> {
  const row = connection.first<{ last: number; open: number; dead: number }>(
    `SELECT (SELECT coalesce(max(number), 0) FROM writes) AS last, count(*) FILTER (WHERE state = 'open') AS open,
       count(*) FILTER (WHERE state = 'dead') AS dead
     FROM writes WHERE state IN ('open', 'dead')`,
    {},
  );
  return { writes: row?.last ?? 0, writes_open: row?.open ?? 0, writes_dead: row?.dead ?? 0 };
}
