/**
 * A whole document as JSON-LD 2.0, piece by piece: envelope, master data, events.
 *
 * @source EPCIS 2.0 section 10; EPCIS-JSON-Schema
 */
import type { DocumentHeader, VocabularyElement } from '../../epcis/document.ts';
import type { EpcisEvent, Extension } from '../../epcis/event.ts';
import { toInstant } from '../../epcis/time.ts';
import { type EncodeOptions, withOwnContext, writingOf } from './encode.ts';
import { encodeFields } from './encode-event.ts';
import { addExtensions, type Members } from './encode-extensions.ts';
import { EPCIS_CONTEXT, epcisPrefixes, epcisTerms } from './known-contexts.ts';
import { makePrefixes, type Prefixes } from './prefixes.ts';
import { sbdhAsField } from './sbdh.ts';
import { isScheme } from './scope.ts';
import { isUri } from './uri.ts';

export type JsonDocument = {
  /** A header of kind `event` or `EPCISMasterDataDocument` makes an EPCISDocument: JSON has no other. */
  readonly header: DocumentHeader;
  readonly masterData?: Iterable<VocabularyElement> | AsyncIterable<VocabularyElement>;
};

export type JsonOptions = EncodeOptions & {
  /** Milliseconds since 1970, for a header without creation date. Default: 0. */
  readonly createdAt?: number;
};

type Batches = Iterable<readonly EpcisEvent[]> | AsyncIterable<readonly EpcisEvent[]>;

/** The document's prefixes are declared at its root, others by the events that use them. */
export async function* encodeJson(document: JsonDocument, events: Batches, options: JsonOptions): AsyncGenerator<string> {
  const { header } = document;
  const inScope = prefixesOf(header);
  const isQuery = header.kind === 'EPCISQueryDocument';
  const prefixes = makePrefixes({ inScope });
  const envelope = envelopeOf(header, options, prefixes);
  const context = { ...inScope, ...prefixes.declared() };
  yield withoutEnd({ '@context': Object.keys(context).length > 0 ? [EPCIS_CONTEXT, context] : [EPCIS_CONTEXT], ...envelope });
  const masterData = writeVocabularies(document.masterData ?? [], context, isQuery ? MASTER_DATA.query : MASTER_DATA.document);
  if (isQuery) {
    const { queryName = 'SimpleEventQuery', subscriptionID } = header;
    const results = { queryName, ...(subscriptionID !== undefined && { subscriptionID }) };
    yield `,"epcisBody":{"queryResults":${withoutEnd(results)},"resultsBody":{`;
    yield* masterData;
    yield* writeEvents(events, context, options);
    yield '}}}}\n';
  } else {
    yield* masterData;
    yield ',"epcisBody":{';
    yield* writeEvents(events, context, options);
    yield '}}\n';
  }
}

/** An object to which members will be added. */
const withoutEnd = (members: object): string => JSON.stringify(members).slice(0, -1);

/** Prefixes of the document that JSON-LD allows, and that EPCIS does not bind otherwise. */
function prefixesOf({ namespaces }: DocumentHeader): Readonly<Record<string, string>> {
  const isOwn = ([prefix, ns]: [string, string]): boolean =>
    /^[A-Za-z][A-Za-z0-9.+-]*$/.test(prefix) &&
    isUri(ns) &&
    !isScheme(prefix) &&
    !epcisTerms.has(prefix) &&
    (!Object.hasOwn(epcisPrefixes, prefix) || epcisPrefixes[prefix] === ns) &&
    !isStandardNamespace(ns);
  return Object.fromEntries(Object.entries(namespaces).filter(isOwn));
}

/** Namespaces that only XML needs. */
const isStandardNamespace = (ns: string): boolean =>
  /^(?:urn:epcglobal:epcis(?:-query|-masterdata)?:xsd:|http:\/\/www\.w3\.org\/2001\/XMLSchema)/.test(ns);

function envelopeOf(header: DocumentHeader, { createdAt = 0 }: JsonOptions, prefixes: Prefixes): Members {
  const { kind, id, creationDate, schemaVersion, sbdh, extensions = [] } = header;
  const members: Members = {
    type: kind === 'EPCISQueryDocument' ? kind : 'EPCISDocument',
    schemaVersion: schemaVersion?.startsWith('2.') ? schemaVersion : '2.0',
    creationDate: creationDate?.text ?? toInstant(createdAt),
    ...(id !== undefined && { id }),
    ...(kind !== 'EPCISQueryDocument' && parties(header)),
  };
  addExtensions(members, sbdh ? [...extensions, sbdhAsField(sbdh)] : extensions, prefixes, 'top');
  return members;
}

function parties({ sender, receiver, instanceIdentifier, sbdh }: DocumentHeader): Members {
  const from = sender ?? sbdh?.senders[0]?.identifier;
  const to = receiver ?? sbdh?.receivers[0]?.identifier;
  const instance = instanceIdentifier ?? sbdh?.instanceIdentifier;
  return {
    ...(from !== undefined && { sender: from }),
    ...(to !== undefined && { receiver: to }),
    ...(instance !== undefined && { instanceIdentifier: instance }),
  };
}

/** Text is handed on in pieces of about this length. */
const PIECE = 1 << 16;

async function* writeEvents(
  batches: Batches,
  inScope: Readonly<Record<string, string>>,
  options: JsonOptions,
): AsyncGenerator<string> {
  let text = '"eventList":[';
  let separator = '\n';
  for await (const batch of batches) {
    for (const event of batch) {
      const prefixes = makePrefixes({ inScope, wished: event.context ?? {} });
      if (options.onLoss) tellAttributes(event, options.onLoss);
      text += separator + JSON.stringify(withOwnContext(encodeFields(event, writingOf(options, prefixes)), prefixes));
      separator = ',\n';
      if (text.length < PIECE) continue;
      yield text;
      text = '';
    }
  }
  yield `${text}\n]`;
}

/** XML tells attributes of somebody's own elements from elements in them; JSON has members for both. */
function tellAttributes(value: unknown, tell: NonNullable<JsonOptions['onLoss']>, path = ''): void {
  if (typeof value !== 'object' || value === null) return;
  const { name, attributes } = value as Partial<Extension>;
  const here = typeof name === 'string' ? `${path}/${name}` : path;
  if (attributes && attributes.length > 0)
    tell({ path: here, reason: 'attributes become members beside what is in the element' });
  for (const inner of Object.values(value)) tellAttributes(inner, tell, here);
}

const MASTER_DATA = {
  document: { start: ',"epcisHeader":{"epcisMasterData":{"vocabularyList":[', end: ']}}' },
  query: { start: '"vocabularyList":[', end: '],' },
} as const;

/** Elements of one type that follow each other make a vocabulary. */
async function* writeVocabularies(
  elements: Iterable<VocabularyElement> | AsyncIterable<VocabularyElement>,
  inScope: Readonly<Record<string, string>>,
  { start, end }: (typeof MASTER_DATA)[keyof typeof MASTER_DATA],
): AsyncGenerator<string> {
  let type: string | undefined;
  let text = '';
  for await (const element of elements) {
    if (element.type !== type) {
      text += `${type === undefined ? start : '\n]},'}\n{"type":${JSON.stringify(element.type)},"vocabularyElementList":[\n`;
      type = element.type;
    } else text += ',\n';
    text += JSON.stringify(encodeElement(element, inScope));
    if (text.length < PIECE) continue;
    yield text;
    text = '';
  }
  if (type !== undefined) yield `${text}\n]}${end}`;
}

function encodeElement({ id, attributes, children }: VocabularyElement, inScope: Readonly<Record<string, string>>): Members {
  return {
    id,
    ...(attributes.length > 0 && {
      attributes: attributes.map((each) => ({ id: each.id, attribute: encodeValue(each.value, inScope) })),
    }),
    ...(children.length > 0 && { children }),
  };
}

function encodeValue(
  value: VocabularyElement['attributes'][number]['value'],
  inScope: Readonly<Record<string, string>>,
): string | object {
  if (typeof value === 'string') return value;
  const prefixes = makePrefixes({ inScope });
  const members: Members = {};
  addExtensions(members, value, prefixes);
  return withOwnContext(members, prefixes);
}
