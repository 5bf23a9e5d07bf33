/**
 * The embedded store for a thread that serves requests and must never wait for a disk: the same ports, with the work
 * done in two threads, one for the inbox and the keys, one for the events.
 */
import { once } from 'node:events';
import { MessageChannel, Worker } from 'node:worker_threads';
import type { EventStore } from '../../ports/event-store.ts';
import type { Inbox, InboxMessage, InboxMeta } from '../../ports/inbox.ts';
import type { KeyStore } from '../../ports/key-store.ts';
import type { QueryStore, TokenStore } from '../../ports/query-store.ts';
import type { Repository } from '../../ports/repository.ts';
import { HubProblem } from '../../runtime/problem.ts';
import { fromFailure } from './failure.ts';
import { makeFolder, openSqliteRepository } from './open.ts';
import { MEMORY } from './parts.ts';
import { receiveStream, sendStream } from './stream-port.ts';
import type { Answer, Call, Opened, PartName, ThreadData } from './thread-messages.ts';

/** A message that ends within so many bytes crosses as one. */
const WHOLE = 256 * 1024;

/** What crosses is short-lived: a larger nursery would fill with it before anything is collected. */
const YOUNG_MB = 16;

/**
 * Opens the databases as `openSqliteRepository` does, in threads of their own. A database in memory belongs to one
 * thread: `:memory:` is opened in the calling one.
 *
 * @throws HubProblem store-unavailable, store-version
 */
export async function openThreadedSqliteRepository({ folder }: { readonly folder: string }): Promise<Repository> {
  if (folder === MEMORY) return openSqliteRepository({ folder });
  await makeFolder(folder);
  const [inbox, events] = await startAll(folder);
  return {
    kind: 'sqlite',
    events: eventStoreOf(events),
    inbox: inboxOf(inbox),
    keys: keyStoreOf(inbox),
    queries: remote<QueryStore>(inbox, 'queries', ['putQuery', 'query', 'queries', 'removeQuery']),
    tokens: remote<TokenStore>(inbox, 'tokens', ['revokeToken', 'isRevoked']),
    ping: async () => {
      await Promise.all([inbox.call('part', 'ping'), events.call('part', 'ping')]);
    },
    gauges: async () => {
      const parts = await Promise.all([inbox.call('part', 'gauges'), events.call('part', 'gauges')]);
      return Object.assign({}, ...parts) as Readonly<Record<string, number>>; // both give such a record
    },
    close: async () => {
      await inbox.close();
      await events.close();
    },
  };
}

type Thread = {
  call(port: Call['port'], method: string, ...args: readonly unknown[]): Promise<unknown>;
  callWithStream(method: 'put' | 'read', argument: unknown, stream: MessageChannel['port1']): Promise<unknown>;
  close(): Promise<void>;
};

/** All or none. */
async function startAll(folder: string): Promise<readonly [inbox: Thread, events: Thread]> {
  const starting = [startThread({ folder, part: 'inbox' }), startThread({ folder, part: 'events' })] as const;
  try {
    return await Promise.all(starting);
  } catch (error) {
    for (const thread of starting) {
      await thread.then(
        (started) => started.close(),
        () => undefined,
      );
    }
    throw error;
  }
}

async function startThread(data: ThreadData): Promise<Thread> {
  const worker = new Worker(new URL('./thread.ts', import.meta.url), {
    workerData: data,
    name: `sqlite-${data.part}`,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
  });
  const [opened] = (await once(worker, 'message')) as [Opened];
  if ('failure' in opened) throw fromFailure(opened.failure);
  const calls = makeCalls(worker, data.part);
  return {
    call: (port, method, ...args) => calls.make({ port, method, args }),
    callWithStream: (method, argument, stream) => calls.make({ port: 'inbox', method, args: [argument], stream }),
    close: async () => {
      if (calls.isEnded()) return;
      const exit = once(worker, 'exit');
      await calls.make({ port: 'part', method: 'close', args: [] });
      await exit;
    },
  };
}

type Waiting = { readonly resolve: (value: unknown) => void; readonly reject: (error: unknown) => void };

/** Matches answers with calls. When the thread ends, no call stays without an answer. */
function makeCalls(worker: Worker, part: PartName) {
  const waiting = new Map<number, Waiting>();
  let last = 0;
  let ended: HubProblem | undefined;

  const end = (cause?: unknown): void => {
    ended ??= new HubProblem('store-unavailable', `The thread of the ${part} database has ended.`, {}, cause);
    for (const { reject } of waiting.values()) reject(ended);
    waiting.clear();
  };
  worker.on('error', end);
  worker.on('exit', () => end());
  worker.on('message', (answer: Answer) => {
    const call = waiting.get(answer.id);
    waiting.delete(answer.id);
    if ('failure' in answer) call?.reject(fromFailure(answer.failure));
    else call?.resolve('json' in answer ? JSON.parse(answer.json) : answer.value);
  });

  return {
    isEnded: (): boolean => ended !== undefined,
    make: (call: Omit<Call, 'id'>): Promise<unknown> =>
      new Promise((resolve, reject) => {
        if (ended) {
          reject(ended);
          return;
        }
        last += 1;
        waiting.set(last, { resolve, reject });
        worker.postMessage({ id: last, ...call } satisfies Call, call.stream ? [call.stream] : []);
      }),
  };
}

function eventStoreOf(thread: Thread): EventStore {
  return remote<EventStore>(thread, 'events', [
    'beginWrite',
    'append',
    'appendVocabulary',
    'withdraw',
    'renewWrite',
    'commitWrite',
    'abandonWrite',
    'snapshot',
    'find',
    'count',
    'elements',
    'parents',
    'elementsOfType',
    'elementTypes',
    'values',
    'firstMentions',
  ]);
}

const keyStoreOf = (thread: Thread): KeyStore => remote<KeyStore>(thread, 'keys', ['putKey', 'keyByHash', 'keys']);

function inboxOf(thread: Thread): Inbox {
  return {
    ...remote<Omit<Inbox, 'put' | 'read'>>(thread, 'inbox', ['get', 'list', 'claim', 'renew', 'finish', 'release', 'waiting']),
    put: (meta, bytes) => put(thread, meta, bytes),
    read: (captureID) => read(thread, captureID),
  };
}

/** Methods that take and give plain data. */
function remote<Port extends object>(thread: Thread, port: Call['port'], methods: readonly (keyof Port & string)[]): Port {
  const entries = methods.map((method) => [method, (...args: readonly unknown[]) => thread.call(port, method, ...args)] as const);
  return Object.fromEntries(entries) as Port; // the thread calls the method of the same name with the same arguments
}

async function put(thread: Thread, meta: InboxMeta, bytes: AsyncIterable<Uint8Array>): Promise<InboxMessage> {
  const { port1, port2 } = new MessageChannel();
  const sending = sendStream(port1, inLargerChunks(bytes));
  const [sent, kept] = await Promise.allSettled([sending, thread.callWithStream('put', meta, port2)]);
  // What reading the bytes threw is told as it was thrown; the thread saw a copy of it.
  if (sent.status === 'rejected') throw sent.reason;
  if (kept.status === 'rejected') throw kept.reason;
  return kept.value as InboxMessage; // what `put` answers
}

/** Crossing to another thread costs the same for a small chunk as for a large one. */
async function* inLargerChunks(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of bytes) {
    chunks.push(chunk);
    length += chunk.length;
    if (length < WHOLE) continue;
    yield Buffer.concat(chunks);
    chunks = [];
    length = 0;
  }
  if (length > 0) yield Buffer.concat(chunks);
}

async function* read(thread: Thread, captureID: string): AsyncGenerator<Uint8Array> {
  const { port1, port2 } = new MessageChannel();
  const sending = thread.callWithStream('read', captureID, port2);
  sending.catch(() => undefined); // the stream brings the failure
  yield* receiveStream(port1);
}
