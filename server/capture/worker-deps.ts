/** What a capture worker works with. */
import type { EventWriter } from '../ports/event-store.ts';
import type { CaptureResult, Claim, Inbox } from '../ports/inbox.ts';
import type { Clock } from '../runtime/clock.ts';
import type { HubEvents } from '../runtime/log.ts';
import type { CaptureLimits } from './limits.ts';
import type { Report } from './report.ts';

export type WorkerDeps = {
  readonly inbox: Inbox;
  readonly events: EventWriter;
  readonly clock: Clock;
  readonly limits: CaptureLimits;
  readonly hubEvents: HubEvents;
  /** `host/pid/thread`: who holds leases. */
  readonly owner: string;
  readonly leaseMs: number;
  /** Tells whoever waits in this process. */
  readonly onFinished: (captureID: string, result: CaptureResult) => void;
};

/** Books the end of a job. */
export async function finishJob(deps: WorkerDeps, claim: Claim, report: Pick<Report, 'result'>, begun: number): Promise<void> {
  const { captureID } = claim.message;
  const now = deps.clock();
  const result = report.result(now);
  await deps.inbox.finish(claim, result);
  const { success, stored, known, refused } = result;
  deps.hubEvents.documentCaptured({ captureID, success, stored, known, refused, ms: now - begun });
  deps.onFinished(captureID, result);
}
