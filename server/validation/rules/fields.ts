/** The fields of an event by what they hold, whatever its type. */
import type { EpcisEvent, Quantity } from '../../epcis/event.ts';

type EpcLists = Partial<Record<'epcList' | 'childEPCs' | 'inputEPCList' | 'outputEPCList', readonly string[]>>;
type QuantityLists = Partial<
  Record<'quantityList' | 'childQuantityList' | 'inputQuantityList' | 'outputQuantityList', readonly Quantity[]>
>;

const epcFields = ['epcList', 'childEPCs', 'inputEPCList', 'outputEPCList'] as const;
const quantityFields = ['quantityList', 'childQuantityList', 'inputQuantityList', 'outputQuantityList'] as const;

/** Lists of instance-level identifiers that the event has, by field name. */
export function epcLists(event: EpcisEvent): readonly (readonly [string, readonly string[]])[] {
  const lists: (readonly [string, readonly string[]])[] = [];
  for (const field of epcFields) {
    const list = (event as EpcLists)[field];
    if (list) lists.push([field, list]);
  }
  return lists;
}

/** Lists of quantities that the event has, by field name. */
export function quantityLists(event: EpcisEvent): readonly (readonly [string, readonly Quantity[]])[] {
  const lists: (readonly [string, readonly Quantity[]])[] = [];
  for (const field of quantityFields) {
    const list = (event as QuantityLists)[field];
    if (list) lists.push([field, list]);
  }
  return lists;
}

/** What a rule answers that has nothing to say: nearly all of them, nearly always. */
export const nothing: readonly never[] = [];

export const parentOf = (event: EpcisEvent): string | undefined => ('parentID' in event ? event.parentID : undefined);

export const isEmpty = (list: readonly unknown[] | undefined): boolean => list === undefined || list.length === 0;
