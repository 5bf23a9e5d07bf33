/**
 * Canonical events as JSON-LD 2.0.
 *
 * @source EPCIS 2.0 JSON/JSON-LD binding; EPCIS-JSON-Schema
 */
import type { EpcisEvent } from '../../epcis/event.ts';
import type { StoredEvent } from '../../epcis/stored-event.ts';
import { toInstant } from '../../epcis/time.ts';
import { type EpcFormat, encodeFields } from './encode-event.ts';
import { EPCIS_CONTEXT } from './known-contexts.ts';
import { makePrefixes, ownPrefixes, type Prefixes } from './prefixes.ts';

export type { EpcFormat } from './encode-event.ts';

export type EncodeOptions = { readonly epcFormat: EpcFormat };

/** One event that stands alone, with the `@context` it needs. */
export function encodeEvent(event: EpcisEvent, options: EncodeOptions): object {
  const prefixes = makePrefixes(ownPrefixes(event));
  const fields = encodeFields(event, options.epcFormat, prefixes);
  return { '@context': contextOf(prefixes), ...fields };
}

/** A stored event that stands alone: with the identity and record time the repository gave it. */
export function encodeStoredEvent(stored: StoredEvent, options: EncodeOptions): object {
  const prefixes = makePrefixes(ownPrefixes(stored.event));
  const fields = encodeStored(stored, options.epcFormat, prefixes);
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
  const prefixes = makePrefixes(options.prefixes);
  const eventList = events.map((stored) => encodeStored(stored, options.epcFormat, prefixes));
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
    const prefixes = makePrefixes(ownPrefixes(stored.event));
    const fields = encodeStored(stored, options.epcFormat, prefixes);
    const declared = prefixes.declared();
    const context = Object.keys(declared).length > 0 ? { '@context': [declared] } : {};
    yield `${isFirst ? '' : ','}\n${JSON.stringify({ ...context, ...fields })}`;
    isFirst = false;
  }
  yield '\n]}}\n';
}

function encodeStored({ event, eventID, origin }: StoredEvent, epcFormat: EpcFormat, prefixes: Prefixes): object {
  const { type, eventTime, eventID: _given, recordTime: _sendersOwn, ...rest } = encodeFields(event, epcFormat, prefixes);
  return { type, eventID, eventTime, recordTime: toInstant(origin.recordTime), ...rest };
}

function contextOf(prefixes: Prefixes): readonly (string | object)[] {
  const declared = prefixes.declared();
  return Object.keys(declared).length > 0 ? [EPCIS_CONTEXT, declared] : [EPCIS_CONTEXT];
}
