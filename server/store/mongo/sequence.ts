/**
 * Every event's place in the order of recording, as one number: that of its write, then that within the write.
 *
 * A safe integer: 2^22 events a write, 2^31 writes.
 */
import type { Snapshot } from '../../ports/event-store.ts';
import type { Range } from '../../query/plan.ts';

/** Sequences of one write. */
export const PER_WRITE = 2 ** 22;

export const firstOf = (write: number): number => write * PER_WRITE;

export const writeOf = (sequence: number): number => Math.floor(sequence / PER_WRITE);

/** All sequences of one write, `min <= s < max`. */
export const rangeOf = (write: number): Range => ({ min: firstOf(write), max: firstOf(write + 1) });

/** Sequences that a snapshot does not see below its end: of hidden writes, neighbours joined, ascending. */
export function hiddenRanges({ hidden }: Snapshot): readonly Range[] {
  const ranges: { min: number; max: number }[] = [];
  for (const write of hidden) {
    const { min, max } = rangeOf(write);
    const last = ranges.at(-1);
    if (last?.max === min) last.max = max;
    else ranges.push({ min, max });
  }
  return ranges;
}

/** Tells whether a snapshot sees a sequence. */
export function makeVisible({ last, hidden }: Snapshot): (sequence: number) => boolean {
  const unseen = new Set(hidden);
  return (sequence) => {
    const write = writeOf(sequence);
    return write <= last && !unseen.has(write);
  };
}
