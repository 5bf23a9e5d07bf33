/**
 * EPCIS 2.0 in JSON, from bytes to canonical events, while it arrives.
 *
 * @source EPCIS 2.0 section 10; RFC 8259
 */
import type { Decode, DecodedItem } from '../decoded.ts';
import { type Decoding, makeDecoding } from './decoding.ts';
import { unsupportedEncoding } from './problem.ts';

/** A chunk is taken in pieces of at most so many bytes, so that what is yielded at a time stays small. */
const PIECE = 1 << 16;

/** Bytes in which a byte order mark and the encoding show. */
const HEAD = 4;

/** Findings carry the line, column and JSON pointer of what they are about. See `Decode` for what is promised. */
export const decodeJson: Decode = async function* (bytes, options) {
  const decoding = makeDecoding(options);
  for await (const chunk of withoutMark(bytes)) {
    const refused = chunk.isFirst ? refuse(chunk.bytes) : undefined;
    if (refused) yield [refused];
    else yield* pushPieces(decoding, chunk.bytes);
    if (refused || decoding.isOver()) return;
  }
  const last = decoding.end();
  if (last.length > 0) yield last;
};

type Part = { readonly bytes: Buffer; readonly isFirst: boolean };

/** The chunks, of which the first has at least `HEAD` bytes where there are so many, and no byte order mark of UTF-8. */
async function* withoutMark(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Part> {
  let head: Buffer | undefined = Buffer.alloc(0);
  for await (const { buffer, byteOffset, byteLength } of chunks) {
    const bytes = Buffer.from(buffer, byteOffset, byteLength);
    if (!head) {
      yield { bytes, isFirst: false };
      continue;
    }
    head = Buffer.concat([head, bytes]);
    if (head.length < HEAD) continue;
    yield { bytes: cutMark(head), isFirst: true };
    head = undefined;
  }
  if (head) yield { bytes: cutMark(head), isFirst: true };
}

const cutMark = (bytes: Buffer): Buffer =>
  bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;

function* pushPieces(decoding: Decoding, bytes: Buffer): Generator<readonly DecodedItem[]> {
  for (let from = 0; from < bytes.length && !decoding.isOver(); from += PIECE) {
    const items = decoding.push(bytes.subarray(from, from + PIECE));
    if (items.length > 0) yield items;
  }
}

/** JSON begins with ASCII: a zero among the first bytes, or another byte order mark, tells the encoding. */
function refuse(bytes: Buffer): DecodedItem | undefined {
  const [a, b, c, d] = bytes;
  const isWide = (a === 0 && b === 0) || (c === 0 && d === 0);
  const isUtf16 = (a === 0xfe && b === 0xff) || (a === 0xff && b === 0xfe) || a === 0 || b === 0;
  if (!isWide && !isUtf16) return undefined;
  return { kind: 'issue', issue: unsupportedEncoding(isWide ? 'UTF-32' : 'UTF-16') };
}
