/** Runs a suite against hub processes over each store, real ones both; every hub gets a store of its own. */
import { after, afterEach, describe } from 'node:test';
import { type HubProcess, type HubSettings, startHubProcess, temporaryFolder } from './hub-process.ts';
import { startMongo } from './mongo/server.ts';

type Options = { readonly env?: Readonly<Record<string, string>>; readonly over?: HubSettings };

export type StartedHub = HubProcess & { readonly settings: HubSettings };

/** Starts a hub over an empty store, or (`over`) over the store of an earlier one. */
export type Start = (options?: Options) => Promise<StartedHub>;

export type Store = {
  readonly kind: 'sqlite' | 'mongo';
  readonly start: Start;
  /** Kills the database engine and starts it again over its files; absent where it is not ours to kill. */
  readonly crashDatabase?: () => Promise<void>;
};

/** One engine for the test file; every hub has a database of its own in it. */
const mongo = await startMongo();
after(() => mongo?.stop());

/** The gate sets this: there a skipped MongoDB is a failure. */
const isRequired = process.env['EPCIS_TEST_REQUIRE_MONGODB'] === '1';

export function describeOnStores(what: string, suite: (store: Store) => void): void {
  describe(`${what}, on SQLite`, () => {
    const hubs = makeHubs(() => ({}));
    afterEach(hubs.end);
    suite({ kind: 'sqlite', start: hubs.start });
  });

  if (!mongo && isRequired) throw new Error('MongoDB is required here (EPCIS_TEST_REQUIRE_MONGODB) and was not found');
  describe(`${what}, on MongoDB`, { skip: mongo ? false : 'no MongoDB on this machine' }, () => {
    let number = 0;
    const hubs = makeHubs(() => ({
      MONGODB_URI: mongo?.uri ?? '',
      EPCIS_MONGODB_DATABASE: `epcis_test_${process.pid}_${++number}`,
    }));
    afterEach(hubs.end);
    const crashDatabase = async (): Promise<void> => {
      await mongo?.kill();
      await mongo?.restart();
    };
    suite({ kind: 'mongo', start: hubs.start, ...(mongo?.killable && { crashDatabase }) });
  });
}

function makeHubs(storeOf: () => Readonly<Record<string, string>>) {
  const running: HubProcess[] = [];
  const folders: { readonly remove: () => void }[] = [];
  function freshSettings(env: Readonly<Record<string, string>>): HubSettings {
    const { folder, remove } = temporaryFolder();
    folders.push({ remove });
    return { data: folder, env: { ...storeOf(), ...env } };
  }
  return {
    start: async ({ env = {}, over }: Options = {}): Promise<StartedHub> => {
      const settings = over ?? freshSettings(env);
      const hub = await startHubProcess(settings);
      running.push(hub);
      return { ...hub, settings };
    },
    end: async (): Promise<void> => {
      for (const hub of running.splice(0)) await hub.kill();
      for (const { remove } of folders.splice(0)) remove();
    },
  };
}
