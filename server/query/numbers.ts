/**
 * Comparing numbers that carry units.
 *
 * In one unit numbers compare exactly. Between units they are brought to base units first, and differences below one
 * part in 10^9 are taken for what the conversion did to them.
 *
 * @source EPCIS 2.0 section 8.2.7.1: comparison after conversion to the unit of the parameter
 */
import { toBase } from '../epcis/vocabulary/units.ts';
import type { Comparison } from './ast.ts';

const RELATIVE_TOLERANCE = 1e-9;

/** A closed interval. */
export type Interval = { readonly min: number; readonly max: number };

/** Does `left op right` hold? */
export function compares(left: number, op: Comparison, right: number): boolean {
  switch (op) {
    case 'EQ':
      return left === right;
    case 'GT':
      return left > right;
    case 'GE':
      return left >= right;
    case 'LT':
      return left < right;
    case 'LE':
      return left <= right;
  }
}

export type Measure = { readonly value: number; readonly uom: string | undefined };

/**
 * @param asked without a unit: the number as it stands, whatever its unit
 * @param of `interval`: a difference of two values
 */
export function measureCompares(measure: Measure, op: Comparison, asked: Measure, of: 'value' | 'interval'): boolean {
  if (asked.uom === undefined || asked.uom === measure.uom) return compares(measure.value, op, asked.value);
  if (measure.uom === undefined) return false;
  const left = toBase(measure.value, measure.uom, of);
  const right = toBase(asked.value, asked.uom, of);
  if (left.kind !== right.kind) return false;
  const isEqual = Math.abs(left.value - right.value) <= tolerance(right.value);
  if (isEqual) return op === 'EQ' || op === 'GE' || op === 'LE';
  return compares(left.value, op, right.value);
}

const tolerance = (value: number): number => Math.abs(value) * RELATIVE_TOLERANCE;

/** An interval that holds every number for which `number op value` holds for any of the values. */
export function intervalOf(op: Comparison, values: readonly number[]): Interval {
  const low = Math.min(...values.map((value) => value - tolerance(value)));
  const high = Math.max(...values.map((value) => value + tolerance(value)));
  return {
    min: op === 'LT' || op === 'LE' ? Number.NEGATIVE_INFINITY : low,
    max: op === 'GT' || op === 'GE' ? Number.POSITIVE_INFINITY : high,
  };
}
