/**
 * The order of an answer, for whoever sorts in memory. Stores keep eventTime and recordTime in order by themselves.
 *
 * @source EPCIS 2.0 section 8.2.7.1, orderBy and orderDirection
 */
import type { StoredEvent } from '../epcis/stored-event.ts';
import type { EventOrder, ExtensionField } from './ast.ts';
import { equalityForm, numberOf, occurrencesOf } from './extension-values.ts';

/** What an event is ordered by: numbers come before instants and those before text; without a value it comes last. */
type OrderValue = { readonly rank: 0 | 1; readonly number: number } | { readonly rank: 2; readonly text: string };

/**
 * Compares two events as an answer in this order has them. Ties go by record time, in the same direction; what still ties
 * keeps its place in a stable sort.
 */
export function compareEvents(order: EventOrder): (a: StoredEvent, b: StoredEvent) => number {
  const sign = order.direction === 'ASC' ? 1 : -1;
  const byRecordTime = (a: StoredEvent, b: StoredEvent) => sign * (a.origin.recordTime - b.origin.recordTime);
  const { by } = order;
  if (by === 'recordTime') return byRecordTime;
  if (by === 'eventTime') return (a, b) => sign * (a.event.eventTime.ms - b.event.eventTime.ms) || byRecordTime(a, b);
  const known = new Map<StoredEvent, OrderValue | undefined>();
  const valueIn = (stored: StoredEvent): OrderValue | undefined => {
    if (!known.has(stored)) known.set(stored, orderValue(stored, by, order.direction));
    return known.get(stored);
  };
  return (a, b) => compareOptional(valueIn(a), valueIn(b), sign) || byRecordTime(a, b);
}

/** A repeated field counts with the value that puts its event first. */
function orderValue({ event }: StoredEvent, field: ExtensionField, direction: EventOrder['direction']): OrderValue | undefined {
  const sign = direction === 'ASC' ? 1 : -1;
  return occurrencesOf(event, field)
    .flatMap(({ value }): readonly OrderValue[] => {
      const form = equalityForm(value);
      if (form === undefined) return [];
      const number = numberOf(value);
      if (number !== undefined) return [{ rank: 0, number }];
      return form.startsWith('t:') ? [{ rank: 1, number: Number(form.slice(2)) }] : [{ rank: 2, text: form.slice(2) }];
    })
    .toSorted((a, b) => sign * compareValues(a, b))[0];
}

function compareOptional(a: OrderValue | undefined, b: OrderValue | undefined, sign: number): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  return sign * compareValues(a, b);
}

function compareValues(a: OrderValue, b: OrderValue): number {
  if (a.rank === 2 && b.rank === 2) return a.text < b.text ? -1 : Number(a.text > b.text);
  return a.rank !== 2 && b.rank !== 2 && a.rank === b.rank ? a.number - b.number : a.rank - b.rank;
}
