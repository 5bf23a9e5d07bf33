/**
 * The short way through plain elements: `<name type="…">text</name>`, `<name/>`, start and end tags of un-prefixed
 * elements that hold such, and prefixed elements with nothing but text. Whatever is not exactly that is left to saxes,
 * at the very place where it begins.
 */
import type { DecodeLimits } from '../decoded.ts';
import { BrokenXml } from './broken-xml.ts';
import { type Cursor, type OpenElements, passLines, popElement, pushElement } from './cursor.ts';
import type { XmlAttribute, XmlHandler } from './handler.ts';
import { textTooLong, tooDeep } from './limits.ts';
import { CUT, isNameStart, makeAttributeScan, NOT_PLAIN, nameEnd } from './plain-attributes.ts';
import { makeNames } from './plain-names.ts';
import { tagMismatch } from './saxes-messages.ts';

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
};

type Parts = {
  readonly cursor: Cursor;
  readonly open: OpenElements;
  readonly handler: XmlHandler;
  readonly limits: DecodeLimits;
  /** Element names worth knowing beforehand. */
  readonly names: readonly string[];
  /** The namespace that a prefix stands for here, if the short way may be taken with it. */
  readonly resolve: (prefix: string) => string | undefined;
};

const LESS = 0x3c;
const GREATER = 0x3e;
const SLASH = 0x2f;
const COLON = 0x3a;
const NEWLINE = 0x0a;
const SPACE = 0x20;

/** A plain element cut by the end of a chunk waits for the next one; a longer one is left to saxes, which waits better. */
const LONGEST_WAIT = 1 << 16;

const EPC = '<epc>';
const EPC_END = '</epc>';

const NO_ATTRIBUTES: readonly XmlAttribute[] = [];

export function makePlainLane({ cursor, open, handler, limits, names, resolve }: Parts): PlainLane {
  const nameAt = makeNames(names);
  const attributes = makeAttributeScan(nameAt, limits.textLength);
  let isWaiting = false;
  /** Line ends within the text last looked through. */
  let textLines = 0;
  let textLineStart = 0;
  /** Indexes in the chunk of the next characters that are not plain, and of the next line end; or of ones already passed. */
  let ampersand = -1;
  let bracket = -1;
  let lineEnd = -1;
  /** Of the start tag last looked at: index of its `>` or `/`, and what it says. */
  let tagEnd = 0;
  let tagAttributes = NO_ATTRIBUTES;

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
    textLines = 0;
    const end = chunk.indexOf('<', from);
    if (end < 0) return CUT;
    if (ampersand < from) ampersand = nextOf(chunk, '&', from);
    if (bracket < from) bracket = nextOf(chunk, ']', from);
    if (ampersand < end || bracket < end) return NOT_PLAIN;
    if (lineEnd < from) lineEnd = nextOf(chunk, '\n', from);
    while (lineEnd < end) {
      textLines++;
      textLineStart = lineEnd + 1;
      lineEnd = nextOf(chunk, '\n', textLineStart);
    }
    return end;
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
      if (chunk.length - at > LONGEST_WAIT) throw textTooLong(limits);
      return wait();
    }
    if (!chunk.startsWith(name, at + 2) || chunk.slice(at + 2 + name.length, greater).trim() !== '') {
      const { id, message } = tagMismatch(open);
      throw new BrokenXml(id, message);
    }
    passLines(cursor, greater + 1);
    popElement(open);
    handler.close();
    return undefined;
  };

  const waitForElement = (): Stop => (cursor.chunk.length - cursor.at > LONGEST_WAIT ? 'markup' : wait());

  const startTag = (): Stop | undefined => {
    const { chunk, at } = cursor;
    const name = nameEnd(chunk, at + 1);
    if (chunk.charCodeAt(name) === COLON) return prefixed(name);
    const stop = readAttributes(name);
    if (stop) return stop;
    return chunk.charCodeAt(tagEnd) === GREATER ? element(name) : empty(nameAt(chunk, at + 1, name), '', '');
  };

  /** Sets `tagEnd` and `tagAttributes`. */
  const readAttributes = (name: number): Stop | undefined => {
    const { chunk } = cursor;
    tagEnd = name;
    tagAttributes = NO_ATTRIBUTES;
    if (chunk.charCodeAt(name) === SPACE) {
      tagEnd = attributes.run(chunk, name);
      if (tagEnd === NOT_PLAIN) return 'markup';
      tagAttributes = attributes.found();
    }
    if (tagEnd === CUT || tagEnd + 1 >= chunk.length) return waitForElement();
    const code = chunk.charCodeAt(tagEnd);
    return code === GREATER || (code === SLASH && chunk.charCodeAt(tagEnd + 1) === GREATER) ? undefined : 'markup';
  };

  /** @param colon index of the colon in its name */
  const prefixed = (colon: number): Stop | undefined => {
    const { chunk, at } = cursor;
    const end = nameEnd(chunk, colon + 1);
    if (end >= chunk.length) return waitForElement();
    const prefix = chunk.slice(at + 1, colon);
    const ns = isNameStart(chunk.charCodeAt(colon + 1)) ? resolve(prefix) : undefined;
    if (ns === undefined) return 'markup';
    const stop = readAttributes(end);
    if (stop) return stop;
    const name = chunk.slice(colon + 1, end);
    if (chunk.charCodeAt(tagEnd) !== GREATER) return empty(name, prefix, ns);
    const text = textEnd(tagEnd + 1);
    if (text === CUT) return waitForElement();
    return text === NOT_PLAIN ? 'markup' : leaf(name, prefix, ns, text);
  };

  const empty = (name: string, prefix: string, ns: string): undefined => {
    checkDepth();
    handler.leaf(
      { name, prefix, ns, attributes: tagAttributes, line: cursor.line, column: cursor.at - cursor.lineStart + 1 },
      '',
    );
    cursor.at = tagEnd + 2;
  };

  const checkDepth = (): void => {
    if (open.names.length >= limits.depth) throw tooDeep(limits);
  };

  /** What follows a start tag decides: text and the end tag make a leaf, another tag makes it an element that holds elements. */
  const element = (nameIndex: number): Stop | undefined => {
    const { chunk, at } = cursor;
    const from = tagEnd + 1;
    const end = textEnd(from);
    if (end === NOT_PLAIN) return 'markup';
    if (end === CUT || end + 1 >= chunk.length) return waitForElement();
    const name = nameAt(chunk, at + 1, nameIndex);
    if (chunk.charCodeAt(end + 1) === SLASH) return leaf(name, '', '', end);
    if (end > from && !isBlank(chunk, from, end)) return 'markup';
    checkDepth();
    const { line } = cursor;
    pushElement(open, name, line, { isPlain: true, isBare: true });
    handler.open({ name, prefix: '', ns: '', attributes: tagAttributes, line, column: at - cursor.lineStart + 1 });
    moveTo(end);
    return undefined;
  };

  /** @param end index of the `<` behind the text */
  const leaf = (name: string, prefix: string, ns: string, end: number): Stop | undefined => {
    const { chunk, at } = cursor;
    const from = tagEnd + 1;
    const written = prefix === '' ? name : chunk.slice(at + 1, at + 2 + prefix.length + name.length);
    const after = end + 2 + written.length;
    if (after >= chunk.length) return waitForElement();
    const isClosed =
      chunk.charCodeAt(end + 1) === SLASH && chunk.charCodeAt(after) === GREATER && chunk.startsWith(written, end + 2);
    if (!isClosed || end - from > limits.textLength) return 'markup';
    checkDepth();
    const tag = { name, prefix, ns, attributes: tagAttributes, line: cursor.line, column: at - cursor.lineStart + 1 };
    handler.leaf(tag, chunk.slice(from, end));
    moveTo(after + 1);
    return undefined;
  };

  const next = (): Stop | undefined => {
    const { chunk, at } = cursor;
    if (at >= chunk.length) return 'more';
    if (chunk.charCodeAt(at) !== LESS) return 'text';
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
      ampersand = -1;
      bracket = -1;
      lineEnd = -1;
    },
  };
}

function nextOf(chunk: string, text: string, from: number): number {
  const found = chunk.indexOf(text, from);
  return found < 0 ? Number.POSITIVE_INFINITY : found;
}

function trimmed(chunk: string, from: number, end: number): string {
  const text = chunk.slice(from, end);
  return chunk.charCodeAt(from) <= SPACE || chunk.charCodeAt(end - 1) <= SPACE ? text.trim() : text;
}

function isBlank(chunk: string, from: number, end: number): boolean {
  for (let k = from; k < end; k++) if (chunk.charCodeAt(k) > SPACE) return false;
  return true;
}
