/**
 * A capture worker as a thread of its own, with a database connection of its own: reading a document takes a processor,
 * and the thread that serves requests must never wait for it.
 */
import { hostname } from 'node:os';
import { parentPort, threadId, workerData } from 'node:worker_threads';
import { runCaptureWorker } from '../capture/worker.ts';
import type { CaptureResult } from '../ports/inbox.ts';
import { systemClock } from '../runtime/clock.ts';
import type { Config } from '../runtime/config.ts';
import { hubEvents, openLog } from '../runtime/log.ts';
import { limitsOf } from './limits.ts';
import { openRepository } from './repository.ts';

/** From the thread to its parent. */
export type FromWorker = { readonly kind: 'finished'; readonly job: FinishedJob };

export type FinishedJob = { readonly captureID: string } & Pick<CaptureResult, 'success' | 'stored' | 'known' | 'refused'>;

/** From the parent to the thread. */
export type ToWorker = { readonly kind: 'wake' } | { readonly kind: 'stop' };

/** A sleep that a message can end; a wake that comes while the worker is busy is not lost. */
function makeWake() {
  let isWoken = false;
  let end: (() => void) | undefined;
  return {
    wake: (): void => {
      isWoken = true;
      end?.();
    },
    wait: async (ms: number): Promise<void> => {
      if (!isWoken) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          end = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      isWoken = false;
      end = undefined;
    },
  };
}

async function main(config: Config): Promise<void> {
  const parent = parentPort;
  if (!parent) throw new Error('capture-thread.ts is started as a worker thread only');
  const stop = new AbortController();
  const wake = makeWake();
  parent.on('message', (message: ToWorker) => {
    if (message.kind === 'stop') stop.abort();
    wake.wake();
  });
  const repository = await openRepository(config, 'work');
  try {
    await runCaptureWorker(
      {
        inbox: repository.inbox,
        events: repository.events,
        clock: systemClock,
        limits: limitsOf(config),
        hubEvents: hubEvents(openLog(config.logLevel)),
        owner: `${hostname()}/${process.pid}/${threadId}`,
        leaseMs: config.leaseSeconds * 1000,
        onFinished: (captureID, { success, stored, known, refused }) =>
          parent.postMessage({ kind: 'finished', job: { captureID, success, stored, known, refused } } satisfies FromWorker),
      },
      wake,
      stop.signal,
    );
  } finally {
    await repository.close();
    parent.close();
  }
}

await main(workerData as Config); // compose/capture-workers.ts is the only one who starts this
