/** Keeps the capture threads running: wakes them, hears what they finished, replaces one that dies. */
import { EventEmitter, once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Config } from '../runtime/config.ts';
import type { HubEvents } from '../runtime/log.ts';
import type { FinishedJob, FromWorker, ToWorker } from './capture-thread.ts';

export type CaptureWorkers = {
  /** A message waits: whoever is idle looks at once. */
  wake(): void;
  /** Resolves when a worker of this process finished the job, or after the time. */
  whenFinished(captureID: string, timeoutMs: number): Promise<void>;
  /** Lets each finish what it has in hand. */
  stop(): Promise<void>;
};

/** A thread that died is replaced after this time, ms, so that a lasting cause does not spin. */
const REPLACE_AFTER = 500;

/** MB for objects that die young: what is read of a document does, and without a bound each thread keeps three times as much. */
const YOUNG = 16;

/** MB for everything else: an event of a million EPCs fits twice. A thread that wants more ends alone, not the process. */
const OLD = 1024;

export function startCaptureWorkers(
  config: Config,
  deps: { readonly hubEvents: HubEvents; readonly observe: (job: FinishedJob) => void },
): CaptureWorkers {
  const { hubEvents, observe } = deps;
  const finished = new EventEmitter().setMaxListeners(0);
  const running = new Set<Worker>();
  let isStopping = false;

  function start(number: number): void {
    const worker = new Worker(new URL('./capture-thread.ts', import.meta.url), {
      workerData: config,
      name: `capture-${number}`,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG, maxOldGenerationSizeMb: OLD },
    });
    running.add(worker);
    worker.on('message', ({ job }: FromWorker) => {
      observe(job);
      finished.emit(job.captureID);
    });
    // 'exit' follows, which is where the worker is replaced.
    worker.on('error', (error) => hubEvents.documentRetried({ captureID: '-', attempts: 0, err: error }));
    worker.on('exit', (code) => {
      running.delete(worker);
      if (isStopping) return;
      hubEvents.workerRestarted({ worker: number, code });
      setTimeout(() => isStopping || start(number), REPLACE_AFTER);
    });
  }
  for (let number = 1; number <= config.captureWorkers; number++) start(number);

  const tell = (message: ToWorker): void => {
    for (const worker of running) worker.postMessage(message);
  };

  return {
    wake: () => tell({ kind: 'wake' }),
    whenFinished: (captureID, timeoutMs) =>
      new Promise((resolve) => {
        const end = (): void => {
          clearTimeout(timer);
          finished.off(captureID, end);
          resolve();
        };
        const timer = setTimeout(end, timeoutMs);
        finished.on(captureID, end);
      }),
    stop: async () => {
      isStopping = true;
      const ends = [...running].map((worker) => once(worker, 'exit'));
      tell({ kind: 'stop' });
      await Promise.all(ends);
    },
  };
}
