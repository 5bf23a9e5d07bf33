/**
 * Text of an XML document as elements, checked for well-formedness.
 *
 * saxes reads and checks everything that has attributes, prefixes, references, comments or sections. What most of an
 * EPCIS document consists of, un-prefixed elements with plain text, takes a short way past it (`plain-lane.ts`), several
 * times as fast; each `write` to saxes therefore ends with a tag, so that the two can take turns.
 *
 * @source XML 1.0 (fifth edition); Namespaces in XML 1.0
 */
import { SaxesParser, type SaxesTagNS } from 'saxes';
import type { DecodeLimits } from '../decoded.ts';
import { BrokenXml } from './broken-xml.ts';
import { XML_SCHEMA, XSI } from './namespaces.ts';
import { makePlainLane } from './plain-lane.ts';
import { explainSaxes } from './saxes-messages.ts';

export type XmlAttribute = {
  readonly name: string;
  readonly prefix: string;
  readonly ns: string;
  readonly value: string;
};

export type OpenTag = {
  readonly name: string;
  readonly prefix: string;
  readonly ns: string;
  readonly attributes: readonly XmlAttribute[];
  /** Of its `<`, from 1. */
  readonly line: number;
  readonly column: number;
};

/** What the tokenizer tells. Calls nest as the elements do. */
export type XmlHandler = {
  readonly open: (tag: OpenTag) => void;
  readonly close: () => void;
  /** Character data; may come in several pieces. */
  readonly text: (text: string) => void;
  /** An un-namespaced element whose content is plain text. */
  readonly leaf: (name: string, text: string, attributes: readonly XmlAttribute[], line: number, column: number) => void;
  /** A document type declaration that declares nothing; any other ends the reading. */
  readonly doctype: (line: number, column: number) => void;
  /** Prefixes declared at the root, before its `open`. */
  readonly namespaces: (declared: Readonly<Record<string, string>>) => void;
  /** Do the children of the open element matter as elements only, so that white space between them does not? */
  readonly isPlain: () => boolean;
  /** Where the texts of plain `epc` children go, if the open element is a list of them. */
  readonly epcs: () => string[] | undefined;
};

export type Tokenizer = {
  /** Throws BrokenXml, as does `end`. */
  readonly write: (text: string) => void;
  readonly end: () => void;
  /** Moves the place to the end of the text. */
  readonly skipToEnd: () => void;
  /** Characters read so far. */
  readonly position: () => number;
  readonly place: () => { readonly line: number; readonly column: number };
};

/** The tokenizer's place in its text, shared with the short way. */
export type Cursor = {
  chunk: string;
  /** Index in the chunk of what comes next. */
  at: number;
  line: number;
  /** Index in the chunk where the line began; negative when it began in an earlier one. */
  lineStart: number;
};

/** Elements that are open: what they are called and who opened them. */
export type OpenElements = {
  readonly names: string[];
  /** Opened by the short way: saxes does not know of it. */
  readonly isPlain: boolean[];
  /** Is an un-prefixed name below it in no namespace? */
  readonly isBare: boolean[];
  readonly lines: number[];
};

const NO_ATTRIBUTES: readonly XmlAttribute[] = [];

const LESS = 0x3c;
const GREATER = 0x3e;
const SPACE = 0x20;
const NEWLINE = 0x0a;

/** A reference, or what might become one beyond the characters that are known so far. */
const REFERENCE = /&(?:#\d+|#x[\da-fA-F]+|[^\s&;<>#'"]+);/y;
const LONGEST_REFERENCE = 64;

/** It names the root and nothing else: no entities, no other file. */
const EMPTY_DOCTYPE = /^<!DOCTYPE\s+[^\s>["']+\s*>/;

/** A piece that saxes has taken without a word may hold this much of other things than one text. */
const CHUNK = 1 << 16;

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const ILLEGAL = /[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/;

/** @param names element names worth knowing beforehand */
export function makeTokenizer(handler: XmlHandler, limits: DecodeLimits, names: readonly string[]): Tokenizer {
  const cursor: Cursor = { chunk: '', at: 0, line: 1, lineStart: 0 };
  const open: OpenElements = { names: [], isPlain: [], isBare: [], lines: [] };
  const lane = makePlainLane(cursor, open, handler, limits, names);
  const parser = new SaxesParser({ xmlns: true, position: false });
  let consumed = 0;
  let tagLine = 1;
  let tagColumn = 1;
  /** saxes is between the `<` and the `>` of something. */
  let isInside = false;
  let hasEnded = false;
  /** Characters saxes has taken since it last told something. */
  let quiet = 0;
  let hasStrayText = false;
  /** Index in the chunk of the next ampersand, or of one already passed. */
  let ampersand = 0;

  const told = (): void => {
    hasEnded = true;
    quiet = 0;
  };

  const tellText = (text: string): void => {
    quiet = 0;
    if (text.length > limits.textLength) throw tooLong(limits);
    if (open.names.length > 0) handler.text(text);
  };

  const tellOpen = (tag: SaxesTagNS): void => {
    told();
    const depth = open.names.length;
    if (depth >= limits.depth) throw tooDeep(limits);
    if (depth === 0) handler.namespaces({ ...tag.ns });
    const declared = tag.ns[''];
    open.names.push(tag.name);
    open.isPlain.push(false);
    open.isBare.push(declared === undefined ? depth === 0 || (open.isBare[depth - 1] ?? true) : declared === '');
    open.lines.push(tagLine);
    const attributes = attributesOf(tag, parser, limits);
    handler.open({ name: tag.local, prefix: tag.prefix, ns: tag.uri, attributes, line: tagLine, column: tagColumn });
  };

  const tellClose = (): void => {
    told();
    lane.pop();
    handler.close();
  };

  const fail = (error: Error): void => {
    const { chunk, at } = cursor;
    const offset = Math.max(0, parser.position - before - 1);
    cursor.at = Math.min(chunk.length, at + offset);
    throw explainSaxes(error.message, open, { ...placeOf(cursor, at), tagLine, tagColumn });
  };

  parser.on('opentag', tellOpen);
  parser.on('closetag', tellClose);
  parser.on('text', tellText);
  parser.on('cdata', (text) => {
    tellText(text);
    hasEnded = true;
  });
  parser.on('comment', told);
  parser.on('processinginstruction', told);
  parser.on('xmldecl', told);
  parser.on('doctype', (declaration) => {
    told();
    if (!EMPTY_DOCTYPE.test(`<!DOCTYPE${declaration}>`)) throw doctype(tagLine, tagColumn);
    handler.doctype(tagLine, tagColumn);
  });
  parser.on('error', fail);

  let before = 0;

  const noteTag = (less: number): void => {
    const { line, column } = placeOf({ ...cursor, at: less }, cursor.at);
    tagLine = line;
    tagColumn = column;
    if (open.names.length === 0 && /^<!DOCTYPE[^>]*[["'>]/.test(cursor.chunk.slice(less)) && !EMPTY_DOCTYPE.test(cursor.chunk.slice(less))) {
      throw doctype(line, column);
    }
    if (isOtherEnd(cursor.chunk, less, open.names.at(-1) ?? '')) throw explainSaxes('unexpected close tag.', open, { line, column, tagLine, tagColumn });
  };

  /** saxes would look for the semicolon in all that follows. */
  const checkAmpersands = (from: number, end: number): void => {
    const { chunk } = cursor;
    if (ampersand < from) ampersand = nextAmpersand(chunk, from);
    for (let k = ampersand; k < end; k = nextAmpersand(chunk, k + 1)) {
      REFERENCE.lastIndex = k;
      if (REFERENCE.test(chunk) || chunk.length - k < LONGEST_REFERENCE) continue;
      passLines(cursor, k);
      throw explainSaxes('entity name', open, { ...placeOf(cursor, k), tagLine, tagColumn });
    }
  };

  /** Gives saxes the text up to `end`. */
  const feed = (end: number): void => {
    const { chunk, at } = cursor;
    if (!isInside) {
      const less = chunk.charCodeAt(at) === LESS ? at : chunk.indexOf('<', at);
      isInside = less >= 0 && less < end;
      if (isInside) noteTag(less);
      if (ampersand < end) checkAmpersands(at, isInside && isSection(chunk, less) ? less : end);
    }
    hasEnded = false;
    before = parser.position;
    parser.write(chunk.slice(at, end));
    quiet = hasEnded ? 0 : quiet + end - at;
    if (quiet > limits.textLength + CHUNK) throw tooLong(limits);
    if (hasEnded) isInside = false;
    passLines(cursor, end);
  };

  /** Text where only elements may stand, in an element saxes does not know: an empty comment makes saxes tell it. */
  const feedStray = (): void => {
    const less = cursor.chunk.indexOf('<', cursor.at);
    feed(less < 0 ? cursor.chunk.length : less);
    if (less >= 0) parser.write('<!---->');
    hasStrayText = less < 0;
  };

  const step = (): void => {
    if (isInside || !lane.isOpen()) return feedTag();
    if (hasStrayText) return feedStray();
    if (lane.run() === 'text' && open.isPlain.at(-1)) return feedStray();
    if (cursor.at < cursor.chunk.length && !lane.isWaiting()) feedTag();
  };

  const feedTag = (): void => {
    const greater = cursor.chunk.indexOf('>', cursor.at);
    feed(greater < 0 ? cursor.chunk.length : greater + 1);
  };

  const take = (text: string): void => {
    const carried = cursor.chunk.slice(cursor.at);
    consumed += cursor.at;
    cursor.lineStart -= cursor.at;
    cursor.chunk = carried + text;
    cursor.at = 0;
    ampersand = nextAmpersand(cursor.chunk, 0);
    lane.wake();
    while (cursor.at < cursor.chunk.length && !lane.isWaiting()) step();
  };

  return {
    write: (text) => {
      const illegal = text.search(ILLEGAL);
      if (illegal < 0) return take(text);
      take(text.slice(0, illegal));
      passLines(cursor, cursor.chunk.length);
      throw illegalCharacter(text.charCodeAt(illegal));
    },
    end: () => {
      const innermost = open.names.length - 1;
      if (innermost >= 0) throw truncated(cursor, open.names[innermost] ?? '', open.lines[innermost] ?? 0);
      before = parser.position;
      parser.close();
    },
    skipToEnd: () => passLines(cursor, cursor.chunk.length),
    position: () => consumed + cursor.at,
    place: () => ({ line: cursor.line, column: cursor.at - cursor.lineStart + 1 }),
  };
}

function attributesOf(tag: SaxesTagNS, parser: SaxesParser<{ xmlns: true }>, limits: DecodeLimits): readonly XmlAttribute[] {
  let found: XmlAttribute[] | undefined;
  for (const key in tag.attributes) {
    const attribute = tag.attributes[key];
    if (!attribute || attribute.prefix === 'xmlns' || key === 'xmlns') continue;
    if (attribute.value.length > limits.textLength) throw tooLong(limits);
    const { local, prefix, uri } = attribute;
    const value = uri === XSI && local === 'type' ? plainType(attribute.value, parser) : attribute.value;
    found ??= [];
    found.push({ name: local, prefix, ns: uri, value });
  }
  return found ?? NO_ATTRIBUTES;
}

/** The value of `xsi:type` is a name with a prefix that means nothing elsewhere; XML Schema's own types get the usual one. */
function plainType(value: string, parser: SaxesParser<{ xmlns: true }>): string {
  const colon = value.indexOf(':');
  const isSchemas = colon > 0 && parser.resolve(value.slice(0, colon).trim()) === XML_SCHEMA;
  return isSchemas ? `xsd:${value.slice(colon + 1).trim()}` : value;
}

function nextAmpersand(chunk: string, from: number): number {
  const found = chunk.indexOf('&', from);
  return found < 0 ? Number.POSITIVE_INFINITY : found;
}

/** A comment, CDATA section or processing instruction, where an ampersand is nothing special. */
function isSection(chunk: string, less: number): boolean {
  const second = chunk.charCodeAt(less + 1);
  return second === 0x21 || second === 0x3f;
}

/** Does the end tag at `<` belong to another element than the innermost? */
function isOtherEnd(chunk: string, less: number, name: string): boolean {
  if (!chunk.startsWith('</', less)) return false;
  const after = chunk.charCodeAt(less + 2 + name.length);
  if (Number.isNaN(after)) return false;
  return !chunk.startsWith(name, less + 2) || !(after === GREATER || after <= SPACE);
}

/** Moves the cursor, counting the lines it passes. */
export function passLines(cursor: Cursor, end: number): void {
  const { chunk } = cursor;
  for (let k = cursor.at; k < end; k++) {
    if (chunk.charCodeAt(k) === NEWLINE) {
      cursor.line++;
      cursor.lineStart = k + 1;
    }
  }
  cursor.at = end;
}

/** Place of the cursor's index, whose lines were counted up to `from`. */
function placeOf(cursor: Cursor, from: number): { line: number; column: number } {
  const moved = { ...cursor, at: from };
  passLines(moved, cursor.at);
  return { line: moved.line, column: moved.at - moved.lineStart + 1 };
}

const illegalCharacter = (code: number): BrokenXml =>
  new BrokenXml('character-forbidden', `The character U+${code.toString(16).toUpperCase().padStart(4, '0')} is no XML character.`, {
    hint: 'Remove it at the source; XML has no way to write it.',
  });

export const tooLong = (limits: DecodeLimits): BrokenXml =>
  new BrokenXml('text-too-long', `A text, attribute value or comment is longer than ${limits.textLength} characters.`);

export const tooDeep = (limits: DecodeLimits): BrokenXml =>
  new BrokenXml('depth-exceeded', `Elements are nested more than ${limits.depth} deep.`);

const doctype = (line: number, column: number): BrokenXml =>
  new BrokenXml('doctype-forbidden', 'A document type declaration is not allowed: entities are neither expanded nor fetched.', {
    hint: 'Remove the <!DOCTYPE …> line; EPCIS documents need none.',
    at: { line, column },
  });

const truncated = (cursor: Cursor, name: string, line: number): BrokenXml => {
  passLines(cursor, cursor.chunk.length);
  return new BrokenXml('document-truncated', `The document ends inside <${name}>, which was opened in line ${line}.`, {
    hint: 'The transfer was probably cut off; send the whole document again.',
  });
};
