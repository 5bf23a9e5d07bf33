/**
 * Terms and fact paths as 52-bit numbers: exact in JavaScript, 8 bytes in either store.
 *
 * The upper 16 bits come from the term's stem (field, path and class), the lower 36 from the whole term. Terms of one
 * stem are neighbours in an index, so that a document of many EPCs of one class is written to few pages. Two terms may
 * share a key (one pair among 10^10 terms of one stem is to be expected); every hit is held against `matches`.
 *
 * The numbers are in databases: no change may ever alter one. Not for use against an adversary.
 */

const LANE_A = 0x9e3779b1;
const LANE_B = 0x85ebca77;
const SEED_A = 0x243f6a88;
const SEED_B = 0x85a308d3;
const STEM_UNIT = 2 ** 36;

/** Characters of a lone segment, with the slash before it, that count as class: of an SSCC all but five digits and the check digit. */
const CLASS_LENGTH = 13;

/**
 * Number of characters of a term that make its stem: all but the last segment.
 *
 * An AI path of a single segment (`epc=00/395212345678901230`) holds class and serial in one; its first 12 characters
 * count to the stem. Where there is no `/` (URNs that have no Digital Link), segments end at `:` and `.`.
 */
export function stemLength(term: string): number {
  const slash = term.lastIndexOf('/');
  if (slash < 0) return Math.max(term.lastIndexOf(':'), term.lastIndexOf('.'), term.indexOf('='), 0);
  return isLoneSegment(term, slash) ? Math.min(slash + CLASS_LENGTH, term.length) : slash;
}

/** An application identifier of two to four digits, and nothing else, stands between `=` and the slash. */
const isLoneSegment = (term: string, slash: number): boolean =>
  term.charCodeAt(slash - 3) === EQUALS || term.charCodeAt(slash - 4) === EQUALS || term.charCodeAt(slash - 5) === EQUALS;

const EQUALS = 61;

/**
 * @param term `path=value`, or a stem that it begins with
 * @returns an integer, 0 <= key < 2^52
 */
export function termKey(term: string): number {
  const hash = beginHash();
  absorb(hash, term, 0, stemLength(term));
  const stem = stemBits(hash);
  absorb(hash, term, hash.length, term.length);
  return keyOf(stem, hash);
}

/** The key of a fact's path. The same hash as of terms; the two never meet in one index. */
export const factKey = (path: string): number => termKey(path);

/** Two 32-bit lanes over the characters absorbed so far. Mutable: the one place where speed needs it. */
export type HashState = { a: number; b: number; length: number };

export const beginHash = (): HashState => ({ a: SEED_A, b: SEED_B, length: 0 });

/** Takes in the UTF-16 code units of `text` from `start` up to, not including, `end`. */
export function absorb(state: HashState, text: string, start: number, end: number): void {
  let { a, b } = state;
  for (let at = start; at < end; at++) {
    const unit = text.charCodeAt(at);
    a = Math.imul(a ^ unit, LANE_A);
    b = Math.imul(b ^ unit, LANE_B);
    a ^= a >>> 15;
    b ^= b >>> 13;
  }
  state.a = a;
  state.b = b;
  state.length += end - start;
}

/** 16 bits of the state as it is after the stem. */
export const stemBits = (state: HashState): number => mix(state.a ^ Math.imul(state.b, LANE_A)) >>> 16;

/** The key for a stem's bits and the state after the whole term. */
export function keyOf(stem: number, state: HashState): number {
  const low = mix(state.a ^ Math.imul(state.length, LANE_B));
  const high = mix(state.b ^ low);
  return stem * STEM_UNIT + (high & 0xf) * 2 ** 32 + low;
}

/** Spreads every input bit over the whole word. */
function mix(word: number): number {
  let mixed = word;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}
