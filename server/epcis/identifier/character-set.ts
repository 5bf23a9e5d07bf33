/**
 * The characters GS1 keys are made of, and the two ways they are escaped.
 *
 * @source GS1 General Specifications, character sets 82 and 39; EPC Tag Data Standard, "URI representation"
 */

export type CharacterSet = 'digits' | 'set82' | 'set39';

/** `strict`: as the standards have it. `tolerant`: a character that should have been escaped stands for itself. */
export type ReadMode = 'strict' | 'tolerant';

const DIGIT = 1;
const SET_82 = 2;
const SET_39 = 4;
/** To be written as %XX in URN and Digital Link alike. */
const ESCAPED = 8;
/** No URI may hold it bare. */
const NO_URI = 16;

const masks: Readonly<Record<CharacterSet, number>> = { digits: DIGIT, set82: SET_82, set39: SET_39 };

const flags = new Uint8Array(128);
for (const [characters, flag] of [
  ['0123456789', DIGIT | SET_82 | SET_39],
  ['ABCDEFGHIJKLMNOPQRSTUVWXYZ', SET_82 | SET_39],
  ['abcdefghijklmnopqrstuvwxyz', SET_82],
  ['!"%&\'()*+,-./:;<=>?_', SET_82],
  ['-#/', SET_39],
  ['"%&/<>?#', ESCAPED],
  ['"<>\\^`{|} ', NO_URI],
] as const) {
  for (const character of characters) flags[character.charCodeAt(0)] = (flags[character.charCodeAt(0)] ?? 0) | flag;
}

const has = (code: number, flag: number): boolean => code < 128 && ((flags[code] ?? 0) & flag) !== 0;

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** Is this a character of set 82 that stands for itself in an EPC URN and in a canonical Digital Link? */
export const isPlain82 = (code: number): boolean => code < 128 && ((flags[code] ?? 0) & (SET_82 | ESCAPED)) === SET_82;

/** @returns whether each character from `start` on is a digit; true for no character */
export function isAllDigits(text: string, start = 0, end = text.length): boolean {
  for (let i = start; i < end; i++) if (!isDigit(text.charCodeAt(i))) return false;
  return true;
}

/** @returns the first character outside of the set, or undefined where there is none */
export function firstOutside(set: CharacterSet, plain: string, start = 0): string | undefined {
  const mask = masks[set];
  for (let i = start; i < plain.length; i++) if (!has(plain.charCodeAt(i), mask)) return plain[i];
  return undefined;
}

/** @returns the first character that may not stand in a URI, or undefined */
export function firstNoUri(text: string): string | undefined {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 32 || code > 126 || has(code, NO_URI)) return text[i];
  }
  return undefined;
}

/**
 * Writes plain characters for a URN component or a Digital Link segment.
 *
 * Only `" % & / < > ? #` are escaped, with upper-case hex: the form of EPC URNs, which the CBV event hash uses for
 * Digital Links, too.
 */
export function escapeMinimally(plain: string): string {
  for (let i = 0; i < plain.length; i++) if (has(plain.charCodeAt(i), ESCAPED)) return escapeFrom(plain, i);
  return plain;
}

function escapeFrom(plain: string, start: number): string {
  let escaped = plain.slice(0, start);
  for (let i = start; i < plain.length; i++) {
    const code = plain.charCodeAt(i);
    escaped += has(code, ESCAPED) ? `%${code.toString(16).toUpperCase()}` : plain[i];
  }
  return escaped;
}

/**
 * Reads a component of an EPC URN.
 *
 * @returns the plain characters, or undefined where an escape is not one of the eight or a character is bare that has to
 *   be escaped. `tolerant` reads both as they stand.
 */
export function unescapeUrn(text: string, mode: ReadMode): string | undefined {
  let plain = '';
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const escaped = code === 37 ? hexPair(text, i + 1) : -1;
    if (escaped >= 0 && has(escaped, ESCAPED)) {
      plain += String.fromCharCode(escaped);
      i += 2;
    } else if (mode === 'strict' && has(code, ESCAPED)) return undefined;
    else plain += text[i];
  }
  return plain;
}

/**
 * Reads a path segment of a Digital Link.
 *
 * @returns the plain characters, or undefined for a `%` that begins no escape. Bytes beyond ASCII are in no key, so they
 *   are not put together to characters.
 */
export function decodeSegment(text: string): string | undefined {
  if (!text.includes('%')) return text;
  let plain = '';
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) !== 37) {
      plain += text[i];
      continue;
    }
    const code = hexPair(text, i + 1);
    if (code < 0) return undefined;
    plain += String.fromCharCode(code);
    i += 2;
  }
  return plain;
}

/** @returns the value of two hex digits at `at`, or -1 */
function hexPair(text: string, at: number): number {
  const high = hexDigit(text.charCodeAt(at));
  const low = hexDigit(text.charCodeAt(at + 1));
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

/** NaN, the code beyond the end, compares false with everything. */
function hexDigit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  if (code >= 65 && code <= 70) return code - 55;
  return code >= 97 && code <= 102 ? code - 87 : -1;
}
