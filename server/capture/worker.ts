/** The loop of a capture worker: claims what waits in the inbox, captures it, and never gives up on what was accepted. */
import type { Claim } from '../ports/inbox.ts';
import { HubProblem } from '../runtime/problem.ts';
import { captureBatch } from './capture-batch.ts';
import { captureStream } from './capture-stream.ts';
import type { WorkerDeps } from './worker-deps.ts';
import { finishJob } from './worker-deps.ts';

/** Documents of more bytes are captured piece by piece. */
const STREAM_FROM = 4 * 1024 * 1024;

/** Taken at a time: documents, and their bytes together. */
const BATCH = { documents: 64, bytes: STREAM_FROM };

/** A document that fails for a reason of ours is tried so often; then its job ends with an error and its bytes stay. */
const ATTEMPTS = 10;

/** Wait between attempts, ms: doubles from the first to the second. */
const BACKOFF = { first: 200, most: 30_000 };

export type Wake = {
  /** Resolves when woken, or after the time. */
  wait(ms: number): Promise<void>;
};

/** How long an idle worker sleeps before it looks for other processes' messages, ms. */
const IDLE = 500;

/** Runs until the signal; a batch in hand is finished first. */
export async function runCaptureWorker(deps: WorkerDeps, wake: Wake, signal: AbortSignal): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    try {
      const claims = await deps.inbox.claim(deps.owner, deps.leaseMs, BATCH.documents, BATCH.bytes);
      failures = 0;
      if (claims.length === 0) await wake.wait(IDLE);
      else await captureClaims(deps, claims);
    } catch (error) {
      // The inbox itself is away: wait and look again.
      deps.hubEvents.documentRetried({ captureID: '-', attempts: ++failures, err: error });
      await wake.wait(backoff(failures));
    }
  }
}

async function captureClaims(deps: WorkerDeps, claims: readonly Claim[]): Promise<void> {
  // What failed before is captured alone, so that it cannot take others with it.
  const isAlone = (claim: Claim): boolean => claim.message.attempts > 1;
  const small = claims.filter((claim) => claim.message.bytes <= STREAM_FROM);
  const together = small.filter((claim) => !isAlone(claim));
  const groups = [...(together.length > 0 ? [together] : []), ...small.filter(isAlone).map((claim) => [claim])];
  for (const group of groups) await guarded(deps, group, () => captureBatch(deps, group));
  for (const claim of claims) {
    if (claim.message.bytes > STREAM_FROM) await guarded(deps, [claim], () => captureStream(deps, claim));
  }
}

async function guarded(deps: WorkerDeps, claims: readonly Claim[], work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    for (const claim of claims) await putBack(deps, claim, error);
  }
}

async function putBack(deps: WorkerDeps, claim: Claim, error: unknown): Promise<void> {
  const { captureID, attempts } = claim.message;
  if (error instanceof HubProblem && error.code === 'lease-lost') {
    deps.hubEvents.leaseLost({ captureID });
    await deps.inbox.release(claim, deps.clock()).catch(() => undefined); // held by another by now, as a rule
    return;
  }
  deps.hubEvents.documentRetried({ captureID, attempts, err: error });
  const isOurs = !(error instanceof HubProblem && error.code === 'store-unavailable');
  if (isOurs && attempts >= ATTEMPTS) {
    await finishJob(deps, claim, { result: (finishedAt) => failure(finishedAt, attempts) }, deps.clock());
    return;
  }
  // A claim already finished or taken over cannot be released, and need not be.
  await deps.inbox.release(claim, deps.clock() + backoff(attempts)).catch(() => undefined);
}

const backoff = (attempts: number): number => Math.min(BACKOFF.most, BACKOFF.first * 2 ** Math.min(attempts, 20));

const failure = (finishedAt: number, attempts: number) => ({
  success: false,
  finishedAt,
  stored: 0,
  known: 0,
  refused: 0,
  errors: [
    {
      type: 'ImplementationException',
      title: 'The hub could not capture this document',
      detail: `The document was tried ${attempts} times and failed for a reason of the hub's own, which its log names. The bytes are kept; tell the operator.`,
    } as const,
  ],
  warnings: [],
});
