/**
 * One connection to one database file: pragmas, prepared statements, transactions that wait for other processes.
 *
 * A lock held by another connection is waited for by the event loop, not by the thread.
 */
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { HubProblem } from '../../runtime/problem.ts';
import { isBusy, toProblem } from './sqlite-problem.ts';
import { makeTurns } from './turns.ts';

/**
 * `durable`: when it is committed it survives a power cut, and so does everything committed before. `soon`: it survives
 * the end of the process, and a power cut once something durable has followed.
 */
export type Durability = 'durable' | 'soon';

export type Row = Readonly<Record<string, unknown>>;

/** A transaction that stays open between calls. */
export type HeldTransaction = {
  /** Runs a part of it. */
  within<T>(work: () => T): T;
  commit(): void;
  rollback(): void;
};

export type Connection = {
  /** Prepared once. Values are bound, never written into the text. */
  statement(sql: string): StatementSync;
  all<R extends Row>(sql: string, values: Values): R[];
  first<R extends Row>(sql: string, values: Values): R | undefined;
  /** @returns how many rows it changed */
  run(sql: string, values: Values): number;
  /** Runs several statements that have no values. */
  script(sql: string): void;
  /** Reads. Done again from its beginning when the file is locked. */
  read<T>(work: () => T): Promise<T>;
  /** One transaction, alone among the writers of this connection. What `work` throws undoes it. */
  write<T>(work: () => T, durability: Durability): Promise<T>;
  /** Begins a durable transaction; other writers of this connection wait until it has ended. */
  hold(): Promise<HeldTransaction>;
  /** Waits for the writers in line. */
  close(): Promise<void>;
};

export type Values = Readonly<Record<string, SQLInputValue>>;

export type ConnectionOptions = {
  /** Path, or `:memory:`. */
  readonly file: string;
  /** Page cache, KiB. */
  readonly cacheKiB: number;
  /** Pages in the write-ahead log that begin a checkpoint. */
  readonly checkpointPages: number;
};

const PAGE_SIZE = 8192;
/** The log is cut back to this after a checkpoint, bytes. */
const JOURNAL_LIMIT = 16 * 1024 * 1024;
/** Prepared statements kept. Queries come in many shapes; what falls out is prepared again. */
const STATEMENTS = 300;
/** Waited inside SQLite, blocking the thread, before the event loop takes over, ms. */
const SHORT_WAIT = 10;
/** A lock that is held longer is reported, ms. */
const LONGEST_WAIT = 60_000;
/** Between attempts, ms. */
const PAUSE = { least: 1, most: 4 };

/** @throws HubProblem store-unavailable */
export async function openConnection(options: ConnectionOptions): Promise<Connection> {
  const { file } = options;
  const guarded = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw toProblem(error, file);
    }
  };
  const database = guarded(() => new DatabaseSync(file, { timeout: SHORT_WAIT }));
  try {
    await unlessBusy(file, () => setUp(database, options));
  } catch (error) {
    database.close();
    throw error;
  }
  const statements = new Map<string, StatementSync>();
  const turns = makeTurns();
  let synchronous: Durability = 'durable';

  const statement = (sql: string): StatementSync => {
    let prepared = statements.get(sql);
    if (!prepared) {
      if (statements.size >= STATEMENTS) statements.clear();
      prepared = database.prepare(sql);
      statements.set(sql, prepared);
    }
    return prepared;
  };
  const begin = (durability: Durability): Promise<void> =>
    unlessBusy(file, () => {
      if (durability !== synchronous) database.exec(`PRAGMA synchronous = ${durability === 'durable' ? 'FULL' : 'NORMAL'}`);
      synchronous = durability;
      database.exec('BEGIN IMMEDIATE');
    });
  const rollback = (): void => {
    // Some failures (a full disk) have ended the transaction already.
    if (database.isTransaction) database.exec('ROLLBACK');
  };

  return {
    statement,
    all: <R extends Row>(sql: string, values: Values) => statement(sql).all(values) as R[], // the columns are those of the text
    first: <R extends Row>(sql: string, values: Values) => statement(sql).get(values) as R | undefined,
    run: (sql, values) => Number(statement(sql).run(values).changes),
    script: (sql) => database.exec(sql),
    read: (work) => unlessBusy(file, work),
    write: async (work, durability) => {
      const release = await turns.take();
      try {
        await begin(durability);
        const result = work();
        database.exec('COMMIT');
        return result;
      } catch (error) {
        rollback();
        throw toProblem(error, file);
      } finally {
        release();
      }
    },
    hold: async () => {
      const release = await turns.take();
      try {
        await begin('durable');
      } catch (error) {
        release();
        throw error;
      }
      return {
        within: guarded,
        commit: () => {
          try {
            guarded(() => database.exec('COMMIT'));
          } finally {
            rollback();
            release();
          }
        },
        rollback: () => {
          try {
            rollback();
          } finally {
            release();
          }
        },
      };
    },
    close: async () => {
      const release = await turns.take();
      try {
        database.close();
      } finally {
        release();
      }
    },
  };
}

function setUp(database: DatabaseSync, options: ConnectionOptions): void {
  database.exec(`
    PRAGMA page_size = ${PAGE_SIZE};
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    PRAGMA cache_size = -${options.cacheKiB};
    PRAGMA wal_autocheckpoint = ${options.checkpointPages};
    PRAGMA journal_size_limit = ${JOURNAL_LIMIT};
    PRAGMA temp_store = MEMORY;
  `);
}

/** Does it again while another connection is in the way. */
async function unlessBusy<T>(file: string, work: () => T): Promise<T> {
  const begun = performance.now();
  for (;;) {
    try {
      return work();
    } catch (error) {
      if (!isBusy(error)) throw toProblem(error, file);
      if (performance.now() - begun > LONGEST_WAIT) {
        throw new HubProblem(
          'store-unavailable',
          `The database ${file} has been locked for ${LONGEST_WAIT / 1000} s.`,
          {},
          error,
        );
      }
    }
    await sleep(PAUSE.least + Math.random() * (PAUSE.most - PAUSE.least));
  }
}
