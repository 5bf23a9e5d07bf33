/**
 * One event, stored when the answer comes: it takes the road of every document, and the caller waits at its end.
 *
 * @source EPCIS 2.0 REST binding, POST /events
 */
import type { Accept } from '../capture/accept.ts';
import type { CaptureJob, CaptureJobs } from '../capture/jobs.ts';
import { type EpcFormat, encodeStoredEvent } from '../codec/json/encode.ts';
import { syntaxOf } from '../codec/media-type.ts';
import type { CaptureError, CaptureResult } from '../ports/inbox.ts';
import { HubProblem, type ProblemCode } from '../runtime/problem.ts';
import type { Search } from '../search/search.ts';
import { type Answer, type Call, jsonTypes } from './call.ts';
import { documentHeaders } from './headers.ts';
import { type Link, segment } from './links.ts';

export type PostEventDeps = {
  readonly accept: Accept;
  readonly jobs: CaptureJobs;
  readonly search: Search;
  readonly link: Link;
};

/** A single event longer than this is better sent as a document, which is never held in memory. */
const LONGEST_EVENT = 16 * 1024 * 1024;
/** How long the caller waits for the store, ms. */
const PATIENCE = 60_000;

/** @throws HubProblem document-invalid, document-too-large, media-type-unsupported, event-exists */
export async function postEvent(deps: PostEventDeps, call: Call, epcFormat: EpcFormat): Promise<Answer> {
  const type = call.prefers(jsonTypes);
  const contentType = call.header('Content-Type');
  if (syntaxOf(contentType) !== 'json') throw unsupported(contentType);
  const body = await readWhole(call);
  checkIsEvent(body);
  const { captureID } = await deps.accept(call.principal, {
    contentType,
    road: 'event',
    errorBehaviour: 'rollback',
    headers: documentHeaders(call.gs1),
    bytes: inOnePiece(body),
    contentLength: body.byteLength,
  });
  const job = await deps.jobs.finished(call.principal, captureID, PATIENCE);
  if (!job.result) return { status: 202, headers: { Location: deps.link(`/capture/${segment(captureID)}`) } };
  const eventID = storedID(job, job.result);
  const stored = (await deps.search.byID(call.principal, eventID)).find(({ origin }) => origin.captureID === captureID);
  if (!stored) throw new Error(`event ${eventID} of capture job ${captureID} cannot be found again`);
  return {
    status: 201,
    type,
    headers: { Location: deps.link(`/events/${segment(eventID)}`) },
    body: JSON.stringify(encodeStoredEvent(stored, { epcFormat })),
  };
}

async function readWhole(call: Call): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = call.contentLength ?? 0;
  if (length > LONGEST_EVENT) throw tooLarge();
  length = 0;
  for await (const chunk of call.body) {
    length += chunk.byteLength;
    if (length > LONGEST_EVENT) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function* inOnePiece(body: Buffer): AsyncGenerator<Uint8Array> {
  if (body.byteLength > 0) yield body;
}

/** Only that it is one event and no document. What cannot be parsed is judged by the reader of documents, which says where. */
function checkIsEvent(body: Buffer): void {
  const value = parsed(body);
  if (value === undefined) return;
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const type = 'type' in value ? value.type : undefined;
    if (!/^EPCIS(Query|MasterData)?Document$/.test(String(type))) return;
    throw new HubProblem(
      'document-invalid',
      `POST /events takes one event; this is an ${String(type)}. Send documents to /capture.`,
    );
  }
  throw new HubProblem(
    'document-invalid',
    'POST /events takes one event, as a JSON object. Send several as a document to /capture.',
  );
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** @throws HubProblem for what kept the event from being stored, or the event being there already */
function storedID(job: CaptureJob, result: CaptureResult): string {
  const [error] = result.errors;
  if (error) throw problemOf(error, result);
  const [eventID] = result.eventIDs ?? [];
  if (eventID === undefined) throw new Error(`capture job ${job.captureID} of one event names no eventID`);
  if (result.known === 0) return eventID;
  throw new HubProblem('event-exists', `Event ${eventID} is stored already, with the same content. Nothing needs to be done.`, {
    name: 'eventID',
  });
}

const codes: Readonly<Record<CaptureError['type'], ProblemCode | undefined>> = {
  ValidationException: 'document-invalid',
  ResourceAlreadyExistsException: 'event-exists',
  CaptureLimitExceededException: 'event-limit-exceeded',
  ImplementationException: undefined,
};

function problemOf(error: CaptureError, result: CaptureResult): Error {
  const code = codes[error.type];
  if (!code) return new Error(`capture failed: ${error.detail}`);
  return new HubProblem(code, error.detail, { findings: result.errors.flatMap(({ issue }) => issue ?? []) });
}

const unsupported = (contentType: string | undefined): HubProblem =>
  new HubProblem('media-type-unsupported', `POST /events reads JSON in UTF-8; Content-Type says ${contentType ?? 'nothing'}.`, {
    name: 'Content-Type',
    allowed: jsonTypes,
  });

const tooLarge = (): HubProblem =>
  new HubProblem(
    'document-too-large',
    `POST /events takes ${LONGEST_EVENT} bytes. Send a larger event as a document to /capture.`,
  );
