/** Values inside documents: as they are where BSON can hold them unchanged, else as JSON. */
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { Binary } from 'mongodb';

/** MongoDB documents end at 100 levels. What stands around the value takes some of them. */
const DEPTH = 80;

/** Characters (each up to three bytes) and fields, counted together, that one document takes beside its terms. */
const SIZE = 3 * 1024 * 1024;

/**
 * True where BSON gives the very same value back: names without `.`, `$` at the front, and NUL; text without lone
 * surrogates; not too deep; not too large.
 */
export function fitsBson(value: unknown): boolean {
  return sizeOf(value, 0) <= SIZE;
}

/** Infinity where it does not fit for any reason. */
function sizeOf(value: unknown, depth: number): number {
  if (typeof value === 'string') return value.isWellFormed() ? value.length : Number.POSITIVE_INFINITY;
  if (typeof value !== 'object' || value === null) return 8;
  if (depth >= DEPTH) return Number.POSITIVE_INFINITY;
  let size = 8;
  if (Array.isArray(value)) {
    for (const item of value) size += 8 + sizeOf(item, depth + 1);
    return size;
  }
  for (const [name, member] of Object.entries(value)) {
    if (!isSafeName(name)) return Number.POSITIVE_INFINITY;
    size += 8 + name.length + sizeOf(member, depth + 1);
  }
  return size;
}

const isSafeName = (name: string): boolean =>
  name !== '' &&
  name !== '__proto__' &&
  !name.startsWith('$') &&
  !name.includes('.') &&
  !name.includes('\0') &&
  name.isWellFormed();

/** The value itself, or its JSON compressed. */
export const pack = <Value>(value: Value): Value | Binary =>
  fitsBson(value) ? value : new Binary(zstdCompressSync(Buffer.from(JSON.stringify(value), 'utf8')));

export const unpack = <Value>(packed: Value | Binary): Value =>
  packed instanceof Binary ? (JSON.parse(zstdDecompressSync(packed.buffer).toString('utf8')) as Value) : packed;
