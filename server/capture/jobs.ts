/** Capture jobs as their senders see them. */
import type { Inbox, InboxMessage } from '../ports/inbox.ts';
import type { Principal } from '../ports/principal.ts';
import type { Clock } from '../runtime/clock.ts';
import { HubProblem } from '../runtime/problem.ts';

export type CaptureJob = InboxMessage & { readonly running: boolean };

export type CaptureJobs = {
  /** @throws HubProblem capture-unknown */
  get(principal: Principal, captureID: string): Promise<CaptureJob>;
  /** Newest first; `before` an arrival number. */
  list(principal: Principal, limit: number, before?: number): Promise<readonly CaptureJob[]>;
  /** The job once it is finished, or as it is after `timeoutMs`. @throws HubProblem capture-unknown */
  finished(principal: Principal, captureID: string, timeoutMs: number): Promise<CaptureJob>;
};

type Deps = {
  readonly inbox: Pick<Inbox, 'get' | 'list'>;
  readonly clock: Clock;
  /** Resolves when a worker of this process reports the job finished, or after the time. */
  readonly whenFinished: (captureID: string, timeoutMs: number) => Promise<void>;
};

/** How often another process's work is looked for, in ms. */
const POLL = 100;

export function makeCaptureJobs({ inbox, whenFinished, clock }: Deps): CaptureJobs {
  async function get(captureID: string): Promise<CaptureJob> {
    const message = await inbox.get(captureID);
    if (!message) throw new HubProblem('capture-unknown', `There is no capture job ${captureID}.`);
    return asJob(message);
  }
  return {
    get: (_principal, captureID) => get(captureID),
    list: async (_principal, limit, before) => (await inbox.list(limit, before)).map(asJob),
    finished: async (_principal, captureID, timeoutMs) => {
      const end = clock() + timeoutMs;
      for (;;) {
        const left = end - clock();
        // Waiting begins before looking, so that a report between the two is not missed.
        const reported = whenFinished(captureID, Math.max(0, Math.min(POLL, left)));
        const job = await get(captureID);
        if (!job.running || left <= 0) return job;
        await reported;
      }
    },
  };
}

const asJob = (message: InboxMessage): CaptureJob => ({ ...message, running: message.result === undefined });
