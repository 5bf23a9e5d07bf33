/** One large document, piece by piece, under a write of its own: memory holds one piece, nobody sees it before the end. */
import type { EpcisEvent } from '../epcis/event.ts';
import type { Write } from '../ports/event-store.ts';
import type { Claim } from '../ports/inbox.ts';
import { findHeader, type ReadEvent, type ReadPart, readDocument, senderOf, syntaxOfMessage, toStored } from './read-document.ts';
import { makeReport, type Report } from './report.ts';
import { settle } from './settle.ts';
import { finishJob, type WorkerDeps } from './worker-deps.ts';

/** Events and EPC mentions written at a time. */
const PIECE = { events: 500, mentions: 20_000 };

/** A job that met another one's unfinished event tries again after so many ms. */
const TRY_AGAIN = 1000;

/** When it resolves the claim has been finished or given back. */
export async function captureStream(deps: WorkerDeps, claim: Claim): Promise<void> {
  const begun = deps.clock();
  const report = makeReport(claim.message.errorBehaviour);
  const write = await deps.events.beginWrite(deps.owner, deps.leaseMs, 'stream');
  let mustWait: boolean;
  try {
    mustWait = await writePieces(deps, claim, write, report);
    if (mustWait || report.isRefused()) await deps.events.abandonWrite(write.number, 'mine');
    else await deps.events.commitWrite(write);
  } catch (error) {
    await deps.events.abandonWrite(write.number, 'mine').catch(() => false); // its lease ends by itself
    throw error;
  }
  if (mustWait) await deps.inbox.release(claim, deps.clock() + TRY_AGAIN);
  else await finishJob(deps, claim, report, begun);
}

/** @returns true when another job's unfinished event is in the way */
async function writePieces(deps: WorkerDeps, claim: Claim, write: Write, report: Report): Promise<boolean> {
  const { message } = claim;
  let sender = syntaxOfMessage(message) === 'json' ? senderOf(await findHeader(deps, message)) : undefined;
  const renew = makeRenewal(deps, claim, write);
  const piece = makePiece();
  const flush = async (): Promise<boolean> => {
    await renew();
    const events = piece.take().map((event) => toStored(event, message, write, sender));
    // Once the document is refused the rest is only read, for its findings.
    if (events.length === 0 || report.isRefused()) {
      for (const _ of events) report.refusedEvent();
      return true;
    }
    const outcomes = await deps.events.append(write, events);
    return events.every((event, i) => {
      const outcome = outcomes[i];
      if (outcome === undefined) throw new Error('the store answered fewer outcomes than it was given events');
      return settle(event, outcome, report) === 'done';
    });
  };
  for await (const part of readDocument(deps, message, report)) {
    if (part.header && senderOf(part.header) !== undefined) sender = senderOf(part.header);
    await addVocabulary(deps, write, message.captureID, part, report);
    for (const event of part.events) {
      piece.add(event);
      if (piece.isFull() && !(await flush())) return true;
    }
  }
  return !(await flush());
}

async function addVocabulary(deps: WorkerDeps, write: Write, captureID: string, part: ReadPart, report: Report): Promise<void> {
  if (part.vocabulary.length > 0 && !report.isRefused()) await deps.events.appendVocabulary(write, captureID, part.vocabulary);
}

function makePiece() {
  let events: ReadEvent[] = [];
  let mentions = 0;
  return {
    add: (event: ReadEvent): void => {
      events.push(event);
      mentions += mentionsOf(event.event);
    },
    isFull: (): boolean => events.length >= PIECE.events || mentions >= PIECE.mentions,
    take: (): readonly ReadEvent[] => {
      const taken = events;
      events = [];
      mentions = 0;
      return taken;
    },
  };
}

/** How many EPCs an event names. */
function mentionsOf(event: EpcisEvent): number {
  let count = 0;
  for (const list of ['epcList', 'childEPCs', 'inputEPCList', 'outputEPCList'] as const) {
    count += (event as Partial<Record<typeof list, readonly string[]>>)[list]?.length ?? 0;
  }
  return count;
}

/** Renews both leases when a third of their time has gone. */
function makeRenewal(deps: WorkerDeps, claim: Claim, write: Write): () => Promise<void> {
  let renewedAt = deps.clock();
  return async () => {
    if (deps.clock() - renewedAt < deps.leaseMs / 3) return;
    await deps.inbox.renew(claim, deps.leaseMs);
    await deps.events.renewWrite(write, deps.leaseMs);
    renewedAt = deps.clock();
  };
}
