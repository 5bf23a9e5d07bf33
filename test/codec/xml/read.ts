/** Reads an XML document for a test: everything that the decoder yields, sorted. */
import type { DecodedEvent, DecodedItem, DecodeOptions } from '../../../server/codec/decoded.ts';
import { decodeXml } from '../../../server/codec/xml/decode.ts';
import type { DocumentHeader, VocabularyElement } from '../../../server/epcis/document.ts';
import type { EpcisEvent } from '../../../server/epcis/event.ts';
import { type Issue, isError } from '../../../server/epcis/issue.ts';

export const limits: DecodeOptions['limits'] = { depth: 64, textLength: 1 << 20, eventBytes: 1 << 26, events: 1_000_000 };

export type Read = {
  readonly header?: DocumentHeader;
  readonly decoded: readonly DecodedEvent[];
  readonly events: readonly (EpcisEvent | undefined)[];
  readonly vocabulary: readonly VocabularyElement[];
  /** Findings of the document and of its events, in the order in which they came. */
  readonly issues: readonly Issue[];
  readonly errors: readonly Issue[];
};

export type ReadOptions = Partial<Omit<DecodeOptions, 'limits'>> & {
  readonly limits?: Partial<DecodeOptions['limits']>;
  /** Bytes of a chunk; default: all in one. */
  readonly chunk?: number;
};

export async function read(document: string | Uint8Array, options: ReadOptions = {}): Promise<Read> {
  const { chunk, limits: bounds, ...rest } = options;
  const bytes = typeof document === 'string' ? Buffer.from(document) : document;
  const chunks = chunksOf(bytes, chunk ?? Math.max(1, bytes.length));
  const items: DecodedItem[] = [];
  for await (const some of decodeXml(chunks, { mode: 'strict', ...rest, limits: { ...limits, ...bounds } })) items.push(...some);
  return sorted(items);
}

export function sorted(items: readonly DecodedItem[]): Read {
  const header = items.find((item) => item.kind === 'header')?.header;
  const decoded = items.flatMap((item) => (item.kind === 'event' ? [item.decoded] : []));
  const vocabulary = items.flatMap((item) => (item.kind === 'vocabulary' ? [item.element] : []));
  const issues = items.flatMap((item) =>
    item.kind === 'event' ? item.decoded.issues : item.kind === 'issue' ? [item.issue] : [],
  );
  const events = decoded.map(({ event }) => event);
  return { ...(header && { header }), decoded, events, vocabulary, issues, errors: issues.filter(isError) };
}

export async function* chunksOf(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, Math.min(bytes.length, from + size));
}

/** What stands before the events of a document, in one line. */
export const head = (version: '1.2' | '2.0' = '2.0', header = ''): string =>
  `<epcis:EPCISDocument xmlns:epcis="urn:epcglobal:epcis:xsd:${version === '2.0' ? 2 : 1}" xmlns:ex="https://example.com/epcis/" ` +
  `schemaVersion="${version}" creationDate="2025-03-03T09:00:00.000Z">${header}<EPCISBody><EventList>`;

export const tail = '</EventList></EPCISBody></epcis:EPCISDocument>';

/** A document of version 2.0 around events, the first of which begins in line 2. */
export const document2 = (...events: readonly string[]): string => `${head('2.0')}\n${events.join('\n')}\n${tail}`;

/** The same of version 1.2. */
export const document1 = (...events: readonly string[]): string => `${head('1.2')}\n${events.join('\n')}\n${tail}`;

export const times = '<eventTime>2025-03-03T08:00:00.000+01:00</eventTime><eventTimeZoneOffset>+01:00</eventTimeZoneOffset>';
export const epcs = '<epcList><epc>urn:epc:id:sgtin:9521234.012345.1001</epc></epcList>';

/** A valid ObjectEvent, valid in both versions, with more elements behind its action. */
export const objectEvent = (more = ''): string => `<ObjectEvent>${times}${epcs}<action>OBSERVE</action>${more}</ObjectEvent>`;

/** Ids of findings, for short assertions. */
export const ids = (issues: readonly Issue[]): readonly string[] => issues.map(({ id }) => id);
