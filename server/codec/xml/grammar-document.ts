/**
 * What stands around events and master data: envelope, header, vocabularies, query results.
 *
 * @source EPCIS 2.0 sections 9.3 to 9.8 with their XSDs (EPCglobal-epcis, -masterdata, -query); the same of 1.2 and 1.0
 */
import type { DocumentKind, EpcisVersion } from '../../epcis/document.ts';
import {
  attribute,
  type Content,
  element,
  isVersion2,
  openWrapper,
  type Particle,
  type Shape,
  shape,
  textElement,
} from './grammar.ts';
import { standardEventNames } from './grammar-events.ts';
import { queryMessages } from './grammar-query.ts';
import { sbdh } from './grammar-sbdh.ts';
import { queryNamespace, SBDH } from './namespaces.ts';
import * as values from './values.ts';

export type DocumentRoot = Exclude<DocumentKind, 'event'>;

export const documentRoots: readonly DocumentRoot[] = ['EPCISDocument', 'EPCISQueryDocument', 'EPCISMasterDataDocument'];

type Elsewhere = Map<string, Particle>;

const stream = (content: Shape): Content => ({ kind: 'stream', shape: content });

/** `extension` where no element of it is defined yet. */
const later = (elsewhere: Elsewhere): Particle =>
  element('extension', stream(shape([], { local: 'extension', anyAttribute: true, isNeverEmpty: true, elsewhere })));

const documentAttributes = [
  attribute('schemaVersion', values.decimalText, { isRequired: true }),
  attribute('creationDate', values.dateTimeText, { isRequired: true }),
];

const known = new Map<string, Shape>();

/** The content of a document's root element. */
export function documentShape(kind: DocumentRoot, version: EpcisVersion): Shape {
  const key = `${version} ${kind}`;
  const found = known.get(key) ?? compile(kind, version);
  known.set(key, found);
  return found;
}

function compile(kind: DocumentRoot, version: EpcisVersion): Shape {
  const elsewhere: Elsewhere = new Map();
  const body = bodies[kind](version, elsewhere);
  const particles = [header(version, elsewhere), element('EPCISBody', stream(body), { isRequired: true })];
  for (const particle of [...particles, ...body.sequence]) collect(particle, elsewhere);
  return shape([...particles, later(elsewhere)], {
    foreign: 'extension',
    anyAttribute: true,
    attributes: documentAttributes,
    elsewhere,
  });
}

/** Everything below, by name, so that it is known where it stands wrongly. */
function collect(particle: Particle, elsewhere: Elsewhere): void {
  if (particle.name !== 'extension' && !elsewhere.has(particle.name)) elsewhere.set(particle.name, particle);
  const { content } = particle;
  if (content.kind === 'stream') for (const child of content.shape.sequence) collect(child, elsewhere);
}

function header(version: EpcisVersion, elsewhere: Elsewhere): Particle {
  const header = element('StandardBusinessDocumentHeader', sbdh, { ns: SBDH, isRequired: !isVersion2(version) });
  const masterData = element(
    'EPCISMasterData',
    stream(shape([vocabularyList(elsewhere, true), later(elsewhere)], { elsewhere })),
  );
  const isOpen = version === '1.0' || version === '1.1';
  const extension: Shape = isOpen
    ? shape([masterData], { local: 'extension', order: 'any', anyAttribute: true, isNeverEmpty: true, elsewhere })
    : shape([masterData, later(elsewhere)], { anyAttribute: true, elsewhere });
  return element(
    'EPCISHeader',
    stream(
      shape([header, element('extension', stream(extension))], {
        foreign: isVersion2(version) ? 'none' : 'extension',
        anyAttribute: true,
        elsewhere,
      }),
    ),
  );
}

const bodies: Readonly<Record<DocumentRoot, (version: EpcisVersion, elsewhere: Elsewhere) => Shape>> = {
  EPCISDocument: (version, elsewhere) => body(eventList(version, elsewhere), elsewhere),
  EPCISMasterDataDocument: (_version, elsewhere) => body(vocabularyList(elsewhere, false), elsewhere),
  EPCISQueryDocument: (version, elsewhere) => {
    const ns = queryNamespace(version);
    const results = element('QueryResults', stream(queryResults(version, elsewhere)), { ns });
    return shape([results, ...queryMessages(version)], { ns, order: 'one', isNeverEmpty: true, elsewhere });
  },
};

const body = (list: Particle, elsewhere: Elsewhere): Shape =>
  shape([list, later(elsewhere)], { foreign: 'extension', anyAttribute: true, elsewhere });

function queryResults(version: EpcisVersion, elsewhere: Elsewhere): Shape {
  const lists = [eventList(version, elsewhere), vocabularyList(elsewhere, false)];
  return shape(
    [
      textElement('queryName', values.string, { isRequired: true }),
      textElement('subscriptionID', values.string),
      element('resultsBody', stream(shape(lists, { order: 'one', isNeverEmpty: true, elsewhere })), { isRequired: true }),
      later(elsewhere),
    ],
    { foreign: 'extension', elsewhere },
  );
}

const event = (name: string, isLax = false): Particle =>
  element(name, { kind: 'event', type: name }, { isRepeatable: true, isLax });

function eventList(version: EpcisVersion, elsewhere: Elsewhere): Particle {
  const names = isVersion2(version)
    ? standardEventNames.filter((name) => name !== 'QuantityEvent')
    : standardEventNames.filter((name) => name !== 'TransformationEvent' && name !== 'AssociationEvent');
  const extension = element('extension', stream(eventListExtension(version, elsewhere)), { isRepeatable: true });
  for (const name of standardEventNames) elsewhere.set(name, event(name));
  return element(
    'EventList',
    stream(
      shape([...names.map((name) => event(name)), extension], {
        order: 'any',
        anyAttribute: version !== '1.0',
        foreign: version === '1.0' ? 'event' : 'none',
        elsewhere,
      }),
    ),
  );
}

/** Event types that came after 1.0, and those of somebody's own. */
function eventListExtension(version: EpcisVersion, elsewhere: Elsewhere): Shape {
  if (isVersion2(version)) return shape([], { foreign: 'event', anyAttribute: true, isNeverEmpty: true, elsewhere });
  const open = { order: 'any', local: 'event', anyAttribute: true, isNeverEmpty: true, elsewhere } as const;
  if (version === '1.0') return shape([event('TransformationEvent', true), event('AssociationEvent', true)], open);
  const innermost = shape([event('AssociationEvent', true)], open);
  return shape([event('TransformationEvent'), element('extension', stream(innermost))], {
    order: 'one',
    isNeverEmpty: true,
    elsewhere,
  });
}

function vocabularyList(elsewhere: Elsewhere, isRequired: boolean): Particle {
  const elements = shape([element('VocabularyElement', { kind: 'vocabulary' }, { isRepeatable: true, isRequired: true })], {
    elsewhere,
  });
  const vocabulary = shape([element('VocabularyElementList', stream(elements)), later(elsewhere)], {
    foreign: 'extension',
    anyAttribute: true,
    attributes: [attribute('type', values.uri, { isRequired: true })],
    elsewhere,
  });
  const list = shape([element('Vocabulary', stream(vocabulary), { isRepeatable: true })], { elsewhere });
  return element('VocabularyList', stream(list), { isRequired });
}

/** A vocabulary element: attributes with text or structured values, and the identifiers directly below it. */
export const vocabularyElement: Shape = shape(
  [
    element(
      'attribute',
      {
        kind: 'field',
        shape: shape([], {
          foreign: 'extension',
          local: 'extension',
          anyAttribute: true,
          attributes: [attribute('id', values.uri, { isRequired: true })],
        }),
      },
      { isRepeatable: true },
    ),
    element('children', {
      kind: 'list',
      min: 0,
      shape: shape([textElement('id', values.identifier, { isRepeatable: true })], { anyAttribute: true }),
    }),
    element('extension', openWrapper()),
  ],
  {
    foreign: 'extension',
    anyAttribute: true,
    hasExtensions: true,
    attributes: [attribute('id', values.identifier, { isRequired: true })],
  },
);
