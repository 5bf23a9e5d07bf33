/**
 * What a measure is in the base unit of its kind of quantity.
 *
 * @source UN/CEFACT Recommendation 20; EPCIS 2.0 section 7.3.7 (`uom`)
 */
import { unitFactors, unitOffsets } from './unit-factors.ts';

type Unit = { readonly kind: string; readonly factor: number; readonly offset: number };

const units: ReadonlyMap<string, Unit> = new Map(
  Object.entries(unitFactors).flatMap(([kind, factors]) =>
    Object.entries(factors).map(([code, factor]) => [code, { kind, factor, offset: unitOffsets[code] ?? 0 }] as const),
  ),
);

/**
 * A number in the base unit of its kind.
 *
 * @param of `interval` for a difference of two values (a standard deviation), where the zero of the scale plays no part
 * @returns for a code that no conversion is known for, the number itself, of a kind of its own
 */
export function toBase(value: number, code: string, of: 'value' | 'interval'): { readonly kind: string; readonly value: number } {
  const unit = units.get(code);
  if (unit === undefined) return { kind: `unit:${code}`, value };
  return { kind: unit.kind, value: value * unit.factor + (of === 'value' ? unit.offset : 0) };
}
