/**
 * From a query to what a store runs. Every event that matches the query satisfies the plan; the reverse is for `matches`
 * to decide.
 */
import { identifierKey } from '../epcis/identifier/key.ts';
import { toBase } from '../epcis/vocabulary/units.ts';
import { HubProblem } from '../runtime/problem.ts';
import type { EpcClassField, EpcField, EpcMatcher, EventQuery, Predicate, SensorNumber, TimeField, WordField } from './ast.ts';
import { groupOfPattern } from './epc-groups.ts';
import { formOfText } from './extension-values.ts';
import { type Interval, intervalOf } from './numbers.ts';
import { everyTime, type Plan, type Range } from './plan.ts';
import { factKey, termKey } from './term-key.ts';
import {
  epcTerm,
  existsTerm,
  extensionFact,
  extensionPath,
  extensionTerm,
  groupTerm,
  numberFact,
  partyTerm,
  timeFact,
  typedTerm,
  wordTerm,
} from './term-names.ts';

/** Terms of which an event has one, and how few events are expected to (0: a handful at most). */
type Alternatives = { readonly terms: readonly string[]; readonly rank: number };
type FactRange = { readonly path: string } & Interval;

/** More alternatives than this, over all conditions, and more conditions than that, no store is asked to run. */
const MAX_ALTERNATIVES = 50_000;
const MAX_CONDITIONS = 100;

/**
 * Compiles a query for a store.
 *
 * @param visibility what the asker may see: for every member, the event must have one of these terms
 * @throws HubProblem query-parameter for a question to master data that no use case has resolved (`master-data.ts`);
 *   query-too-complex
 */
export function compile(query: EventQuery, visibility: readonly (readonly string[])[] = []): Plan {
  const alternatives: Alternatives[] = visibility.map((terms) => ({ terms, rank: ranks.visibility }));
  const facts: FactRange[] = [];
  for (const predicate of query.where) {
    const terms = alternativesOf(predicate);
    if (terms) alternatives.push(terms);
    const fact = factOf(predicate);
    if (fact) facts.push(fact);
  }
  checkComplexity(alternatives, facts);
  const anyOf = alternatives.toSorted((a, b) => a.rank - b.rank).map(({ terms }) => [...new Set(terms.map(termKey))]);
  return {
    anyOf,
    facts: facts.map(({ path, min, max }) => ({ path: factKey(path), min, max })),
    eventTime: rangeOf(query, 'eventTime'),
    recordTime: rangeOf(query, 'recordTime'),
    order: storeOrder(query),
    ...(isOrderedByField(query) ? { sortedBy: 'caller' as const } : {}),
  };
}

function checkComplexity(alternatives: readonly Alternatives[], facts: readonly FactRange[]): void {
  const values = alternatives.reduce((sum, { terms }) => sum + terms.length, 0);
  const conditions = alternatives.length + facts.length;
  if (values <= MAX_ALTERNATIVES && conditions <= MAX_CONDITIONS) return;
  throw new HubProblem(
    'query-too-complex',
    `the query has ${conditions} conditions with ${values} values in all, ${MAX_CONDITIONS} and ${MAX_ALTERNATIVES} are allowed`,
  );
}

const isOrderedByField = ({ order }: EventQuery): boolean => typeof order?.by === 'object';

function storeOrder({ order }: EventQuery): Plan['order'] {
  if (order === undefined || typeof order.by === 'object') return { by: 'recordTime', direction: 'ASC' };
  return { by: order.by, direction: order.direction };
}

function rangeOf({ where }: EventQuery, kind: 'eventTime' | 'recordTime'): Range {
  let { min, max } = everyTime;
  for (const predicate of where) {
    if (predicate.kind !== kind) continue;
    if (predicate.op === 'GE') min = Math.max(min, predicate.ms);
    else max = Math.min(max, predicate.ms);
  }
  return { min, max };
}

/** Most selective first: these are guesses about what supply chains look like, they decide speed and nothing else. */
const ranks = {
  identity: 0,
  epc: 1,
  reference: 2,
  class: 3,
  value: 4,
  party: 5,
  place: 6,
  prefix: 7,
  visibility: 8,
  presence: 9,
  word: 10,
  type: 11,
} as const;

type Rank = (typeof ranks)[keyof typeof ranks];

const wordRanks: Partial<Readonly<Record<WordField, Rank>>> = {
  eventID: ranks.identity,
  transformationID: ranks.identity,
  'errorDeclaration.correctiveEventID': ranks.identity,
  readPoint: ranks.place,
  bizLocation: ranks.place,
  bizStep: ranks.word,
  disposition: ranks.word,
  action: ranks.type,
  eventType: ranks.type,
  'errorDeclaration.reason': ranks.presence,
  'sensor.type': ranks.presence,
  'sensor.booleanValue': ranks.presence,
};

function alternativesOf(predicate: Predicate): Alternatives | undefined {
  switch (predicate.kind) {
    case 'word': {
      const field = indexedField(predicate.field);
      return { terms: predicate.anyOf.map((value) => wordTerm(field, value)), rank: wordRanks[field] ?? ranks.value };
    }
    case 'epc':
    case 'epcClass':
      return epcAlternatives(predicate.fields, predicate.anyOf);
    case 'typed':
      return {
        terms: predicate.anyOf.map((key) => typedTerm(predicate.list, predicate.type, key)),
        rank: predicate.list === 'bizTransaction' ? ranks.reference : ranks.party,
      };
    case 'party':
      return { terms: predicate.anyOf.map(partyTerm), rank: ranks.party };
    case 'exists':
      return { terms: [existsTerm(predicate.what)], rank: ranks.presence };
    case 'extensionExists':
      return { terms: [existsTerm(extensionPath(predicate.field))], rank: ranks.presence };
    case 'extensionEquals': {
      const path = extensionPath(predicate.field);
      return { terms: predicate.anyOf.map((text) => extensionTerm(path, formOfText(text))), rank: ranks.value };
    }
    case 'within':
    case 'hasAttribute':
    case 'attributeEquals':
      throw new HubProblem('query-parameter', `${predicate.parameter} needs master data, which was not looked up`, {
        name: predicate.parameter,
      });
    default:
      return undefined;
  }
}

/** Sensor attributes are indexed without regard to which of their two places they stand in. */
const indexedField = (field: WordField): WordField => field.replace(/^sensor(?:Metadata|Report)\./, 'sensor.') as WordField;

function epcAlternatives(fields: readonly (EpcField | EpcClassField)[], matchers: readonly EpcMatcher[]): Alternatives {
  let rank: Rank = ranks.epc;
  const terms: string[] = [];
  for (const matcher of matchers) {
    if (matcher.kind === 'key') {
      for (const field of fields) terms.push(epcTerm(field, matcher.key));
      continue;
    }
    const group = groupOfPattern(matcher, identifierKey);
    rank = Math.max(rank, group[0] === 'class' ? ranks.class : group[0] === 'prefix' ? ranks.prefix : ranks.word) as Rank;
    for (const field of fields) terms.push(groupTerm(field, group));
  }
  return { terms, rank };
}

function factOf(predicate: Predicate): FactRange | undefined {
  switch (predicate.kind) {
    case 'time':
      return { path: timeFact(indexedTime(predicate.field)), ...intervalOf(predicate.op, [predicate.ms]) };
    case 'quantity':
      return numberRange('quantity', predicate);
    case 'sensorNumber':
      return numberRange(predicate.field, predicate);
    case 'extensionCompares':
      return {
        path: extensionFact(extensionPath(predicate.field), predicate.as),
        ...intervalOf(predicate.op, [predicate.value]),
      };
    default:
      return undefined;
  }
}

const indexedTime = (field: TimeField): TimeField =>
  field === 'sensorMetadata.time' || field === 'sensorReport.time' ? 'sensor.time' : field;

type NumberPredicate = Extract<Predicate, { readonly kind: 'quantity' | 'sensorNumber' }>;

function numberRange(field: SensorNumber | 'quantity', { op, anyOf, uom }: NumberPredicate): FactRange {
  if (uom === undefined) return { path: numberFact(field), ...intervalOf(op, anyOf) };
  const inBase = anyOf.map((value) => toBase(value, uom, field === 'sDev' ? 'interval' : 'value'));
  const kind = inBase[0]?.kind;
  return {
    path: numberFact(field, kind),
    ...intervalOf(
      op,
      inBase.map(({ value }) => value),
    ),
  };
}
