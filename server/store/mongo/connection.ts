/**
 * The connection to MongoDB, and what becomes of an operation when the database is away for a moment or for longer.
 *
 * Every operation of this adapter may be run twice without harm, so that `attempt` can repeat it: the driver's own
 * retries need sessions, which a standalone server need not have.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Db,
  MongoClient,
  MongoError,
  MongoNetworkError,
  MongoServerError,
  MongoServerSelectionError,
  ReadConcern,
  WriteConcern,
} from 'mongodb';
import { HubProblem } from '../../runtime/problem.ts';

export type Connection = {
  readonly db: Db;
  /**
   * Runs an operation, and again while the database is only shortly away.
   * @throws HubProblem store-unavailable when it stays away, query-too-complex when it took too long
   */
  attempt<T>(operation: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

/** How long to look for a server that can be written to, ms. */
const SERVER_WITHIN = 5000;

/** Pauses before an operation that lost its connection is run again, ms. */
const PAUSES = [20, 100, 300, 1000];

/**
 * Nothing counts before it is in the journal, of a majority where there are several servers, and nothing is read that
 * could still be rolled back. The settings of the address cannot weaken this.
 *
 * A server that stands alone is asked for its own journal (`w: 1`): that is what majority means there, and the engine
 * that tests run on answers a majority before its journal is written.
 */
const guarantees = (topology: 'alone' | 'several') =>
  ({
    writeConcern: new WriteConcern(topology === 'alone' ? 1 : 'majority', undefined, true),
    readConcern: new ReadConcern('majority'),
    readPreference: 'primary',
  }) as const;

/** @throws HubProblem configuration-invalid for what is no address, store-unavailable when nobody answers there */
export async function connect(uri: string, database: string): Promise<Connection> {
  const client = clientFor(uri);
  const host = hostsOf(client);
  const attempt = makeAttempt(host);
  try {
    await attempt(() => client.connect());
    const hello = await attempt(() => client.db('admin').command({ hello: 1 }));
    const isAlone = hello['setName'] === undefined && hello['msg'] !== 'isdbgrid';
    return { db: client.db(database, guarantees(isAlone ? 'alone' : 'several')), attempt, close: () => client.close() };
  } catch (error) {
    await client.close();
    throw error;
  }
}

function clientFor(uri: string): MongoClient {
  try {
    return new MongoClient(uri, {
      serverSelectionTimeoutMS: SERVER_WITHIN,
      connectTimeoutMS: SERVER_WITHIN,
      appName: 'epcis-hub',
      ignoreUndefined: true,
    });
  } catch (error) {
    const reason = error instanceof MongoError ? withoutPassword(error.message) : 'it cannot be read';
    throw new HubProblem('configuration-invalid', `MONGODB_URI is no address of a MongoDB: ${reason}`, { name: 'MONGODB_URI' });
  }
}

const withoutPassword = (text: string): string => text.replace(/\/\/[^@/\s]*@/g, '//***@');

const hostsOf = ({ options }: MongoClient): string => options.srvHost ?? options.hosts.map(String).join(', ');

function makeAttempt(host: string): Connection['attempt'] {
  return async (operation) => {
    for (const pause of [...PAUSES, undefined]) {
      try {
        return await operation();
      } catch (error) {
        if (!isAway(error)) throw problemOf(error, host);
        // The driver has looked for a server for as long as we are willing to wait.
        if (error instanceof MongoServerSelectionError || pause === undefined) throw unavailable(host, error);
        await sleep(pause);
      }
    }
    throw new Error('the last attempt ends in an answer or a failure');
  };
}

const unavailable = (host: string, cause: unknown): HubProblem =>
  new HubProblem('store-unavailable', `MongoDB at ${host} cannot be reached`, {}, cause);

/** What the hub has a name for; everything else as it is. */
function problemOf(error: unknown, host: string): unknown {
  if (!(error instanceof MongoServerError)) return error;
  switch (error.codeName) {
    case 'AuthenticationFailed':
    case 'Unauthorized':
      return new HubProblem('store-unavailable', `MongoDB at ${host} refused the hub's credentials`, {}, error);
    case 'MaxTimeMSExpired':
      return new HubProblem('query-too-complex', 'The store gave up on this query; ask for less at a time.', {}, error);
    default:
      return error;
  }
}

/** Names of server errors that say: not now, not here. */
const passing = new Set([
  'HostUnreachable',
  'HostNotFound',
  'NetworkTimeout',
  'ShutdownInProgress',
  'PrimarySteppedDown',
  'SocketException',
  'NotWritablePrimary',
  'InterruptedAtShutdown',
  'InterruptedDueToReplStateChange',
  'NotPrimaryNoSecondaryOk',
  'NotPrimaryOrSecondary',
  'WriteConcernFailed',
  'WriteConcernTimeout',
  'FailedToSatisfyReadPreference',
  'StaleConfig',
]);

function isAway(error: unknown): boolean {
  if (error instanceof MongoNetworkError || error instanceof MongoServerSelectionError) return true;
  // The driver passes some failures of the socket on as they are.
  if (!(error instanceof MongoError)) return error instanceof Error && 'syscall' in error;
  if (error.hasErrorLabel('RetryableWriteError') || error.hasErrorLabel('RetryableError')) return true;
  return error instanceof MongoServerError && passing.has(error.codeName ?? '');
}
