/** Several small documents under one write: read whole, written together, each with a fate of its own. */
import type { VocabularyElement } from '../epcis/document.ts';
import type { StoredEvent } from '../epcis/stored-event.ts';
import type { Write } from '../ports/event-store.ts';
import type { Claim } from '../ports/inbox.ts';
import { type ReadEvent, readDocument, senderOf, toStored } from './read-document.ts';
import { makeReport, type Report } from './report.ts';
import { settle } from './settle.ts';
import { finishJob, type WorkerDeps } from './worker-deps.ts';

type Job = {
  readonly claim: Claim;
  readonly report: Report;
  readonly sender: string | undefined;
  readonly events: readonly ReadEvent[];
  readonly vocabulary: readonly VocabularyElement[];
  readonly begun: number;
};

/** A job that met another one's unfinished event tries again after so many ms. */
const TRY_AGAIN = 50;

/** Reads and writes the claimed documents. When it resolves every claim has been finished or given back. */
export async function captureBatch(deps: WorkerDeps, claims: readonly Claim[]): Promise<void> {
  const jobs: Job[] = [];
  for (const claim of claims) jobs.push(await readWhole(deps, claim));
  const writable = jobs.filter((job) => !job.report.isRefused() && (job.events.length > 0 || job.vocabulary.length > 0));
  const waiting = writable.length > 0 ? await writeTogether(deps, writable) : new Set<Job>();
  for (const job of jobs) {
    if (waiting.has(job)) await deps.inbox.release(job.claim, deps.clock() + TRY_AGAIN);
    else await finishJob(deps, job.claim, job.report, job.begun);
  }
}

async function readWhole(deps: WorkerDeps, claim: Claim): Promise<Job> {
  const begun = deps.clock();
  const report = makeReport(claim.message.errorBehaviour);
  const events: ReadEvent[] = [];
  const vocabulary: VocabularyElement[] = [];
  let sender: string | undefined;
  for await (const part of readDocument(deps, claim.message, report)) {
    for (const event of part.events) events.push(event);
    for (const element of part.vocabulary) vocabulary.push(element);
    if (part.header) sender = senderOf(part.header);
  }
  return { claim, report, sender, events, vocabulary, begun };
}

/** @returns the jobs that must wait for another one; nothing of theirs was written */
async function writeTogether(deps: WorkerDeps, jobs: readonly Job[]): Promise<ReadonlySet<Job>> {
  const write = await deps.events.beginWrite(deps.owner, deps.leaseMs, 'small');
  try {
    const waiting = await writeUnder(deps, write, jobs);
    await deps.events.commitWrite(write);
    return waiting;
  } catch (error) {
    await deps.events.abandonWrite(write.number, 'mine').catch(() => false); // its lease ends by itself
    throw error;
  }
}

async function writeUnder(deps: WorkerDeps, write: Write, jobs: readonly Job[]): Promise<ReadonlySet<Job>> {
  const stored = jobs.map((job) => job.events.map((event) => toStored(event, job.claim.message, write, job.sender)));
  const outcomes = (await deps.events.append(write, stored.flat())).values();
  const waiting = new Set<Job>();
  for (const [i, job] of jobs.entries()) {
    for (const event of stored[i] as readonly StoredEvent[]) {
      const outcome = outcomes.next().value;
      if (outcome === undefined) throw new Error('the store answered fewer outcomes than it was given events');
      if (settle(event, outcome, job.report) === 'wait') waiting.add(job);
    }
  }
  for (const job of jobs) {
    const { captureID } = job.claim.message;
    if (waiting.has(job) || job.report.isRefused()) await deps.events.withdraw(write, captureID);
    else if (job.vocabulary.length > 0) await deps.events.appendVocabulary(write, captureID, job.vocabulary);
  }
  return waiting;
}
