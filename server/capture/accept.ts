/**
 * The door: takes a document into the inbox, durably, and only then says yes.
 *
 * @source EPCIS 2.0 REST binding (POST /capture): 415, 413 and 400 are answered before the job exists
 */
import type { Syntax } from '../codec/media-type.ts';
import { syntaxOf } from '../codec/media-type.ts';
import type { CaptureErrorBehaviour, Inbox, InboxMessage } from '../ports/inbox.ts';
import type { Principal } from '../ports/principal.ts';
import type { Clock, Ids } from '../runtime/clock.ts';
import type { HubEvents } from '../runtime/log.ts';
import { HubProblem } from '../runtime/problem.ts';
import { refusalOf } from './door.ts';
import type { CaptureLimits } from './limits.ts';

export type CaptureRequest = {
  readonly contentType: string | undefined;
  /** How it came: `rest`, `file`, `event` … */
  readonly road: string;
  readonly errorBehaviour: CaptureErrorBehaviour;
  /** Headers that matter for reading it, lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: AsyncIterable<Uint8Array>;
  /** As announced, if it was. */
  readonly contentLength?: number;
};

export type Accept = (principal: Principal, request: CaptureRequest) => Promise<InboxMessage>;

export type AcceptDeps = {
  readonly inbox: Pick<Inbox, 'put'>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly limits: CaptureLimits;
  readonly hubEvents: HubEvents;
  /** Called when a message waits, so that a worker need not poll. */
  readonly wake: () => void;
};

/** Documents up to this length are read at the door, so that their sender learns at once what is wrong. */
const READ_AT_THE_DOOR = 64 * 1024;

/**
 * @throws HubProblem media-type-unsupported, document-too-large, document-invalid (empty, or a small document that is
 *   against its schema); nothing is kept then
 */
export function makeAccept(deps: AcceptDeps): Accept {
  return async (principal, request) => {
    const syntax = syntaxOf(request.contentType);
    if (!syntax) throw unsupported(request.contentType);
    if ((request.contentLength ?? 0) > deps.limits.fileSize) throw tooLarge(deps.limits);
    const message = await deps.inbox.put(
      {
        captureID: deps.ids(),
        mediaType: syntax === 'xml' ? 'application/xml' : 'application/json',
        deliveredBy: principal.name,
        road: request.road,
        errorBehaviour: request.errorBehaviour,
        headers: request.headers,
        receivedAt: deps.clock(),
      },
      checked(request, syntax, deps.limits),
    );
    deps.hubEvents.documentAccepted({
      captureID: message.captureID,
      deliveredBy: principal.name,
      bytes: message.bytes,
      road: request.road,
    });
    deps.wake();
    return message;
  };
}

/** Passes the bytes on, counting; holds a small document back until it has been read. */
async function* checked(request: CaptureRequest, syntax: Syntax, limits: CaptureLimits): AsyncGenerator<Uint8Array> {
  const held: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.bytes) {
    length += chunk.byteLength;
    if (length > limits.fileSize) throw tooLarge(limits);
    held.push(chunk);
    if (length > READ_AT_THE_DOOR) yield* held.splice(0);
  }
  if (length === 0) throw new HubProblem('document-invalid', 'The body is empty. Send an EPCIS document.');
  if (held.length > 0 && length <= READ_AT_THE_DOOR) {
    const refusal = await refusalOf(held, syntax, limits, request.headers);
    if (refusal) throw refusal;
  }
  yield* held;
}

const unsupported = (contentType: string | undefined): HubProblem =>
  new HubProblem(
    'media-type-unsupported',
    contentType === undefined
      ? 'The request has no Content-Type. Say application/json, application/ld+json, application/xml or text/xml.'
      : `${contentType} is not read here. Send application/json, application/ld+json, application/xml or text/xml in UTF-8.`,
    { name: 'Content-Type', allowed: ['application/json', 'application/ld+json', 'application/xml', 'text/xml'] },
  );

const tooLarge = (limits: CaptureLimits): HubProblem =>
  new HubProblem(
    'document-too-large',
    `A document may have ${limits.fileSize} bytes; this one has more. Split it into several documents.`,
  );
