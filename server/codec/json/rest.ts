/** What remains of a document when its lists have been taken out: bytes with `[]` in place of each list. */
import { isUtf8 } from 'node:buffer';
import type { Place } from '../../epcis/issue.ts';
import { type LineColumn, placeIn } from './position.ts';
import { firstInvalidByte } from './utf8.ts';

/** Offsets in the rest from which on it was contiguous in the document, and where that was. */
type Piece = LineColumn & { readonly offset: number };

export type Rest = {
  readonly append: (bytes: Buffer) => void;
  readonly length: () => number;
  /** The next byte appended stands there in the document. */
  readonly continueAt: (place: LineColumn) => void;
  /** Text of the bytes from `offset` on. */
  readonly textFrom: (offset: number) => string;
  readonly text: () => RestText;
};

export type RestText = {
  readonly text: string;
  /** Where `text[offset]` stands in the document. */
  readonly placeOf: (offset: number) => Place;
  /** Place of the first byte that is not UTF-8. */
  readonly notUtf8?: Place;
};

export function makeRest(): Rest {
  let buffer = Buffer.allocUnsafe(4096);
  let length = 0;
  const pieces: Piece[] = [];

  const append = (bytes: Buffer): void => {
    if (length + bytes.length > buffer.length) {
      const larger = Buffer.allocUnsafe(Math.max(buffer.length * 2, length + bytes.length));
      buffer.copy(larger, 0, 0, length);
      buffer = larger;
    }
    bytes.copy(buffer, length);
    length += bytes.length;
  };

  return {
    append,
    length: () => length,
    continueAt: ({ line, column }) => void pieces.push({ offset: length, line, column }),
    textFrom: (offset) => buffer.toString('utf8', offset, length),
    text: () => readAll(buffer.subarray(0, length), pieces),
  };
}

function readAll(bytes: Buffer, pieces: readonly Piece[]): RestText {
  const texts = pieces.map((piece, i) => bytes.toString('utf8', piece.offset, pieces[i + 1]?.offset ?? bytes.length));
  const text = texts.join('');
  const placeOf = (offset: number): Place => {
    let from = 0;
    for (const [i, piece] of pieces.entries()) {
      const part = texts[i] as string;
      if (offset < from + part.length || i === pieces.length - 1) return placeIn(piece, part, offset - from);
      from += part.length;
    }
    return { line: 1, column: 1 };
  };
  if (isUtf8(bytes)) return { text, placeOf };
  const valid = bytes.toString('utf8', 0, firstInvalidByte(bytes));
  return { text, placeOf, notUtf8: placeOf(valid.length) };
}
