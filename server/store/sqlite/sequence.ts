/** Sequences: where a record stands in the order of recording. */

/** So many records fit under one write. */
export const SPAN = 2 ** 22;

/** The sequences of a write are `firstOf(number) <= s < firstOf(number + 1)`. */
export const firstOf = (number: number): number => number * SPAN;

export const writeOf = (sequence: number): number => Math.floor(sequence / SPAN);
