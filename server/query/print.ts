/**
 * A query as parameters again, in one notation: bare words, Digital Links, `namespace#name`. What is printed reads as the
 * same query, without any prefix declared.
 */
import { digitalLinkOf } from '../epcis/identifier/key.ts';
import { toInstant } from '../epcis/time.ts';
import type { EpcMatcher, EventQuery, ExtensionField, MasterDataField, Predicate, WordField } from './ast.ts';
import { isList } from './parameter-rule.ts';
import { findParameter } from './parameters.ts';
import { areaMarks } from './qualified-names.ts';

type Printed = { readonly name: string; readonly values: readonly string[] };

/**
 * For a URL. Lists are joined by `|`; a `|` inside of a value is `%7C` before the URL's own escaping.
 *
 * @throws Error for a predicate that no parameter says: answers from master data, EPC fields in a mixture of their own
 */
export const printParameters = (query: EventQuery): readonly (readonly [string, string])[] =>
  printAll(query).map(({ name, values }) => [name, values.map((value) => value.replaceAll('|', '%7C')).join('|')]);

/** As a JSON query object: lists as arrays, everything else as text. @throws Error as `printParameters` */
export const printJsonQuery = (query: EventQuery): Readonly<Record<string, string | readonly string[]>> =>
  Object.fromEntries(printAll(query).map(({ name, values }) => [name, takesList(name) ? values : (values[0] ?? '')]));

function takesList(name: string): boolean {
  const rule = findParameter(name)?.rule;
  return rule !== undefined && isList(rule.value);
}

function printAll({ where, order, eventCountLimit, maxEventCount }: EventQuery): readonly Printed[] {
  const printed: Printed[] = where.map((predicate) => ({ name: nameOf(predicate), values: valuesOf(predicate) }));
  if (order) {
    const by = typeof order.by === 'string' ? order.by : `${order.by.ns}#${order.by.name}`;
    printed.push({ name: 'orderBy', values: [by] }, { name: 'orderDirection', values: [order.direction] });
  }
  if (eventCountLimit !== undefined) printed.push({ name: 'eventCountLimit', values: [String(eventCountLimit)] });
  if (maxEventCount !== undefined) printed.push({ name: 'maxEventCount', values: [String(maxEventCount)] });
  return printed;
}

const namesOfWords: Partial<Readonly<Record<WordField, string>>> = {
  eventType: 'eventType',
  'persistentDisposition.set': 'EQ_persistentDisposition_set',
  'persistentDisposition.unset': 'EQ_persistentDisposition_unset',
  'errorDeclaration.reason': 'EQ_errorReason',
  'errorDeclaration.correctiveEventID': 'EQ_correctiveEventID',
};

const placeMarks: Readonly<Record<string, string>> = {
  sensor: '',
  sensorMetadata: 'SENSORMETADATA_',
  sensorReport: 'SENSORREPORT_',
};

/** `sensorReport.time` → `SENSORREPORT_time`. */
function nameInPlace(field: string): string {
  const [place = '', name] = field.split('.');
  return name === undefined ? field : `${placeMarks[place] ?? ''}${name}`;
}

function nameOf(predicate: Predicate): string {
  switch (predicate.kind) {
    case 'eventTime':
    case 'recordTime':
      return `${predicate.op}_${predicate.kind}`;
    case 'word':
      return namesOfWords[predicate.field] ?? `EQ_${nameInPlace(predicate.field)}`;
    case 'epc':
    case 'epcClass':
      return nameOfMatch(predicate);
    case 'typed':
      return `EQ_${predicate.list}_${predicate.type}`;
    case 'exists':
      return `EXISTS_${predicate.what}`;
    case 'time':
      return `${predicate.op}_${predicate.field === 'errorDeclaration.declarationTime' ? 'errorDeclarationTime' : nameInPlace(predicate.field)}`;
    case 'quantity':
      return `${predicate.op}_quantity${unit(predicate)}`;
    case 'sensorNumber':
      return `${predicate.op}_${predicate.field}${unit(predicate)}`;
    default:
      return nameOfOpenField(predicate);
  }
}

const unit = ({ uom }: { readonly uom?: string }): string => (uom === undefined ? '' : `_${uom}`);

function nameOfMatch({ kind, fields, parameter }: Extract<Predicate, { readonly kind: 'epc' | 'epcClass' }>): string {
  const [only] = fields;
  if (fields.length === 1 && only !== undefined) return `MATCH_${only}`;
  if (fields.length === (kind === 'epc' ? 4 : 3)) return kind === 'epc' ? 'MATCH_anyEPC' : 'MATCH_anyEPCClass';
  throw new Error(`no parameter asks for what ${parameter} does`);
}

type OpenKind =
  | 'extensionExists'
  | 'extensionEquals'
  | 'extensionCompares'
  | 'within'
  | 'hasAttribute'
  | 'attributeEquals'
  | 'party';

/** Names that end in the name of a field. */
function nameOfOpenField(predicate: Extract<Predicate, { readonly kind: OpenKind }>): string {
  switch (predicate.kind) {
    case 'extensionExists':
      return `EXISTS_${printField(predicate.field)}`;
    case 'extensionEquals':
      return `EQ_${printField(predicate.field)}`;
    case 'extensionCompares':
      return `${predicate.op}_${printField(predicate.field)}`;
    case 'within':
      return `WD_${predicate.field}`;
    case 'hasAttribute':
      return `HASATTR_${printMasterDataField(predicate.field)}`;
    case 'attributeEquals':
      return `EQATTR_${printMasterDataField(predicate.field)}_${predicate.name}`;
    case 'party':
      throw new Error(`no parameter asks for what ${predicate.parameter} found in master data`);
  }
}

const printMasterDataField = (field: MasterDataField): string =>
  typeof field === 'string' ? field : `${field.ns}#${field.name}`;

function printField({ area, depth, ns, name }: ExtensionField): string {
  const mark = Object.keys(areaMarks).find((known) => areaMarks[known] === area) ?? '';
  return `${depth === 'inner' ? 'INNER_' : ''}${mark}${ns}#${name}`;
}

function valuesOf(predicate: Predicate): readonly string[] {
  switch (predicate.kind) {
    case 'eventTime':
    case 'recordTime':
    case 'time':
      return [printTime(predicate.ms)];
    case 'exists':
    case 'extensionExists':
      return ['true'];
    case 'extensionCompares':
      return [predicate.as === 'time' ? printTime(predicate.value) : String(predicate.value)];
    case 'quantity':
    case 'sensorNumber':
      return predicate.anyOf.map(String);
    case 'epc':
    case 'epcClass':
      return predicate.anyOf.map(printMatcher);
    case 'hasAttribute':
      return predicate.names;
    case 'word':
      return predicate.anyOf.map((value) => (asWritten.has(predicate.field) ? value : digitalLinkOf(value)));
    case 'typed':
    case 'within':
    case 'party':
      return predicate.anyOf.map(digitalLinkOf);
    default:
      return predicate.anyOf;
  }
}

/** Fields whose values are never keys, although a text may look like one. */
const asWritten: ReadonlySet<WordField> = new Set<WordField>([
  'eventID',
  'errorDeclaration.correctiveEventID',
  'sensor.stringValue',
]);

const printMatcher = (matcher: EpcMatcher): string =>
  matcher.kind === 'key' ? digitalLinkOf(matcher.key) : `urn:epc:idpat:${matcher.scheme}:${matcher.components.join('.')}`;

/** To the millisecond, and further where the instant is. */
function printTime(ms: number): string {
  const whole = Math.floor(ms);
  const beyond = (ms - whole).toFixed(9).replace(/0+$/, '').slice(2);
  return toInstant(whole).replace('Z', `${beyond}Z`);
}
