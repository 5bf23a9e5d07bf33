/** Lists of URIs, up to a million long: which entries are no URIs, and which repeat. Nearly as fast as `JSON.parse`. */
import { commonUri, isUri } from './uri.ts';

export type UriList = {
  /** Indices of what is no string. */
  readonly notText: readonly number[];
  /** Indices of what is no URI. */
  readonly notUri: readonly number[];
  /** Indices of what the list has had before. Empty where repeats were not asked for. */
  readonly repeated: readonly number[];
  /** Some scheme is none of `urn`, `http` and `https`: such a text may be a compact URI. */
  readonly mayHoldCuries: boolean;
};

export function checkUris(list: readonly unknown[], options: { readonly repeats: boolean }): UriList {
  const found: Growing = { notText: [], notUri: [], mayHoldCuries: false };
  const hashes = list.length <= SMALL ? smallHashes : new Int32Array(list.length);
  for (let index = 0; index < list.length; index++) {
    const text = list[index];
    const isKnown = typeof text === 'string' && text > known.from && text < known.to;
    const hash = typeof text === 'string' ? endHash(text, isKnown ? known.from.length : text.length) : index;
    hashes[index] = hash;
    if (!isKnown || hash < 0) lookAt(found, list, index);
  }
  const { notText, notUri, mayHoldCuries } = found;
  return { notText, notUri, mayHoldCuries, repeated: options.repeats ? repeatsIn(list, hashes) : [] };
}

type Growing = { readonly notText: number[]; readonly notUri: number[]; mayHoldCuries: boolean };

/** An entry that is not known to be a URI by its beginning. */
function lookAt(found: Growing, list: readonly unknown[], index: number): void {
  const text = list[index];
  if (typeof text !== 'string') found.notText.push(index);
  else if (commonUri.test(text)) meet(text);
  else if (!isUri(text)) found.notUri.push(index);
  else if (!/^(?:urn|https?):/.test(text)) found.mayHoldCuries = true;
}

/**
 * Entries of a list, and of the next one, mostly share all but their serial. What lies between `from` and `to` begins with
 * `from`, after which any plain character makes a URI. It is a memo: forgetting it costs time only.
 */
let known = { from: '', to: '' };
let met = 0;

/** Learning takes as long as ten looks: where beginnings change all the time it would be in vain. */
const LEARN_EVERY = 16;

function meet(text: string): void {
  if (met++ % LEARN_EVERY !== 0) return;
  const from = text.slice(0, Math.max(text.lastIndexOf('.'), text.lastIndexOf('/'), text.lastIndexOf(':')) + 1);
  // Of a URN something besides the scheme, of a web URI the host must be over: both have rules of their own.
  if (/^(?:urn:[^/?#]|https?:\/\/[^/?#]+\/)/.test(from) && isUri(`${from}x`))
    known = { from: copy(from), to: copy(`${from}\u007f`) };
}

/** A slice of a longer text compares slowly; a text of its own does not. */
const copy = (text: string): string => Buffer.from(text).toString();

const isPlain = new Uint8Array(128);
for (const c of "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?@!$&'()*+,;=") isPlain[c.charCodeAt(0)] = 1;

/** So many last characters make the hash: those in which neighbours differ. */
const HASHED = 10;

/** @returns a hash of the end of the text, made negative where a character from index `start` on is not plain */
function endHash(text: string, start: number): number {
  const { length } = text;
  const hashed = length > HASHED ? length - HASHED : 0;
  let plain = 1;
  for (let i = start; i < hashed; i++) plain &= isPlain[text.charCodeAt(i)] ?? 0;
  let hash = length;
  for (let i = hashed; i < length; i++) {
    const code = text.charCodeAt(i);
    if (i >= start) plain &= isPlain[code] ?? 0;
    hash = Math.imul(hash ^ code, 0x5bd1e995);
  }
  const positive = (hash ^ (hash >>> 15)) & 0x3fffffff;
  return plain === 1 ? positive : -1 - positive;
}

/** Lists up to this length need no memory of their own, */
const SMALL = 1024;
/** and up to this one no field of bits. */
const TINY = 24;
/** Bits for each entry: one entry in thirty-two finds its bit taken by another. */
const BITS = 16;

const smallHashes = new Int32Array(SMALL);
const smallFields = { once: new Uint8Array((SMALL * BITS) / 8), twice: new Uint8Array((SMALL * BITS) / 8) };

function fieldsOf(bits: number): typeof smallFields {
  if (bits > SMALL * BITS) return { once: new Uint8Array(bits / 8), twice: new Uint8Array(bits / 8) };
  smallFields.once.fill(0, 0, bits / 8);
  smallFields.twice.fill(0, 0, bits / 8);
  return smallFields;
}

/**
 * Entries that were there before. First all hashes are put into a small field of bits; only entries that share a bit are
 * compared as texts, by the engine's own hash, which is seeded: hashes made to collide take longer but stay linear.
 */
function repeatsIn(list: readonly unknown[], hashes: Int32Array): number[] {
  if (list.length <= TINY) return hasEqual(hashes, list.length) ? repeatsAmong(list, () => true) : [];
  let size = 64;
  while (size < list.length * BITS) size *= 2;
  const { once, twice } = fieldsOf(size);
  let shared = 0;
  for (let index = 0; index < list.length; index++) {
    const bit = spread(hashes[index] as number) & (size - 1);
    const mask = 1 << (bit & 7);
    const byte = once[bit >>> 3] as number;
    if ((byte & mask) === 0) once[bit >>> 3] = byte | mask;
    else {
      twice[bit >>> 3] = (twice[bit >>> 3] as number) | mask;
      shared++;
    }
  }
  if (shared === 0) return [];
  return repeatsAmong(list, (index) => {
    const bit = spread(hashes[index] as number) & (size - 1);
    return ((twice[bit >>> 3] as number) & (1 << (bit & 7))) !== 0;
  });
}

function hasEqual(hashes: Int32Array, length: number): boolean {
  for (let i = 1; i < length; i++) for (let k = 0; k < i; k++) if (hashes[i] === hashes[k]) return true;
  return false;
}

const spread = (hash: number): number => {
  const mixed = Math.imul(hash < 0 ? -1 - hash : hash, 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
};

function repeatsAmong(list: readonly unknown[], isCandidate: (index: number) => boolean): number[] {
  const repeated: number[] = [];
  const seen = new Set<unknown>();
  for (let index = 0; index < list.length; index++) {
    if (typeof list[index] !== 'string' || !isCandidate(index)) continue;
    if (seen.has(list[index])) repeated.push(index);
    seen.add(list[index]);
  }
  return repeated;
}
