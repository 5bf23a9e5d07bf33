/** One message of the inbox as canonical events and master data; its findings go to the report. */
import { decoderOf } from '../codec/decode.ts';
import type { DecodedEvent, DecodedItem } from '../codec/decoded.ts';
import type { Syntax } from '../codec/media-type.ts';
import type { DocumentHeader, VocabularyElement } from '../epcis/document.ts';
import type { EpcisEvent } from '../epcis/event.ts';
import { identify } from '../epcis/identity.ts';
import { isError, type Place } from '../epcis/issue.ts';
import type { StoredEvent } from '../epcis/stored-event.ts';
import type { Write } from '../ports/event-store.ts';
import type { Inbox, InboxMessage } from '../ports/inbox.ts';
import { checkRules } from '../validation/validate.ts';
import { namespacesOf } from './headers.ts';
import { type CaptureLimits, decodeLimits } from './limits.ts';
import type { Report } from './report.ts';

/** An event that may be stored. */
export type ReadEvent = {
  readonly index: number;
  readonly at: Place;
  readonly event: EpcisEvent;
  readonly eventID: string;
  readonly key: string;
};

/** What one chunk of bytes completed. */
export type ReadPart = {
  readonly events: readonly ReadEvent[];
  readonly vocabulary: readonly VocabularyElement[];
  readonly header?: DocumentHeader;
};

type Deps = { readonly inbox: Pick<Inbox, 'read'>; readonly limits: CaptureLimits };

export const syntaxOfMessage = (message: InboxMessage): Syntax => (message.mediaType === 'application/xml' ? 'xml' : 'json');

export async function* readDocument(deps: Deps, message: InboxMessage, report: Report): AsyncGenerator<ReadPart> {
  for await (const items of decodeMessage(deps, message)) yield sortOut(items, report);
}

function decodeMessage(deps: Deps, message: InboxMessage): AsyncIterable<readonly DecodedItem[]> {
  return decoderOf(syntaxOfMessage(message))(deps.inbox.read(message.captureID), {
    limits: decodeLimits(deps.limits),
    mode: 'strict',
    namespaces: namespacesOf(message.headers),
  });
}

function sortOut(items: readonly DecodedItem[], report: Report): ReadPart {
  const events: ReadEvent[] = [];
  const vocabulary: VocabularyElement[] = [];
  let header: DocumentHeader | undefined;
  for (const item of items) {
    if (item.kind === 'issue') report.finding(item.issue);
    else if (item.kind === 'vocabulary') vocabulary.push(item.element);
    else if (item.kind === 'header') header = item.header;
    else {
      const read = readEvent(item.decoded, report);
      if (read) events.push(read);
    }
  }
  return { events, vocabulary, ...(header && { header }) };
}

function readEvent(decoded: DecodedEvent, report: Report): ReadEvent | undefined {
  let isRefused = false;
  const judge = (issues: DecodedEvent['issues']): void => {
    for (const issue of issues) {
      isRefused ||= isError(issue);
      report.finding(issue);
    }
  };
  judge(decoded.issues);
  if (decoded.event && !isRefused) judge(checkRules(decoded));
  if (isRefused || !decoded.event) {
    report.refusedEvent();
    return undefined;
  }
  return { index: decoded.index, at: decoded.at, event: decoded.event, ...identify(decoded.event) };
}

/** The sender that a document names: its SBDH, else its `sender` member. */
export const senderOf = (header: DocumentHeader | undefined): string | undefined =>
  header?.sbdh?.senders[0]?.identifier ?? header?.sender;

/** Reads through a document for its header alone: in JSON it may end after the events. */
export async function findHeader(deps: Deps, message: InboxMessage): Promise<DocumentHeader | undefined> {
  for await (const items of decodeMessage(deps, message)) {
    for (const item of items) if (item.kind === 'header') return item.header;
  }
  return undefined;
}

/** The event as it will be stored under a write. */
export const toStored = (read: ReadEvent, message: InboxMessage, write: Write, sender: string | undefined): StoredEvent => ({
  eventID: read.eventID,
  key: read.key,
  event: read.event,
  origin: {
    captureID: message.captureID,
    index: read.index,
    at: read.at,
    recordTime: write.recordTime,
    deliveredBy: message.deliveredBy,
    ...(sender !== undefined && { sender }),
  },
});
