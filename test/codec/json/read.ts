/** Reads a JSON document for a test: everything that the decoder yields, sorted. */
import type { DecodedEvent, DecodeOptions } from '../../../server/codec/decoded.ts';
import { decodeJson } from '../../../server/codec/json/decode.ts';
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

export async function read(document: string | Uint8Array | object, options: ReadOptions = {}): Promise<Read> {
  const { chunk, limits: bounds, ...rest } = options;
  const decoded: DecodedEvent[] = [];
  const vocabulary: VocabularyElement[] = [];
  const issues: Issue[] = [];
  let header: DocumentHeader | undefined;
  const chunks = chunksOf(bytesOf(document), chunk ?? Number.POSITIVE_INFINITY);
  for await (const items of decodeJson(chunks, { mode: 'strict', ...rest, limits: { ...limits, ...bounds } })) {
    for (const item of items) {
      if (item.kind === 'header') header = item.header;
      else if (item.kind === 'vocabulary') vocabulary.push(item.element);
      else if (item.kind === 'issue') issues.push(item.issue);
      else {
        decoded.push(item.decoded);
        issues.push(...item.decoded.issues);
      }
    }
  }
  const events = decoded.map(({ event }) => event);
  return { ...(header && { header }), decoded, events, vocabulary, issues, errors: issues.filter(isError) };
}

function bytesOf(document: string | Uint8Array | object): Uint8Array {
  if (document instanceof Uint8Array) return document;
  return Buffer.from(typeof document === 'string' ? document : JSON.stringify(document));
}

export async function* chunksOf(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, Math.min(bytes.length, from + size));
}

export const epcisContext = 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld';

/** A document around events, as a partner would write it. */
export const documentOf = (events: readonly unknown[], more: object = {}): Record<string, unknown> => ({
  '@context': [epcisContext, { ex: 'https://example.com/epcis/' }],
  type: 'EPCISDocument',
  schemaVersion: '2.0',
  creationDate: '2025-03-03T09:00:00.000Z',
  epcisBody: { eventList: events },
  ...more,
});

/** A valid ObjectEvent in JSON. */
export const objectEvent = (more: object = {}): Record<string, unknown> => ({
  type: 'ObjectEvent',
  eventTime: '2025-03-03T08:00:00.000+01:00',
  eventTimeZoneOffset: '+01:00',
  epcList: ['urn:epc:id:sgtin:9521234.012345.1001'],
  action: 'OBSERVE',
  ...more,
});

/** Ids of findings, for short assertions. */
export const ids = (issues: readonly Issue[]): readonly string[] => issues.map(({ id }) => id);
