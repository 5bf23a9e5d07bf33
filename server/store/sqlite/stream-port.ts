/**
 * A stream of bytes across a message port, with back-pressure: the receiver asks for every chunk, a few ahead, so that
 * never more than those are under way.
 */
import type { MessagePort } from 'node:worker_threads';
import { type Failure, fromFailure, toFailure } from './failure.ts';

type Down = { readonly chunk: Uint8Array } | { readonly end: true } | { readonly failure: Failure };
type Up = 'more' | 'stop';

/** Chunks asked for ahead. */
const AHEAD = 4;

/**
 * Sends a stream to its end, or until the receiver wants no more. A failure of the source is sent on, and thrown here.
 * The port is closed in the end.
 */
export async function sendStream(port: MessagePort, source: AsyncIterable<Uint8Array>): Promise<void> {
  const demand = makeDemand(port);
  try {
    for await (const chunk of source) {
      if (!(await demand.next())) return;
      // A copy of its own, which can be handed over: what comes from a socket is a part of a larger buffer.
      const own = new Uint8Array(chunk);
      port.postMessage({ chunk: own } satisfies Down, [own.buffer]);
    }
    port.postMessage({ end: true } satisfies Down);
  } catch (error) {
    port.postMessage({ failure: toFailure(error) } satisfies Down);
    throw error;
  } finally {
    port.close();
  }
}

/** Lets one waiter sleep until something happened. What happens while nobody sleeps is for the waiter to have looked at. */
function makeBell() {
  let wake: () => void = () => undefined;
  return {
    ring: (): void => wake(),
    wait: (): Promise<void> =>
      new Promise((resolve) => {
        wake = resolve;
      }),
  };
}

function makeDemand(port: MessagePort) {
  const bell = makeBell();
  let credit = 0;
  let isStopped = false;
  port.on('message', (message: Up) => {
    if (message === 'more') credit += 1;
    else isStopped = true;
    bell.ring();
  });
  // The other side may be gone altogether.
  port.on('close', () => {
    isStopped = true;
    bell.ring();
  });
  return {
    /** Resolves when a chunk is wanted; false: none ever will be. */
    next: async (): Promise<boolean> => {
      while (credit === 0 && !isStopped) await bell.wait();
      credit -= 1;
      return !isStopped;
    },
  };
}

/** The stream that somebody sends. Who stops reading early stops the sender. */
export async function* receiveStream(port: MessagePort): AsyncGenerator<Uint8Array> {
  const bell = makeBell();
  const arrived: Down[] = [];
  let isClosed = false;
  port.on('message', (message: Down) => {
    arrived.push(message);
    bell.ring();
  });
  port.on('close', () => {
    isClosed = true;
    bell.ring();
  });
  const next = async (): Promise<Down> => {
    while (arrived.length === 0 && !isClosed) await bell.wait();
    return arrived.shift() ?? { failure: toFailure(new Error('the sender of a stream is gone')) };
  };
  try {
    for (let i = 0; i < AHEAD; i++) port.postMessage('more' satisfies Up);
    for (;;) {
      const message = await next();
      if ('failure' in message) throw fromFailure(message.failure);
      if ('end' in message) return;
      port.postMessage('more' satisfies Up);
      yield message.chunk;
    }
  } finally {
    port.postMessage('stop' satisfies Up);
    port.close();
  }
}
