/**
 * The short way through un-prefixed elements: `<name type="…">text</name>`, `<name/>`, and start and end tags of elements
 * that hold such. Whatever is not exactly that is left to saxes, at the very place where it begins.
 */
import type { DecodeLimits } from '../decoded.ts';
import { BrokenXml } from './broken-xml.ts';
import { CUT, isNameStart, makeAttributeScan, nameEnd, NOT_PLAIN } from './plain-attributes.ts';
import { tagMismatch } from './saxes-messages.ts';
import { type Cursor, type OpenElements, type OpenTag, passLines, tooDeep, tooLong, type XmlAttribute, type XmlHandler } from './tokens.ts';

/** Why it stopped: something for saxes, text where elements belong, or the end of what there is. */
export type Stop = 'markup' | 'text' | 'more';

export type PlainLane = {
  readonly run: () => Stop;
  /** May the short way be taken here? */
  readonly isOpen: () => boolean;
  /** Did it stop in the middle of something, for which it needs the next chunk? */
  readonly isWaiting: () => boolean;
  /** There is a next chunk. */
  readonly wake: () => void;
  /** Forgets the innermost element, whoever opened it. */
  readonly pop: () => void;
};

const LESS = 0x3c;
const GREATER = 0x3e;
const SLASH = 0x2f;
const AMPERSAND = 0x26;
const BRACKET = 0x5d;
const NEWLINE = 0x0a;
const SPACE = 0x20;

/** A plain element cut by the end of a chunk waits for the next one; a longer one is left to saxes, which waits better. */
const LONGEST_WAIT = 1 << 16;

const EPC = '<epc>';
const EPC_END = '</epc>';

const NO_ATTRIBUTES: readonly XmlAttribute[] = [];

export function makePlainLane(
  cursor: Cursor,
  open: OpenElements,
  handler: XmlHandler,
  limits: DecodeLimits,
  names: readonly string[],
): PlainLane {
  const nameAt = makeNames(names);
  const attributes = makeAttributeScan(nameAt, limits.textLength);
  let isWaiting = false;
  /** Line ends within the text last looked through. */
  let textLines = 0;
  let textLineStart = 0;

  const isOpen = (): boolean => open.isBare.at(-1) === true && handler.isPlain();

  const wait = (): Stop => {
    isWaiting = true;
    return 'more';
  };

  const skipSpaces = (): void => {
    const { chunk } = cursor;
    let { at } = cursor;
    let code = chunk.charCodeAt(at);
    while (code <= SPACE) {
      if (code === NEWLINE) {
        cursor.line++;
        cursor.lineStart = at + 1;
      }
      code = chunk.charCodeAt(++at);
    }
    cursor.at = at;
  };

  /** @returns index of the `<` that ends the text; NOT_PLAIN if the text is not plain, CUT if the chunk ends first */
  const textEnd = (from: number): number => {
    const { chunk } = cursor;
    const { length } = chunk;
    textLines = 0;
    for (let k = from; k < length; k++) {
      const code = chunk.charCodeAt(k);
      if (code === LESS) return k;
      if (code === AMPERSAND || code === BRACKET) return NOT_PLAIN;
      if (code === NEWLINE) {
        textLines++;
        textLineStart = k + 1;
      }
    }
    return CUT;
  };

  const moveTo = (at: number): void => {
    if (textLines > 0) {
      cursor.line += textLines;
      cursor.lineStart = textLineStart;
    }
    cursor.at = at;
  };

  /** A list of EPCs, the bulk of most documents. Stops where something else comes, or an EPC that is empty. */
  const epcRun = (epcs: string[]): void => {
    const { chunk } = cursor;
    while (chunk.startsWith(EPC, cursor.at)) {
      const from = cursor.at + EPC.length;
      const end = textEnd(from);
      if (end <= from || !chunk.startsWith(EPC_END, end) || end - from > limits.textLength) return;
      const text = trimmed(chunk, from, end);
      if (text === '') return;
      epcs.push(text);
      moveTo(end + EPC_END.length);
      skipSpaces();
    }
  };

  const endTag = (): Stop | undefined => {
    const { chunk, at } = cursor;
    const top = open.names.length - 1;
    if (!open.isPlain[top]) return 'markup';
    const name = open.names[top] ?? '';
    const greater = chunk.indexOf('>', at + 2);
    if (greater < 0) {
      if (chunk.length - at > LONGEST_WAIT) throw tooLong(limits);
      return wait();
    }
    if (!chunk.startsWith(name, at + 2) || chunk.slice(at + 2 + name.length, greater).trim() !== '') {
      const { id, message } = tagMismatch(open);
      throw new BrokenXml(id, message);
    }
    passLines(cursor, greater + 1);
    pop();
    handler.close();
    return undefined;
  };

  const pop = (): void => {
    open.names.pop();
    open.isPlain.pop();
    open.isBare.pop();
    open.lines.pop();
  };

  const startTag = (): Stop | undefined => {
    const { chunk, at } = cursor;
    const name = nameEnd(chunk, at + 1);
    let end = name;
    let found = NO_ATTRIBUTES;
    if (chunk.charCodeAt(name) === SPACE) {
      end = attributes.run(chunk, name);
      if (end === NOT_PLAIN) return 'markup';
      found = attributes.found();
    }
    if (end === CUT || end + 1 >= chunk.length) return waitForElement();
    const code = chunk.charCodeAt(end);
    if (code === GREATER) return element(nameAt(chunk, at + 1, name), found, end + 1);
    if (code === SLASH && chunk.charCodeAt(end + 1) === GREATER) return empty(nameAt(chunk, at + 1, name), found, end + 2);
    return 'markup';
  };

  const waitForElement = (): Stop => (cursor.chunk.length - cursor.at > LONGEST_WAIT ? 'markup' : wait());

  const empty = (name: string, found: readonly XmlAttribute[], after: number): undefined => {
    checkDepth();
    handler.leaf(name, '', found, cursor.line, cursor.at - cursor.lineStart + 1);
    cursor.at = after;
  };

  const checkDepth = (): void => {
    if (open.names.length >= limits.depth) throw tooDeep(limits);
  };

  /** What follows a start tag decides: text and the end tag make a leaf, another tag makes it an element that holds elements. */
  const element = (name: string, found: readonly XmlAttribute[], from: number): Stop | undefined => {
    const { chunk, at } = cursor;
    const end = textEnd(from);
    if (end === NOT_PLAIN || end - from > limits.textLength) return 'markup';
    const after = end + 2 + name.length;
    if (end === CUT || after >= chunk.length) return waitForElement();
    checkDepth();
    const column = at - cursor.lineStart + 1;
    if (chunk.charCodeAt(end + 1) === SLASH) {
      if (chunk.charCodeAt(after) !== GREATER || !chunk.startsWith(name, end + 2)) return 'markup';
      handler.leaf(name, chunk.slice(from, end), found, cursor.line, column);
      moveTo(after + 1);
      return undefined;
    }
    if (end > from && !isBlank(chunk, from, end)) return 'markup';
    push({ name, prefix: '', ns: '', attributes: found, line: cursor.line, column });
    moveTo(end);
    return undefined;
  };

  const push = (tag: OpenTag): void => {
    open.names.push(tag.name);
    open.isPlain.push(true);
    open.isBare.push(true);
    open.lines.push(tag.line);
    handler.open(tag);
  };

  const next = (): Stop | undefined => {
    const { chunk, at } = cursor;
    const second = chunk.charCodeAt(at + 1);
    if (second === SLASH) return endTag();
    if (isNameStart(second)) return startTag();
    return at + 1 < chunk.length ? 'markup' : wait();
  };

  const run = (): Stop => {
    for (;;) {
      skipSpaces();
      const epcs = handler.epcs();
      if (epcs) epcRun(epcs);
      if (cursor.at >= cursor.chunk.length) return 'more';
      if (cursor.chunk.charCodeAt(cursor.at) !== LESS) return 'text';
      const stop = next();
      if (stop) return stop;
      if (!isOpen()) return 'markup';
    }
  };

  return {
    run,
    isOpen,
    isWaiting: () => isWaiting,
    wake: () => {
      isWaiting = false;
    },
    pop,
  };
}

function trimmed(chunk: string, from: number, end: number): string {
  const text = chunk.slice(from, end);
  return chunk.charCodeAt(from) <= SPACE || chunk.charCodeAt(end - 1) <= SPACE ? text.trim() : text;
}

function isBlank(chunk: string, from: number, end: number): boolean {
  for (let k = from; k < end; k++) if (chunk.charCodeAt(k) > SPACE) return false;
  return true;
}

/** Finds names in text without making a string of those that are known: length and first character nearly decide. */
function makeNames(names: readonly string[]): (chunk: string, from: number, end: number) => string {
  const byBeginning = new Map<number, string[]>();
  const keyOf = (length: number, first: number): number => length * 128 + first;
  for (const name of new Set(names)) {
    const key = keyOf(name.length, name.charCodeAt(0));
    byBeginning.set(key, [...(byBeginning.get(key) ?? []), name]);
  }
  return (chunk, from, end) => {
    const known = byBeginning.get(keyOf(end - from, chunk.charCodeAt(from)));
    if (known) for (const name of known) if (chunk.startsWith(name, from)) return name;
    return chunk.slice(from, end);
  };
}
