/** An event or vocabulary as it was cut out of its document: text, place, and what the scan noticed. */
import { isUtf8 } from 'node:buffer';
import type { Issue } from '../../epcis/issue.ts';
import type { ItemStart } from './item-start.ts';
import { placeIn } from './position.ts';
import { notUtf8 } from './problem.ts';
import type { Chunk, Scan } from './scan.ts';
import { firstInvalidByte } from './utf8.ts';

export type Item = {
  readonly start: ItemStart;
  readonly text: string;
  readonly scan: Scan;
};

/**
 * @param parts pieces of the item in earlier chunks
 * @param after index after the item in the chunk
 */
export function itemOf(
  start: ItemStart,
  scan: Scan,
  parts: readonly Piece[],
  chunk: Chunk,
  after: number,
): Item | { problem: Issue } {
  const last = pieceOf(chunk, Math.max(0, start.offset - chunk.base), after);
  if (parts.length === 0 && typeof last === 'string') return { start, scan, text: last };
  const pieces = [...parts, last];
  if (pieces.every((piece) => typeof piece === 'string')) return { start, scan, text: pieces.join('') };
  const bytes = bytesOf(pieces);
  if (isUtf8(bytes)) return { start, scan, text: bytes.toString() };
  const valid = bytes.toString('utf8', 0, firstInvalidByte(bytes));
  return {
    problem: notUtf8(placeIn(start.at, valid, valid.length), start.pointer, start.kind === 'event' ? start.index : undefined),
  };
}

/** A part of an item in one chunk: its text where the chunk is ASCII, else its bytes. */
export type Piece = string | Buffer;

export const pieceOf = (chunk: Chunk, from: number, to: number): Piece =>
  chunk.isAscii ? chunk.latin1.slice(from, to) : chunk.bytes.subarray(from, to);

export const bytesOf = (pieces: readonly Piece[]): Buffer =>
  Buffer.concat(pieces.map((piece) => (typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece)));
