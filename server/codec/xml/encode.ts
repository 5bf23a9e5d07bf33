/**
 * Canonical events and master data as EPCIS XML of version 1.2 or 2.0, schema-valid, piece by piece.
 *
 * @source EPCIS 2.0 section 9; EPCIS 1.2 section 9
 */
import type { DocumentHeader, VocabularyElement } from '../../epcis/document.ts';
import type { EpcisEvent } from '../../epcis/event.ts';
import { toInstant } from '../../epcis/time.ts';
import { emptyScope, type Scope } from './scope.ts';
import { creationDateOf, type Opening, openDocument, writeSbdh, writeVocabularies } from './write-document.ts';
import { wrappersOf, writeEvent } from './write-event.ts';
import { escapeText } from './write-text.ts';
import { makeWriting, type WriteOptions, type Writing } from './writing.ts';

export type { Loss, WriteOptions } from './writing.ts';

export type XmlDocument = {
  /** A header of kind `event` makes a document of its own. */
  readonly header: DocumentHeader;
  readonly masterData?: Iterable<VocabularyElement> | AsyncIterable<VocabularyElement>;
};

export type XmlOptions = WriteOptions & {
  /** Milliseconds since 1970, for a header without creation date. Default: the time of the first event. */
  readonly createdAt?: number;
};

type Batches = Iterable<readonly EpcisEvent[]> | AsyncIterable<readonly EpcisEvent[]>;

/** A whole document. What the version has no place for is told to `onLoss` as it is met, with the path it would have had. */
export async function* encodeXml(document: XmlDocument, events: Batches, options: XmlOptions): AsyncGenerator<string> {
  const { header } = document;
  const writing = makeWriting(options, header.syntax, header.namespaces);
  const [first, batches] = await peek(filled(events));
  const created = options.createdAt ?? first?.[0]?.eventTime.ms ?? 0;
  const creationDate = creationDateOf(header, toInstant(created));
  const opening = openDocument(header, creationDate, writing);
  const isMasterData = opening.root === 'EPCISMasterDataDocument';
  const [some, masterData] = await peek(each(document.masterData ?? []));
  yield opening.text;
  const hasHeaderData = some !== undefined && !isMasterData;
  const sbdh = writeSbdh(header, opening, creationDate, hasHeaderData, writing);
  if (sbdh !== '' || hasHeaderData) {
    yield `<EPCISHeader>\n${sbdh}`;
    if (hasHeaderData)
      yield* wrapped(
        '<extension><EPCISMasterData><VocabularyList>\n',
        writeVocabularies(masterData, opening.scope, writing),
        '</VocabularyList></EPCISMasterData></extension>\n',
      );
    yield '</EPCISHeader>\n';
  }
  if (isMasterData) {
    yield* wrapped(
      '<EPCISBody><VocabularyList>\n',
      writeVocabularies(masterData, opening.scope, writing),
      '</VocabularyList></EPCISBody>\n',
    );
  } else yield* wrapped(bodyStart(header, opening), writeEvents(batches, opening, writing), bodyEnd(opening));
  yield opening.end;
}

/** One event that stands alone, with the declarations it needs. */
export const encodeXmlEvent = (event: EpcisEvent, options: WriteOptions): string =>
  writeEvent(event, 1, emptyScope, makeWriting(options));

function bodyStart({ queryName = 'SimpleEventQuery', subscriptionID }: DocumentHeader, { root }: Opening): string {
  if (root !== 'EPCISQueryDocument') return '<EPCISBody><EventList>\n';
  const subscription = subscriptionID === undefined ? '' : `<subscriptionID>${escapeText(subscriptionID)}</subscriptionID>`;
  return `<EPCISBody><epcisq:QueryResults><queryName>${escapeText(queryName)}</queryName>${subscription}<resultsBody><EventList>\n`;
}

const bodyEnd = ({ root }: Opening): string =>
  `</EventList>${root === 'EPCISQueryDocument' ? '</resultsBody></epcisq:QueryResults>' : ''}</EPCISBody>\n`;

/** Text is handed on in pieces of about this length. */
const PIECE = 1 << 16;

async function* writeEvents(
  batches: AsyncIterable<readonly EpcisEvent[]>,
  { scope }: Opening,
  writing: Writing,
): AsyncGenerator<string> {
  let text = '';
  let number = 0;
  for await (const batch of batches) {
    for (const event of batch) {
      text += writeListed(event, ++number, scope, writing);
      if (text.length < PIECE) continue;
      yield text;
      text = '';
    }
  }
  if (text !== '') yield text;
}

function writeListed(event: EpcisEvent, number: number, scope: Scope, writing: Writing): string {
  const wrappers = wrappersOf(event, writing.version);
  if (wrappers) return `${around(wrappers, writeEvent(event, number, scope, writing))}\n`;
  writing.lose(`/EventList/${event.type}[${number}]`, `EPCIS ${writing.version} XML has no place for this type of event`);
  return '';
}

const around = (wrappers: readonly string[], text: string): string =>
  wrappers.reduceRight((inner, name) => `<${name}>${inner}</${name}>`, text);

async function* wrapped(start: string, inner: AsyncIterable<string>, end: string): AsyncGenerator<string> {
  yield start;
  yield* inner;
  yield end;
}

async function* filled(batches: Batches): AsyncGenerator<readonly EpcisEvent[]> {
  for await (const batch of batches) if (batch.length > 0) yield batch;
}

async function* each<Item>(items: Iterable<Item> | AsyncIterable<Item>): AsyncGenerator<Item> {
  yield* items;
}

/** Looks at the first item without taking it away. */
async function peek<Item>(items: AsyncGenerator<Item>): Promise<readonly [first: Item | undefined, all: AsyncIterable<Item>]> {
  const first = await items.next();
  if (first.done) return [undefined, items];
  return [first.value, restored(first.value, items)];
}

async function* restored<Item>(first: Item, rest: AsyncIterable<Item>): AsyncGenerator<Item> {
  yield first;
  yield* rest;
}
