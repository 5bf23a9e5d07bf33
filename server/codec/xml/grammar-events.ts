/**
 * The events of EPCIS XML, all versions in one table: a row is an element, where it stands, and where it is required.
 * Within one place elements stand in the order of the rows. To add a field, add its row (and its member in
 * `epcis/event.ts`): reading, findings and writing follow.
 *
 * @source EPCIS 2.0 section 9.5, EPCglobal-epcis-2_0.xsd; EPCIS 1.2, EPCglobal-epcis-1_2.xsd; EPCIS 1.0 XSD. Version
 *   1.1 has the placement of 1.2, but leaves `baseExtension` open. Fields younger than 1.2 stand where GS1's own
 *   conversion to 1.2 puts them: in the innermost `extension`, which the 1.2 schema leaves open.
 */
import type { EpcisVersion } from '../../epcis/document.ts';
import type {
  AggregationEvent,
  AssociationEvent,
  EpcisEvent,
  ObjectEvent,
  TransactionEvent,
  TransformationEvent,
} from '../../epcis/event.ts';
import { type Content, element, foreignWrapper, isVersion2, openWrapper, type Particle, type Shape, shape } from './grammar.ts';
import * as parts from './grammar-parts.ts';
import * as values from './values.ts';
import { type TextType, wordOf } from './values.ts';

/** Below the event itself, or in the wrappers that 1.x keeps for what is not of 1.0. */
type Place = 'event' | 'base' | 'base/more' | 'extension' | 'extension/more';

/** Versions whose schema demands the element. */
type Required = 'always' | '1.x' | '2.0' | '';

/** `needed`: the canonical event cannot do without. `list`: it has a list where the schema has one element. */
type Note = 'needed' | 'list';

type Row<Field extends string> = readonly [
  name: Field,
  content: TextType | Content | ((version: EpcisVersion) => Content),
  placeIn1x: Place,
  required?: Required,
  note?: Note,
];

type CommonField = Exclude<keyof EpcisEvent, 'type'>;

// biome-ignore format: the columns are the point
const head: readonly Row<CommonField>[] = [
  // element               content                      place in 1.x  required
  ['eventTime',            values.time,                 'event',      'always', 'needed'],
  ['recordTime',           values.time,                 'event'],
  ['eventTimeZoneOffset',  values.zoneOffset,           'event',      'always', 'needed'],
  ['eventID',              values.uri,                  'base'],
  ['errorDeclaration',     parts.errorDeclaration,      'base'],
  ['certificationInfo',    values.uri,                  'base/more',  '', 'list'],
];

// biome-ignore format: the columns are the point
const middle: readonly Row<CommonField>[] = [
  ['bizStep',              wordOf('bizStep'),           'event'],
  ['disposition',          wordOf('disposition'),       'event'],
  ['readPoint',            parts.place,                 'event'],
  ['bizLocation',          parts.place,                 'event'],
];

// biome-ignore format: the columns are the point
const parties: readonly Row<CommonField>[] = [
  ['sourceList',           parts.sources,               'extension'],
  ['destinationList',      parts.destinations,          'extension'],
];

// biome-ignore format: the columns are the point
const since2: readonly Row<CommonField>[] = [
  ['sensorElementList',    parts.sensorElements,        'extension/more'],
  ['persistentDisposition', parts.persistentDisposition, 'extension/more'],
];

// biome-ignore format: the columns are the point
const objectEvent: readonly Row<keyof ObjectEvent>[] = [
  ['epcList',              parts.epcs,                  'event',      '1.x'],
  ['action',               values.action,               'event',      'always', 'needed'],
  ...middle,
  ['bizTransactionList',   parts.bizTransactions,       'event'],
  ['quantityList',         parts.quantities,            'extension'],
  ...parties,
  ...since2,
  ['ilmd',                 parts.ilmd,                  'extension'],
];

// biome-ignore format: the columns are the point
const aggregationEvent: readonly Row<keyof AggregationEvent>[] = [
  ['parentID',             values.identifier,           'event'],
  ['childEPCs',            parts.epcs,                  'event',      '1.x'],
  ['action',               values.action,               'event',      'always', 'needed'],
  ...middle,
  ['bizTransactionList',   parts.bizTransactions,       'event'],
  ['childQuantityList',    parts.quantities,            'extension'],
  ...parties,
  ...since2,
];

// biome-ignore format: the columns are the point
const transactionEvent: readonly Row<keyof TransactionEvent>[] = [
  ['bizTransactionList',   parts.bizTransactions,       'event',      'always'],
  ['parentID',             values.identifier,           'event'],
  ['epcList',              parts.epcs,                  'event',      '1.x'],
  ['action',               values.action,               'event',      'always', 'needed'],
  ...middle,
  ['quantityList',         parts.quantities,            'extension'],
  ...parties,
  ...since2,
];

// biome-ignore format: the columns are the point
const transformationEvent: readonly Row<keyof TransformationEvent>[] = [
  ['inputEPCList',         parts.epcs,                  'event'],
  ['inputQuantityList',    parts.quantities,            'event'],
  ['outputEPCList',        parts.epcs,                  'event'],
  ['outputQuantityList',   parts.quantities,            'event'],
  ['transformationID',     values.uri,                  'event'],
  ...middle,
  ['bizTransactionList',   parts.bizTransactions,       'event'],
  ['sourceList',           parts.sources,               'event'],
  ['destinationList',      parts.destinations,          'event'],
  ...since2,
  ['ilmd',                 parts.ilmd,                  'event'],
];

// biome-ignore format: the columns are the point
const associationEvent: readonly Row<keyof AssociationEvent>[] = [
  ['parentID',             values.identifier,           'event',      'always'],
  ['childEPCs',            parts.epcs,                  'event'],
  ['childQuantityList',    parts.quantities,            'event'],
  ['action',               values.action,               'event',      'always', 'needed'],
  ...middle,
  ['bizTransactionList',   parts.bizTransactions,       'event'],
  ['sourceList',           parts.sources,               'event'],
  ['destinationList',      parts.destinations,          'event'],
  ['sensorElementList',    parts.sensorElements,        'event'],
  ['persistentDisposition', parts.persistentDisposition, 'event'],
];

/** Of 1.x only; it is read as the observation of a quantity. */
// biome-ignore format: the columns are the point
const quantityEvent: readonly Row<CommonField | 'epcClass' | 'quantity'>[] = [
  ['epcClass',             values.identifier,           'event',      'always', 'needed'],
  ['quantity',             values.int,                  'event',      'always', 'needed'],
  ...middle,
  ['bizTransactionList',   parts.bizTransactions,       'event'],
];

/** What an event type of somebody's own has in common with the others. Its schema is not known: order does not matter. */
// biome-ignore format: the columns are the point
const vendorEvent: readonly Row<CommonField | 'action'>[] = [
  ['action',               values.action,               'event'],
  ...middle,
  ['bizTransactionList',   parts.bizTransactions,       'event'],
  ...parties,
  ...since2,
];

export type EventShapeName = EpcisEvent['type'] | 'QuantityEvent';

const bodies: Readonly<Record<EventShapeName, readonly Row<string>[]>> = {
  ObjectEvent: objectEvent,
  AggregationEvent: aggregationEvent,
  TransactionEvent: transactionEvent,
  TransformationEvent: transformationEvent,
  AssociationEvent: associationEvent,
  QuantityEvent: quantityEvent,
  VendorEvent: vendorEvent,
};

type Shapes = Partial<Record<EventShapeName, Shape>>;

const shapes: Readonly<Record<EpcisVersion, Shapes>> = { '1.0': {}, '1.1': {}, '1.2': {}, '2.0': {} };

/** The content of an event in a version of EPCIS. */
export function eventShape(name: EventShapeName, version: EpcisVersion): Shape {
  const ofVersion = shapes[version];
  ofVersion[name] ??= compile(name, version);
  return ofVersion[name];
}

/** Names of event elements that the standard has in some version. */
export const standardEventNames = Object.keys(bodies).filter((name) => name !== 'VendorEvent') as readonly Exclude<
  EventShapeName,
  'VendorEvent'
>[];

function compile(name: EventShapeName, version: EpcisVersion): Shape {
  // The 1.x schemas do not know these two: whatever is in them passes there.
  const isUnknown = name === 'VendorEvent' || (name === 'AssociationEvent' && !isVersion2(version));
  const placed = (rows: readonly Row<string>[], place?: Place): Particle[] =>
    rows.filter((row) => place === undefined || placeOf(row, version) === place).map((row) => particle(row, version, isUnknown));
  const body = bodies[name];
  const elsewhere = new Map<string, Particle>();
  const wrappers = isVersion2(version) ? foreignWrappers(elsewhere) : openWrappers(version, placed, body, elsewhere);
  for (const each of placed([...head, ...body])) elsewhere.set(each.name, each);
  elsewhere.set('extension', wrappers.anywhere);
  elsewhere.set('baseExtension', wrappers.anywhere);
  return shape(
    [
      ...placed(head, 'event'),
      element('baseExtension', wrappers.base, { isLax: isUnknown }),
      ...placed(body, 'event'),
      element('extension', wrappers.extension, { isLax: isUnknown }),
    ],
    {
      foreign: 'extension',
      local: isUnknown ? 'extension' : 'none',
      order: name === 'VendorEvent' ? 'any' : 'sequence',
      anyAttribute: true,
      hasExtensions: true,
      elsewhere,
    },
  );
}

const placeOf = (row: Row<string>, version: EpcisVersion): Place => (isVersion2(version) ? 'event' : row[2]);

function particle([name, what, , required = '', note]: Row<string>, version: EpcisVersion, isLax: boolean): Particle {
  const content = typeof what === 'function' ? what(version) : 'kind' in what ? what : { kind: 'text' as const, type: what };
  const isRequired =
    required === 'always' || (required === '2.0' && isVersion2(version)) || (required === '1.x' && !isVersion2(version));
  const isList = note === 'list';
  return element(name, content, { isRequired, isNeeded: note === 'needed', isRepeatable: isList, isSingle: isList, isLax });
}

type Elsewhere = ReadonlyMap<string, Particle>;
type Wrappers = { readonly base: Content; readonly extension: Content; readonly anywhere: Particle };

function foreignWrappers(elsewhere: Elsewhere): Wrappers {
  const wrapper = foreignWrapper({ elsewhere });
  return { base: wrapper, extension: wrapper, anywhere: element('extension', wrapper) };
}

/** A wrapper of 1.1 or 1.2 holds what was new then, and an open one for what would come later. */
function openWrappers(
  version: EpcisVersion,
  placed: (rows: readonly Row<string>[], place: Place) => Particle[],
  body: readonly Row<string>[],
  elsewhere: Elsewhere,
): Wrappers {
  const wrap = (known: readonly Particle[], later: readonly Particle[]): Content => {
    const innermost = openWrapper(known.length === 0 ? later : [...known, ...later], { elsewhere });
    if (known.length === 0 || version === '1.0') return innermost;
    return {
      kind: 'wrapper',
      shape: shape([...known, element('extension', openWrapper(later, { elsewhere }))], {
        anyAttribute: true,
        hasExtensions: true,
        elsewhere,
      }),
    };
  };
  const base =
    version === '1.1'
      ? wrap([], [...placed(head, 'base'), ...placed(head, 'base/more')])
      : wrap(placed(head, 'base'), placed(head, 'base/more'));
  const extension = wrap(placed(body, 'extension'), placed(body, 'extension/more'));
  return { base, extension, anywhere: element('extension', openWrapper([], { elsewhere })) };
}
