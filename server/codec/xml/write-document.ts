/** What stands around the events of a document that is written. */
import type { DocumentHeader, ExtensionText, VocabularyElement } from '../../epcis/document.ts';
import type { Extension } from '../../epcis/event.ts';
import { parseTime, toInstant } from '../../epcis/time.ts';
import { epcisNamespace, eventsNamespace, masterDataNamespace, queryNamespace, SBDH, XML_SCHEMA, XSI } from './namespaces.ts';
import { declarations, isReserved, makeScope, type Scope } from './scope.ts';
import { addAttribute, scalarText, writeExtension } from './write-extension.ts';
import { escapeAttribute, escapeText, isName } from './write-text.ts';
import type { Writing, WrittenVersion } from './writing.ts';

/** What may be written; a bare event becomes a document of one. */
type Root = 'EPCISDocument' | 'EPCISQueryDocument' | 'EPCISMasterDataDocument';

export const rootOf = ({ kind }: DocumentHeader): Root => (kind === 'event' ? 'EPCISDocument' : kind);

const roots = {
  EPCISDocument: { prefix: 'epcis', namespace: eventsNamespace },
  EPCISQueryDocument: { prefix: 'epcisq', namespace: queryNamespace },
  EPCISMasterDataDocument: { prefix: 'epcismd', namespace: masterDataNamespace },
} as const;

export type Opening = {
  readonly root: Root;
  /** The root's start tag, declaration included. */
  readonly text: string;
  readonly scope: Scope;
  readonly end: string;
};

/** The prefixes of the document, but for those whose meaning the version decides. */
function scopeOf(header: DocumentHeader, version: WrittenVersion): Scope {
  const root = roots[rootOf(header)];
  const own = Object.entries(header.namespaces).filter(
    ([prefix, ns]) =>
      isName(prefix) &&
      !/^xml/i.test(prefix) &&
      ns !== '' &&
      ns !== SBDH &&
      ns !== XSI &&
      !epcisNamespace(ns) &&
      !isReserved(prefix),
  );
  const isTyped = own.some(([, ns]) => ns === XML_SCHEMA);
  return makeScope([
    [root.prefix, root.namespace(version)],
    ['epcis', eventsNamespace(version)],
    ...own.filter(([, ns]) => ns !== XML_SCHEMA),
    ...(isTyped ? ([['xsd', XML_SCHEMA]] as const) : []),
    ['xsi', XSI],
  ]);
}

export function openDocument(header: DocumentHeader, creationDate: string, writing: Writing): Opening {
  const root = rootOf(header);
  const { prefix } = roots[root];
  const scope = scopeOf(header, writing.version);
  const before = { text: ` schemaVersion="${writing.version}" creationDate="${escapeAttribute(creationDate)}"`, scope };
  const attributes = (header.extensions ?? [])
    .filter(isAttribute)
    .reduce((all, each) => addAttribute(all, each, `/${root}`, writing), before);
  const name = `${prefix}:${root}`;
  if (header.id !== undefined) writing.lose('/id', 'XML has no identifier of a document');
  return {
    root,
    text: `<?xml version="1.0" encoding="UTF-8"?>\n<${name}${declarations(makeScope([]), attributes.scope)}${attributes.text}>\n`,
    scope: attributes.scope,
    end: `${writeTail(header, attributes.scope, `/${root}`, writing)}</${name}>\n`,
  };
}

/** Plain values are attributes of the root: elements would stand behind the events, where a reader of streams has no use for them. */
function isAttribute({ ns, name, value, attributes = [] }: Extension, _index: number, all: readonly Extension[]): boolean {
  const isPlain = attributes.length === 0 && value !== null && scalarText(value) !== undefined;
  const isAlone = all.filter((other) => other.ns === ns && other.name === name).length === 1;
  return isPlain && isAlone && !(ns === '' && /^(schemaVersion|creationDate)$/.test(name));
}

function writeTail(header: DocumentHeader, scope: Scope, path: string, writing: Writing): string {
  let text = '';
  for (const extension of (header.extensions ?? []).filter((...each) => !isAttribute(...each))) {
    if (extension.ns === '') writing.lose(`${path}/${extension.name}`, 'un-namespaced fields have no place in a document');
    else text += `${writeExtension(extension, scope, path, writing)}\n`;
  }
  return text;
}

/** xsd:dateTime as it was written, if that is what it is. */
export function creationDateOf(header: DocumentHeader, otherwise: string): string {
  const { creationDate } = header;
  if (!creationDate) return otherwise;
  const isDateTime = parseTime(creationDate.text) ?? parseTime(`${creationDate.text}Z`);
  return isDateTime ? creationDate.text : toInstant(creationDate.ms);
}

/**
 * The Standard Business Document Header as it was, or made of the little that a JSON document knows of it.
 *
 * @param isNeeded an EPCISHeader follows, which in version 1.2 must begin with it
 */
export function writeSbdh(
  header: DocumentHeader,
  opening: Opening,
  creationDate: string,
  isNeeded: boolean,
  writing: Writing,
): string {
  const { sbdh, sender, receiver, instanceIdentifier } = header;
  const isKnown = sender !== undefined || receiver !== undefined || instanceIdentifier !== undefined;
  if (!sbdh && !isKnown && !(isNeeded && writing.version === '1.2')) return '';
  const fields = sbdh?.fields ?? makeFields(header, creationDate, writing.version);
  const name = 'StandardBusinessDocumentHeader';
  return `${writeExtension({ ns: SBDH, name, prefix: 'sbdh', value: fields }, opening.scope, `/${opening.root}/EPCISHeader`, writing)}\n`;
}

const field = (name: string, value: string | readonly Extension[]): Extension => ({ ns: SBDH, name, prefix: 'sbdh', value });

function makeFields(header: DocumentHeader, creationDate: string, version: WrittenVersion): readonly Extension[] {
  const { sender = '', receiver = '', instanceIdentifier = '' } = header;
  return [
    field('HeaderVersion', '1.0'),
    field('Sender', [field('Identifier', sender)]),
    field('Receiver', [field('Identifier', receiver)]),
    field('DocumentIdentification', [
      field('Standard', 'EPCglobal'),
      field('TypeVersion', version === '2.0' ? '2.0' : '1.0'),
      field('InstanceIdentifier', instanceIdentifier),
      field('Type', 'Events'),
      field('CreationDateAndTime', creationDate),
    ]),
  ];
}

/** Vocabularies one after the other; neighbours of one type share an element. */
export async function* writeVocabularies(
  elements: AsyncIterable<VocabularyElement>,
  scope: Scope,
  writing: Writing,
): AsyncGenerator<string> {
  let type: string | undefined;
  for await (const element of elements) {
    if (element.type !== type) {
      if (type !== undefined) yield VOCABULARY_END;
      yield `<Vocabulary type="${escapeAttribute(element.type)}"><VocabularyElementList>\n`;
      type = element.type;
    }
    yield writeVocabularyElement(element, scope, writing);
  }
  if (type !== undefined) yield VOCABULARY_END;
}

const VOCABULARY_END = '</VocabularyElementList></Vocabulary>\n';

function writeVocabularyElement({ id, attributes, children }: VocabularyElement, scope: Scope, writing: Writing): string {
  const { identifier } = writing.printing;
  let text = `<VocabularyElement id="${escapeAttribute(identifier(id))}">`;
  for (const attribute of attributes) text += writeVocabularyAttribute(attribute.id, attribute.value, scope, writing);
  const below = children.map((child) => `<id>${escapeText(identifier(child))}</id>`).join('');
  return `${text}${below === '' ? '' : `<children>${below}</children>`}</VocabularyElement>\n`;
}

function writeVocabularyAttribute(id: string, value: ExtensionText, scope: Scope, writing: Writing): string {
  const attribute: Extension = {
    ns: '',
    name: 'attribute',
    prefix: '',
    value,
    attributes: [{ ns: '', name: 'id', prefix: '', value: id }],
  };
  return writeExtension(attribute, scope, '/VocabularyList', writing);
}
