/** A database thread: opens one part of the repository and answers calls. Started by `threaded.ts` only. */
import { parentPort, workerData } from 'node:worker_threads';
import type { InboxMeta } from '../../ports/inbox.ts';
import { systemClock } from '../../runtime/clock.ts';
import { toFailure } from './failure.ts';
import { type EventsPart, type InboxPart, openEvents, openInbox } from './parts.ts';
import { receiveStream, sendStream } from './stream-port.ts';
import type { Answer, Call, Opened, ThreadData } from './thread-messages.ts';

type Method = (...args: readonly unknown[]) => Promise<unknown>;

/** By port, then by name. */
type Methods = Readonly<Record<string, Readonly<Record<string, Method>>>>;

async function main({ folder, part }: ThreadData): Promise<void> {
  const parent = parentPort;
  if (!parent) throw new Error('thread.ts is started as a worker thread only');
  const opened = await (part === 'inbox' ? openInbox(folder, systemClock) : openEvents(folder, systemClock));
  const methods = methodsOf(opened);

  const answer = async (call: Call): Promise<void> => {
    let reply: Answer;
    try {
      const value = await perform(opened, methods, call);
      reply = call.method === 'find' ? { id: call.id, json: JSON.stringify(value) } : { id: call.id, value };
    } catch (error) {
      reply = { id: call.id, failure: toFailure(error) };
    }
    parent.postMessage(reply);
    if (call.port === 'part' && call.method === 'close') parent.close();
  };
  parent.on('message', (call: Call) => void answer(call));
  parent.postMessage({ opened: true } satisfies Opened);
}

function methodsOf(part: InboxPart | EventsPart): Methods {
  const ports = { ...part, part };
  return ports as unknown as Methods; // `threaded.ts` calls the ports' own methods, with their arguments
}

function perform(part: InboxPart | EventsPart, methods: Methods, { port, method, args, stream }: Call): Promise<unknown> {
  if (stream && 'inbox' in part) {
    const [first] = args;
    return method === 'put'
      ? part.inbox.put(first as InboxMeta, receiveStream(stream)) // the first argument of `put`
      : sendStream(stream, part.inbox.read(first as string)); // the first argument of `read`
  }
  const called = methods[port]?.[method];
  if (!called) throw new Error(`a database thread has no ${port}.${method}`);
  return called(...args);
}

await main(workerData as ThreadData).catch((error: unknown) => {
  parentPort?.postMessage({ failure: toFailure(error) } satisfies Opened);
  parentPort?.close();
});
