/** Line and column in a document that is read in pieces. Columns count UTF-16 units, as editors do. */
import type { Place } from '../../epcis/issue.ts';
import type { Chunk } from './scan.ts';

export type LineColumn = { readonly line: number; readonly column: number };

/** Where the byte at `offset` stands. */
export type Position = {
  offset: number;
  line: number;
  column: number;
  /** Offset of the next line break as far as the chunk is known, else infinity: it is looked for once, not per item. */
  newline: number;
};

export const beginning = (): Position => ({ offset: 0, line: 1, column: 1, newline: -1 });

/** To be called when a chunk begins. */
export function enter(position: Position, chunk: Chunk): void {
  position.newline = newlineFrom(chunk, 0);
}

function newlineFrom(chunk: Chunk, index: number): number {
  const found = chunk.latin1.indexOf('\n', index);
  return found < 0 ? Number.POSITIVE_INFINITY : chunk.base + found;
}

/** Moves on to index `to` of the chunk, which holds all bytes since the position. */
export function advance(position: Position, chunk: Chunk, to: number): void {
  const target = chunk.base + to;
  while (position.newline < target) {
    position.line++;
    position.column = 1;
    position.offset = position.newline + 1;
    position.newline = newlineFrom(chunk, position.offset - chunk.base);
  }
  position.column += chunk.isAscii ? target - position.offset : countUnits(chunk.bytes, position.offset - chunk.base, to);
  position.offset = target;
}

/** UTF-16 units of UTF-8 bytes: one for every byte that begins a character, two where it takes four bytes. */
function countUnits(bytes: Buffer, from: number, to: number): number {
  let units = 0;
  for (let i = from; i < to; i++) {
    const byte = bytes[i] as number;
    if ((byte & 0xc0) !== 0x80) units += byte >= 0xf0 ? 2 : 1;
  }
  return units;
}

/** The place of `text[offset]` where the text itself begins at `start`. */
export function placeIn(start: Place, text: string, offset: number): LineColumn {
  let line = start.line ?? 1;
  let column = start.column ?? 1;
  let from = 0;
  for (let newline = text.indexOf('\n'); newline >= 0 && newline < offset; newline = text.indexOf('\n', from)) {
    line++;
    column = 1;
    from = newline + 1;
  }
  return { line, column: column + offset - from };
}
