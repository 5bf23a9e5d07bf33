/**
 * Questions to master data inside of a query, answered before a store sees it: locations below a location, things that have
 * an attribute. What is left are plain predicates over identifiers.
 *
 * @source EPCIS 2.0 section 8.2.7.1: WD_, HASATTR_ and EQATTR_
 */
import type { VocabularyElement } from '../epcis/document.ts';
import { identifierKey } from '../epcis/identifier/key.ts';
import { readWord } from '../epcis/vocabulary/cbv.ts';
import type { EventQuery, MasterDataField, MasterDataPredicate, Predicate } from './ast.ts';

/** Where the answers come from. Types are the last part of vocabulary type URIs; none given: every type. */
export type MasterDataLookup = {
  /** Keys of these elements and of everything below them, to any depth, through elements of these types. */
  within(types: readonly string[], keys: readonly string[]): Promise<readonly string[]>;
  /** Identifiers, as written, of the elements of these types that `satisfies` the question. */
  find(types: readonly string[], asked: AttributeQuestion): Promise<readonly string[]>;
};

/** Has it any of these attributes (in the form of `attributeKey`), and where values are given, with one of them? */
export type AttributeQuestion = { readonly names: readonly string[]; readonly anyOf?: readonly string[] };

const VOCABULARY_TYPE = 'urn:epcglobal:epcis:vtype:';

/** The vocabulary type URI of a name such as `ReadPoint`. */
export const vocabularyType = (name: string): string => VOCABULARY_TYPE + name;

const typesOf: Readonly<Record<Extract<MasterDataField, string>, readonly string[]>> = {
  readPoint: ['ReadPoint', 'Location'],
  // Some partners' documents call it BizLocation.
  bizLocation: ['BusinessLocation', 'BizLocation', 'Location'],
  bizStep: ['BusinessStep'],
  disposition: ['Disposition'],
  epcClass: ['EPCClass'],
  source: ['SourceDest', 'Party', 'Location'],
  destination: ['SourceDest', 'Party', 'Location'],
};

/** Is an element of one of these types? Without types: of any. */
export const isOfType = ({ type }: VocabularyElement, types: readonly string[]): boolean =>
  types.length === 0 || types.some((name) => type === vocabularyType(name));

const isMasterDataPredicate = (predicate: Predicate): predicate is Predicate & MasterDataPredicate =>
  predicate.kind === 'within' || predicate.kind === 'hasAttribute' || predicate.kind === 'attributeEquals';

/** The query with every question to master data answered. The parameters keep their names. */
export async function resolveMasterData(query: EventQuery, lookup: MasterDataLookup): Promise<EventQuery> {
  if (!query.where.some(isMasterDataPredicate)) return query;
  const where = await Promise.all(
    query.where.map((predicate) => (isMasterDataPredicate(predicate) ? resolve(predicate, lookup) : predicate)),
  );
  return { ...query, where };
}

async function resolve(predicate: Predicate & MasterDataPredicate, lookup: MasterDataLookup): Promise<Predicate> {
  const { parameter, field } = predicate;
  if (predicate.kind === 'within') {
    const below = await lookup.within(typesOf[predicate.field], predicate.anyOf);
    return { parameter, kind: 'word', field: predicate.field, anyOf: [...new Set([...predicate.anyOf, ...below])] };
  }
  const types = typeof field === 'string' ? typesOf[field] : [];
  const asked =
    predicate.kind === 'hasAttribute'
      ? { names: predicate.names.map(attributeKey) }
      : { names: [attributeKey(predicate.name)], anyOf: predicate.anyOf };
  return { parameter, ...predicateOver(field, await lookup.find(types, asked)) };
}

/** An empty value is as no value: EPCIS 2.0 section 8.2.7.1 asks for attributes that are not null. */
export const satisfies = ({ attributes }: VocabularyElement, { names, anyOf }: AttributeQuestion): boolean =>
  attributes.some(
    ({ id, value }) =>
      names.includes(attributeKey(id)) &&
      value.length > 0 &&
      (anyOf === undefined || (typeof value === 'string' && anyOf.includes(value))),
  );

/** The one name of an attribute: the CBV's own may be written with the prefix that JSON-LD gives them. */
export const attributeKey = (id: string): string => id.replace(/^cbvmda:/, 'urn:epcglobal:cbv:mda:');

type Plain = Exclude<Predicate, MasterDataPredicate> extends infer P ? (P extends unknown ? Omit<P, 'parameter'> : never) : never;

/** The field has one of these values. */
function predicateOver(field: MasterDataField, ids: readonly string[]): Plain {
  const keys = [...new Set(ids.map(identifierKey))];
  switch (field) {
    case 'readPoint':
    case 'bizLocation':
      return { kind: 'word', field, anyOf: keys };
    case 'bizStep':
    case 'disposition':
      return { kind: 'word', field, anyOf: [...new Set(ids.map((id) => readWord(field, id).word))] };
    case 'epcClass':
      return {
        kind: 'epcClass',
        fields: ['epcClass', 'inputEPCClass', 'outputEPCClass'],
        anyOf: keys.map((key) => ({ kind: 'key', key })),
      };
    case 'source':
    case 'destination':
      return { kind: 'party', list: field, anyOf: keys };
    default:
      return { kind: 'extensionEquals', field, anyOf: [...new Set(ids)] };
  }
}
