/**
 * What a query means: does it hold for an event? Read from the event itself, without terms; the stores are held to it.
 *
 * All predicates hold together; each looks by itself for one value of the event that satisfies it, so that two
 * comparisons may be satisfied by two quantities, or two sensor reports, of the event.
 *
 * @source EPCIS 2.0 section 8.2.7.1
 */
import type { Decimal } from '../epcis/event.ts';
import { identifierKey } from '../epcis/identifier/key.ts';
import type { StoredEvent } from '../epcis/stored-event.ts';
import { HubProblem } from '../runtime/problem.ts';
import type { EventQuery, Predicate } from './ast.ts';
import { makeCoverage } from './epc-coverage.ts';
import { allQuantities, epcsOf, quantitiesOf, reportsOf, timesOf, typedOf, wordsOf } from './event-fields.ts';
import { equalityForm, formOfText, instantOf, numberOf, occurrencesOf } from './extension-values.ts';
import { compares, measureCompares } from './numbers.ts';
import { addOtherTerms, termsOf } from './terms.ts';

/**
 * Does the query hold for the event? Order and limits play no part.
 *
 * @throws HubProblem query-parameter for a question to master data that no use case has resolved (`master-data.ts`)
 */
export const matches = (query: EventQuery, stored: StoredEvent): boolean =>
  query.where.every((predicate) => testOf(predicate)(stored));

type Test = (stored: StoredEvent) => boolean;

/** A query is held against many events: what can be prepared is, once. */
const prepared = new WeakMap<Predicate, Test>();

function testOf(predicate: Predicate): Test {
  const known = prepared.get(predicate);
  if (known) return known;
  const test = prepare(predicate);
  prepared.set(predicate, test);
  return test;
}

function prepare(predicate: Predicate): Test {
  switch (predicate.kind) {
    case 'eventTime':
      return ({ event }) => compares(event.eventTime.ms, predicate.op, predicate.ms);
    case 'recordTime':
      return ({ origin }) => compares(origin.recordTime, predicate.op, predicate.ms);
    case 'word':
      return (stored) => wordsOf(stored, predicate.field).some((value) => predicate.anyOf.includes(value));
    case 'epc':
    case 'epcClass':
      return prepareMatch(predicate);
    case 'typed':
      return ({ event }) =>
        typedOf(event, predicate.list).some(
          (entry) => entry.type === predicate.type && predicate.anyOf.includes(identifierKey(entry.id)),
        );
    case 'party':
      return ({ event }) => typedOf(event, predicate.list).some((entry) => predicate.anyOf.includes(identifierKey(entry.id)));
    case 'exists':
      return predicate.what === 'errorDeclaration'
        ? ({ event }) => event.errorDeclaration !== undefined
        : ({ event }) => (event.sensorElementList ?? []).length > 0;
    case 'time':
      return ({ event }) => timesOf(event, predicate.field).some((time) => compares(time, predicate.op, predicate.ms));
    case 'quantity':
    case 'sensorNumber':
      return prepareMeasure(predicate);
    case 'extensionExists':
    case 'extensionEquals':
    case 'extensionCompares':
      return prepareExtension(predicate);
    case 'within':
    case 'hasAttribute':
    case 'attributeEquals':
      throw new HubProblem('query-parameter', `${predicate.parameter} needs master data, which was not looked up`, {
        name: predicate.parameter,
      });
  }
}

type PredicateOf<K extends Predicate['kind']> = Extract<Predicate, { readonly kind: K }>;

function prepareMatch(predicate: PredicateOf<'epc' | 'epcClass'>): Test {
  const covers = makeCoverage(predicate.anyOf);
  if (predicate.kind === 'epc') return ({ event }) => predicate.fields.some((field) => epcsOf(event, field).some(covers));
  return ({ event }) => predicate.fields.some((field) => quantitiesOf(event, field).some(({ epcClass }) => covers(epcClass)));
}

function prepareMeasure(predicate: PredicateOf<'quantity' | 'sensorNumber'>): Test {
  const { op, uom } = predicate;
  const of = predicate.kind === 'sensorNumber' && predicate.field === 'sDev' ? 'interval' : 'value';
  const satisfies = (number: Decimal | undefined, given: string | undefined): boolean =>
    number !== undefined &&
    predicate.anyOf.some((value) => measureCompares({ value: number.value, uom: given }, op, { value, uom }, of));
  if (predicate.kind === 'quantity')
    return ({ event }) => allQuantities(event).some(({ quantity, uom: given }) => satisfies(quantity, given));
  return ({ event }) => reportsOf(event.sensorElementList ?? []).some((report) => satisfies(report[predicate.field], report.uom));
}

function prepareExtension(predicate: PredicateOf<'extensionExists' | 'extensionEquals' | 'extensionCompares'>): Test {
  const { field } = predicate;
  if (predicate.kind === 'extensionExists') return ({ event }) => occurrencesOf(event, field).length > 0;
  if (predicate.kind === 'extensionEquals') {
    const asked = new Set<string | undefined>(predicate.anyOf.map(formOfText));
    return ({ event }) => occurrencesOf(event, field).some(({ value }) => asked.has(equalityForm(value)));
  }
  const { op, value: asked, as } = predicate;
  return ({ event }) =>
    occurrencesOf(event, field).some(({ value }) => {
      const given = as === 'number' ? numberOf(value) : instantOf(value);
      return given !== undefined && compares(given, op, asked);
    });
}

/**
 * May somebody see the event?
 *
 * @param visibility for every member, the event must have one of these terms (`terms.ts`). Empty: everything
 */
export function isVisible(visibility: readonly (readonly string[])[], stored: StoredEvent): boolean {
  if (visibility.length === 0) return true;
  const terms = new Set<string>();
  const add = (term: string) => terms.add(term);
  // An event's EPCs may be a million, and as a rule its parties decide.
  addOtherTerms(add, stored);
  const isSeen = (anyOf: readonly string[]) => anyOf.some((term) => terms.has(term));
  if (visibility.every(isSeen)) return true;
  for (const term of termsOf(stored)) add(term);
  return visibility.every(isSeen);
}
