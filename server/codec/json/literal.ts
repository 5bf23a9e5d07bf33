/** JSON numbers with the text they were written in. */
import type { Decimal } from '../../epcis/event.ts';

const written = Symbol('the text of a number');

/** Stands in a parsed value where a number's text is not what JavaScript would print. */
type Literal = { readonly [written]: string; readonly value: number };

type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;

const keepText: Reviver = (_key, value, { source }) =>
  typeof value === 'number' && source !== undefined && String(value) !== source ? { [written]: source, value } : value;

/**
 * JSON.parse; with `hasOddNumber` numbers like `1.0`, `1e3` or of twenty digits keep their text, at a price.
 * @throws SyntaxError
 */
export const parseJson = (text: string, hasOddNumber: boolean): unknown =>
  hasOddNumber ? (JSON.parse as (text: string, reviver: Reviver) => unknown)(text, keepText) : JSON.parse(text);

const isLiteral = (raw: unknown): raw is Literal => typeof raw === 'object' && raw !== null && written in raw;

export const isNumber = (raw: unknown): raw is number | Literal => typeof raw === 'number' || isLiteral(raw);

export const decimalOf = (raw: number | Literal): Decimal =>
  typeof raw === 'number' ? { value: raw, text: String(raw) } : { value: raw.value, text: raw[written] };

/** The value as parsed, numbers in their own text again; for messages. */
export const withoutLiterals = (raw: unknown): unknown => (isLiteral(raw) ? raw.value : raw);
