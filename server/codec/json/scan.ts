/**
 * Finds the end of a JSON value that comes in chunks, and what is cheap to notice on the way.
 *
 * It does not judge the JSON: brackets of both kinds count alike, and what stands between them is looked at by
 * `JSON.parse` when the value is whole. One pass, no byte is looked at twice.
 */
import { isAscii } from 'node:buffer';

/** A piece of the document: its bytes, and the same read as Latin-1, in which native search is fast. */
export type Chunk = {
  readonly bytes: Buffer;
  readonly latin1: string;
  /** Where there is no backslash, a string ends at the next quotation mark. */
  readonly hasBackslash: boolean;
  readonly isAscii: boolean;
  /** Offset of the first byte in the document. */
  readonly base: number;
};

export function chunkOf(bytes: Buffer, base: number): Chunk {
  const latin1 = bytes.toString('latin1');
  return { bytes, latin1, hasBackslash: latin1.includes('\\'), isAscii: isAscii(bytes), base };
}

/** A scan in progress. Offsets are counted from the beginning of the document. */
export type Scan = {
  readonly depthLimit: number;
  readonly textLimit: number;
  /** The depth at which the value ends. */
  readonly floor: number;
  readonly kind: 'nested' | 'string' | 'scalar';
  /** Open brackets, the surrounding ones included. */
  depth: number;
  isInString: boolean;
  isEscaped: boolean;
  stringStart: number;
  /** Brackets of all kinds outside strings. */
  brackets: number;
  /** Colons outside strings: members of all objects, whether or not their names repeat. */
  members: number;
  hasEscape: boolean;
  /** There may be a number that JavaScript would print otherwise, e.g. `1.0`, `1e3`, twenty digits. */
  hasOddNumber: boolean;
  /** A string with more bytes than the limit has characters. */
  hasLongString: boolean;
  isDone: boolean;
  /** Set when the depth limit was crossed; the scan cannot go on. */
  isTooDeep: boolean;
};

export function beginScan(first: number, offset: number, depth: number, limits: { depth: number; textLength: number }): Scan {
  return {
    depthLimit: limits.depth,
    textLimit: limits.textLength,
    floor: depth,
    kind: first === 0x7b || first === 0x5b ? 'nested' : first === 0x22 ? 'string' : 'scalar',
    depth,
    isInString: false,
    isEscaped: false,
    stringStart: offset,
    brackets: 0,
    members: 0,
    hasEscape: false,
    hasOddNumber: false,
    hasLongString: false,
    isDone: false,
    isTooDeep: false,
  };
}

/**
 * Scans on from index `start` of the chunk.
 *
 * @returns the index after the value where `isDone` was set; the index of the bracket where `isTooDeep` was set; else
 *   the length of the chunk
 */
export function scanOn(scan: Scan, chunk: Chunk, start: number): number {
  if (scan.kind === 'scalar') return scanScalar(scan, chunk.bytes, start);
  let i = start;
  if (scan.isInString) {
    i = endString(scan, chunk, start);
    if (scan.isInString) return i;
  } else if (scan.kind === 'string') {
    scan.stringStart = chunk.base + start + 1;
    i = endString(scan, chunk, start + 1);
  }
  if (scan.kind === 'nested') return scanNested(scan, chunk, i);
  scan.isDone = !scan.isInString;
  return i;
}

/** The hot loop: counts are kept in locals, and a string in a chunk without escapes costs one native search. */
function scanNested(scan: Scan, chunk: Chunk, start: number): number {
  const { bytes } = chunk;
  const end = bytes.length;
  const { floor, depthLimit, textLimit } = scan;
  let { depth, brackets, members } = scan;
  let i = start;
  scanning: while (i < end) {
    switch (classes[bytes[i] as number]) {
      case QUOTE: {
        const close = plainEnd(chunk, i + 1, textLimit);
        i = close < 0 ? slowEnd(scan, chunk, i + 1) : close + 1;
        break;
      }
      case OPEN:
        if (depth === depthLimit) {
          scan.isTooDeep = true;
          break scanning;
        }
        depth++;
        brackets++;
        i++;
        break;
      case CLOSE:
        brackets++;
        i++;
        if (--depth === floor) {
          scan.isDone = true;
          break scanning;
        }
        break;
      case COLON:
        members++;
        i++;
        break;
      case NUMBER:
        i = scanNumber(scan, bytes, i);
        break;
      default:
        i++;
    }
  }
  scan.depth = depth;
  scan.brackets = brackets;
  scan.members = members;
  return i;
}

/** @returns the index of the closing quotation mark, or -1 where the string needs a closer look */
function plainEnd({ latin1, hasBackslash }: Chunk, start: number, textLimit: number): number {
  if (hasBackslash) return -1;
  const close = latin1.indexOf('"', start);
  return close - start <= textLimit ? close : -1;
}

function slowEnd(scan: Scan, chunk: Chunk, start: number): number {
  scan.stringStart = chunk.base + start;
  return endString(scan, chunk, start);
}

/** @returns the index after the closing quotation mark, or the length of the chunk */
function endString(scan: Scan, chunk: Chunk, start: number): number {
  const close = chunk.hasBackslash || scan.isEscaped ? closeByBytes(scan, chunk.bytes, start) : chunk.latin1.indexOf('"', start);
  scan.isInString = close < 0;
  if (close < 0) return chunk.bytes.length;
  if (chunk.base + close - scan.stringStart > scan.textLimit) scan.hasLongString = true;
  return close + 1;
}

function closeByBytes(scan: Scan, bytes: Buffer, start: number): number {
  let i = start;
  if (scan.isEscaped && i < bytes.length) {
    scan.isEscaped = false;
    i++;
  }
  for (; i < bytes.length; i++) {
    const c = bytes[i];
    if (c === 0x22) return i;
    if (c === 0x5c) {
      scan.hasEscape = true;
      scan.isEscaped = ++i === bytes.length;
    }
  }
  return -1;
}

/** Digits, points, signs and exponents up to whatever is none of them. */
function scanNumber(scan: Scan, bytes: Buffer, start: number): number {
  const end = bytes.length;
  let digits = 0;
  let pointAt = -1;
  let isOdd = false;
  let i = start;
  for (; i < end; i++) {
    const c = bytes[i] as number;
    if (c >= 0x30 && c <= 0x39) digits++;
    else if (c === 0x2e) pointAt = digits;
    else if (c === 0x65 || c === 0x45 || c === 0x2b) isOdd = true;
    else if (c !== 0x2d) break;
  }
  const endsInZero = bytes[i - 1] === 0x30;
  const isMinusZero = bytes[start] === 0x2d && digits === 1 && endsInZero;
  const isLongFraction = pointAt >= 0 && (endsInZero || digits - pointAt > 6);
  // For all others `String(Number(text)) === text`: up to 15 digits, down to 1e-6, no zero at the end of a fraction.
  scan.hasOddNumber ||= isOdd || i === end || digits > 15 || isMinusZero || isLongFraction;
  return i;
}

/** A number or a word at the place of a value ends at a comma, a bracket or white space. */
function scanScalar(scan: Scan, bytes: Buffer, start: number): number {
  let i = start;
  while (i < bytes.length && scalarEnds[bytes[i] as number] === 0) i++;
  scan.hasOddNumber = true;
  if (i < bytes.length) scan.isDone = true;
  return i;
}

const QUOTE = 1;
const OPEN = 2;
const CLOSE = 3;
const COLON = 4;
const NUMBER = 5;

const table = (rows: readonly (readonly [string, number])[]): Uint8Array => {
  const made = new Uint8Array(256);
  for (const [characters, kind] of rows) for (const c of characters) made[c.charCodeAt(0)] = kind;
  return made;
};

const classes = table([
  ['"', QUOTE],
  ['{[', OPEN],
  ['}]', CLOSE],
  [':', COLON],
  ['-0123456789', NUMBER],
]);

const scalarEnds = table([
  [',]}{[":', 1],
  [' \t\r\n', 1],
]);
