/** An event or vocabulary as it was cut out of its document: text, place, and what the scan noticed. */
import { isAscii, isUtf8 } from 'node:buffer';
import type { Issue } from '../../epcis/issue.ts';
import type { ItemStart } from './item-start.ts';
import { placeIn } from './position.ts';
import { notUtf8 } from './problem.ts';
import type { Chunk, Scan } from './scan.ts';
import { firstInvalidByte } from './utf8.ts';

export type Item = {
  readonly start: ItemStart;
  readonly text: string;
  readonly isAscii: boolean;
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
): { item: Item } | { problem: Issue } {
  const from = Math.max(0, start.offset - chunk.base);
  if (parts.length === 0 && chunk.isAscii) return { item: { start, scan, text: chunk.latin1.slice(from, after), isAscii: true } };
  const pieces = [...parts, pieceOf(chunk, from, after)];
  if (pieces.every((piece) => piece.latin1 !== undefined)) {
    return { item: { start, scan, text: pieces.map((piece) => piece.latin1).join(''), isAscii: true } };
  }
  const bytes = bytesOf(pieces);
  if (isUtf8(bytes)) return { item: { start, scan, text: bytes.toString(), isAscii: isAscii(bytes) } };
  const valid = bytes.toString('utf8', 0, firstInvalidByte(bytes));
  return {
    problem: notUtf8(placeIn(start.at, valid, valid.length), start.pointer, start.kind === 'event' ? start.index : undefined),
  };
}

/** A part of an item in one chunk: its bytes, and where they are ASCII their text. */
export type Piece = { readonly bytes: Buffer; readonly latin1?: string };

export const pieceOf = (chunk: Chunk, from: number, to: number): Piece => ({
  bytes: chunk.bytes.subarray(from, to),
  ...(chunk.isAscii && { latin1: chunk.latin1.slice(from, to) }),
});

export const bytesOf = (pieces: readonly Piece[]): Buffer => Buffer.concat(pieces.map((piece) => piece.bytes));
