/**
 * Canonical events as JSON-LD 2.0.
 *
 * @source EPCIS 2.0 JSON/JSON-LD binding; EPCIS-JSON-Schema
 */
import type { EpcisEvent } from '../../epcis/event.ts';
import { toDigitalLink, toEpcUrn } from '../../epcis/identifier/translate.ts';
import type { StoredEvent } from '../../epcis/stored-event.ts';
import { toInstant } from '../../epcis/time.ts';
import { type EventWriting, encodeFields } from './encode-event.ts';
import type { Members } from './encode-extensions.ts';
import { EPCIS_CONTEXT } from './known-contexts.ts';
import { makePrefixes, type Prefixes } from './prefixes.ts';

/** How identifiers of GS1 keys are written; what has no such form stays as it is. */
export type EpcFormat = 'as-written' | 'urn' | 'digital-link';

/** Something JSON has no place for, with the path it would have had. */
export type Loss = { readonly path: string; readonly reason: string };

export type EncodeOptions = {
  readonly epcFormat: EpcFormat;
  /** Default: losses are not told. What another syntax of EPCIS 2.0 can say is lost in rare corners only. */
  readonly onLoss?: (loss: Loss) => void;
};

/** One event that stands alone, with the `@context` it needs. */
export function encodeEvent(event: EpcisEvent, options: EncodeOptions): object {
  const prefixes = makePrefixes({ wished: event.context ?? {} });
  const fields = encodeFields(event, writingOf(options, prefixes));
  return { '@context': contextOf(prefixes), ...fields };
}

/** A stored event that stands alone: with the identity and record time the repository gave it. */
export function encodeStoredEvent(stored: StoredEvent, options: EncodeOptions): object {
  const prefixes = makePrefixes({ wished: stored.event.context ?? {} });
  const fields = encodeStored(stored, writingOf(options, prefixes));
  return { '@context': contextOf(prefixes), ...fields };
}

export type EventListOptions = EncodeOptions & {
  readonly queryName: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** Prefixes the asker declared: used where their namespaces occur. */
  readonly prefixes?: Readonly<Record<string, string>>;
  readonly subscriptionID?: string;
};

/** A page of events as an EPCISQueryDocument. */
export function encodeEventList(events: readonly StoredEvent[], options: EventListOptions): string {
  const prefixes = makePrefixes({ wished: options.prefixes ?? {} });
  const writing = writingOf(options, prefixes);
  const eventList = events.map((stored) => encodeStored(stored, writing));
  return JSON.stringify({
    '@context': contextOf(prefixes),
    type: 'EPCISQueryDocument',
    schemaVersion: '2.0',
    creationDate: toInstant(options.createdAt),
    epcisBody: {
      queryResults: {
        queryName: options.queryName,
        ...(options.subscriptionID !== undefined && { subscriptionID: options.subscriptionID }),
        resultsBody: { eventList },
      },
    },
  });
}

/** An EPCISDocument piece by piece: prefixes are declared where they are needed, in the events' own `@context`. */
export async function* encodeDocument(
  events: AsyncIterable<StoredEvent>,
  options: EncodeOptions & { readonly createdAt: number },
): AsyncGenerator<string> {
  yield `{"@context":["${EPCIS_CONTEXT}"],"type":"EPCISDocument","schemaVersion":"2.0","creationDate":"${toInstant(options.createdAt)}","epcisBody":{"eventList":[`;
  let isFirst = true;
  for await (const stored of events) {
    const prefixes = makePrefixes({ wished: stored.event.context ?? {} });
    const fields = encodeStored(stored, writingOf(options, prefixes));
    yield `${isFirst ? '' : ','}\n${JSON.stringify(withOwnContext(fields, prefixes))}`;
    isFirst = false;
  }
  yield '\n]}}\n';
}

/** An event in a document, with the prefixes that the document does not declare. */
export function withOwnContext(fields: Members, prefixes: Prefixes): object {
  const declared = prefixes.declared();
  return Object.keys(declared).length > 0 ? { '@context': [declared], ...fields } : fields;
}

const writers: Readonly<Record<EpcFormat, (text: string) => string>> = {
  'as-written': (text) => text,
  urn: (text) => toEpcUrn(text) ?? text,
  'digital-link': (text) => toDigitalLink(text) ?? text,
};

export const writingOf = ({ epcFormat, onLoss }: EncodeOptions, prefixes: Prefixes): EventWriting => ({
  identifier: writers[epcFormat],
  prefixes,
  lose: (path, reason) => onLoss?.({ path, reason }),
});

function encodeStored({ event, eventID, origin }: StoredEvent, writing: EventWriting): Members {
  const { type = '', eventTime = '', eventID: _given, recordTime: _sendersOwn, ...rest } = encodeFields(event, writing);
  return { type, eventID, eventTime, recordTime: toInstant(origin.recordTime), ...rest };
}

function contextOf(prefixes: Prefixes): readonly (string | object)[] {
  const declared = prefixes.declared();
  return Object.keys(declared).length > 0 ? [EPCIS_CONTEXT, declared] : [EPCIS_CONTEXT];
}
