/** Where bytes stop being UTF-8. Only asked for when they are known not to be. */

/**
 * @returns index of the first byte that no UTF-8 text may have at its place, or the length of the bytes
 * @source RFC 3629 section 4
 */
export function firstInvalidByte(bytes: Uint8Array): number {
  let i = 0;
  while (i < bytes.length) {
    const size = sequenceSize(bytes, i);
    if (size === 0) return i;
    i += size;
  }
  return i;
}

/** @returns bytes of the character that begins at `i`, or 0 where none does */
function sequenceSize(bytes: Uint8Array, i: number): number {
  const first = bytes[i] as number;
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  const size = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  if (!isSecond(first, bytes[i + 1] ?? 0)) return 0;
  for (let k = 2; k < size; k++) if (((bytes[i + k] ?? 0) & 0xc0) !== 0x80) return 0;
  return size;
}

/** First bytes after which the second is bounded closer: else there were overlong forms, surrogates, and more than U+10FFFF. */
const bounds: ReadonlyMap<number, readonly [number, number]> = new Map([
  [0xe0, [0xa0, 0xbf]],
  [0xed, [0x80, 0x9f]],
  [0xf0, [0x90, 0xbf]],
  [0xf4, [0x80, 0x8f]],
]);

function isSecond(first: number, second: number): boolean {
  const [least, most] = bounds.get(first) ?? [0x80, 0xbf];
  return second >= least && second <= most;
}
