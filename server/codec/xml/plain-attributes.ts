/** Attributes of the plainest kind: un-prefixed ASCII names, each once, values without references or line ends. */
import type { XmlAttribute } from './handler.ts';

export type AttributeScan = {
  /**
   * Reads from behind the element name to the `>` or `/` that ends the attributes.
   *
   * @returns its index; NOT_PLAIN where saxes must look, CUT where the chunk ends first
   */
  readonly run: (chunk: string, from: number) => number;
  /** What the last run found. */
  readonly found: () => readonly XmlAttribute[];
};

export const NOT_PLAIN = -1;
export const CUT = -2;

/** More are compared faster by saxes. */
const MOST = 50;

const TAB = 0x09;
const NEWLINE = 0x0a;
const SPACE = 0x20;
const QUOTE = 0x22;
const AMPERSAND = 0x26;
const APOSTROPHE = 0x27;
const SLASH = 0x2f;
const LESS = 0x3c;
const EQUALS = 0x3d;
const GREATER = 0x3e;

const NONE: readonly XmlAttribute[] = [];

const isLetter = (code: number): boolean => (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a);

/** ASCII characters of a name without a colon. */
export const isNameCharacter = (code: number): boolean =>
  isLetter(code) || (code >= 0x30 && code <= 0x39) || code === 0x5f || code === 0x2d || code === 0x2e;

export const isNameStart = isLetter;

/** @param nameAt makes the name between two indexes */
export function makeAttributeScan(
  nameAt: (chunk: string, from: number, end: number) => string,
  textLength: number,
): AttributeScan {
  let found: readonly XmlAttribute[] = NONE;

  const run = (chunk: string, from: number): number => {
    const attributes: XmlAttribute[] = [];
    found = attributes;
    let at = from;
    for (;;) {
      const begin = skipSpaces(chunk, at);
      const code = chunk.charCodeAt(begin);
      if (code === GREATER || code === SLASH) return begin;
      const next = begin > at && isLetter(code) ? one(chunk, begin, attributes) : unknown(chunk, begin);
      if (next < 0) return next;
      at = next;
    }
  };

  /** @returns index behind the closing quote */
  const one = (chunk: string, begin: number, attributes: XmlAttribute[]): number => {
    const equals = nameEnd(chunk, begin);
    const quote = chunk.charCodeAt(equals + 1);
    if (equals + 1 >= chunk.length) return CUT;
    if (chunk.charCodeAt(equals) !== EQUALS || (quote !== QUOTE && quote !== APOSTROPHE)) return NOT_PLAIN;
    const end = valueEnd(chunk, equals + 2, quote);
    if (end < 0 || end - equals > textLength) return end < 0 ? end : NOT_PLAIN;
    const name = nameAt(chunk, begin, equals);
    if (name === 'xmlns' || attributes.length > MOST || attributes.some((other) => other.name === name)) return NOT_PLAIN;
    attributes.push({ name, prefix: '', ns: '', value: chunk.slice(equals + 2, end) });
    return end + 1;
  };

  return { run, found: () => found };
}

const unknown = (chunk: string, at: number): number => (at < chunk.length ? NOT_PLAIN : CUT);

function skipSpaces(chunk: string, from: number): number {
  let at = from;
  while (chunk.charCodeAt(at) === SPACE) at++;
  return at;
}

export function nameEnd(chunk: string, from: number): number {
  let at = from;
  while (isNameCharacter(chunk.charCodeAt(at))) at++;
  return at;
}

function valueEnd(chunk: string, from: number, quote: number): number {
  for (let at = from; at < chunk.length; at++) {
    const code = chunk.charCodeAt(at);
    if (code === quote) return at;
    if (code === AMPERSAND || code === LESS || code === NEWLINE || code === TAB) return NOT_PLAIN;
  }
  return CUT;
}
