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
import { attributesOf } from './attributes.ts';
import {
  type Cursor,
  type Declared,
  type LineAndColumn,
  namespaceOf,
  noneOpen,
  type OpenElements,
  passLines,
  placeOf,
  popElement,
  pushElement,
} from './cursor.ts';
import type { XmlHandler } from './handler.ts';
import { textTooLong, tooDeep } from './limits.ts';
import { epcisNamespace } from './namespaces.ts';
import { makePlainLane } from './plain-lane.ts';
import { explainSaxes } from './saxes-messages.ts';
import { doctypeForbidden, illegalCharacter, isEmptyDoctype, isFullDoctype, notXml, truncated } from './text-problems.ts';

export type Tokenizer = {
  /** Throws BrokenXml, as does `end`. */
  readonly write: (text: string) => void;
  readonly end: () => void;
  /** Moves the place to the end of the text. */
  readonly skipToEnd: () => void;
  /** Characters read so far. */
  readonly position: () => number;
  readonly place: () => LineAndColumn;
};

const LESS = 0x3c;
const GREATER = 0x3e;
const SPACE = 0x20;

/** A reference, or the beginning of one that the chunk cuts. */
const REFERENCE = /&(?:(?:#\d+|#x[\da-fA-F]+|[^\s&;<>#'"]+);|#?$|#\d+$|#x[\da-fA-F]*$|[^\s&;<>#'"]+$)/y;

/** A piece that saxes has taken without a word may hold this much of other things than one text. */
const CHUNK = 1 << 16;

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const ILLEGAL = /[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/;

/** @param names element names worth knowing beforehand */
export function makeTokenizer(handler: XmlHandler, limits: DecodeLimits, names: readonly string[]): Tokenizer {
  const cursor: Cursor = { chunk: '', at: 0, line: 1, lineStart: 0 };
  const open = noneOpen();
  const parser = new SaxesParser({ xmlns: true, position: false });
  const lane = makePlainLane({ cursor, open, handler, limits, names, resolve: (prefix) => foreignNamespace(open, prefix) });
  let consumed = 0;
  /** Characters that saxes had taken before its present piece. */
  let fed = 0;
  let tagLine = 1;
  let tagColumn = 1;
  /** saxes is between the `<` and the `>` of something. */
  let isInside = false;
  let hasEnded = false;
  /** Characters saxes has taken since it last told something. */
  let quiet = 0;
  let hasBegun = false;
  let hasStrayText = false;
  /** Index in the chunk of the next ampersand, or of one already passed. */
  let ampersand = 0;

  const told = (): void => {
    hasEnded = true;
    quiet = 0;
  };

  const tellText = (text: string): void => {
    quiet = 0;
    if (text.length > limits.textLength) throw textTooLong(limits);
    if (open.names.length > 0) handler.text(text);
  };

  const tellOpen = (tag: SaxesTagNS): void => {
    told();
    const depth = open.names.length;
    if (depth >= limits.depth) throw tooDeep(limits);
    if (depth === 0) handler.namespaces({ ...tag.ns });
    const declared = tag.ns[''];
    const isBare = declared === undefined ? depth === 0 || open.isBare[depth - 1] === true : declared === '';
    const own = hasNone(tag.ns) ? undefined : tag.ns;
    pushElement(open, tag.name, tagLine, { isPlain: false, isBare, declared: own });
    const attributes = attributesOf(tag, parser, limits);
    handler.open({
      name: tag.local,
      prefix: tag.prefix,
      ns: tag.uri,
      attributes,
      declared: own,
      line: tagLine,
      column: tagColumn,
    });
  };

  const tellClose = (): void => {
    told();
    popElement(open);
    handler.close();
  };

  const fail = (error: Error): void => {
    const { chunk, at } = cursor;
    const offset = Math.max(0, parser.position - fed - 1);
    throw explainSaxes(error.message, open, { ...placeOf(cursor, Math.min(chunk.length, at + offset)), tagLine, tagColumn });
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
    if (!isEmptyDoctype(`<!DOCTYPE${declaration}>`)) throw doctypeForbidden({ line: tagLine, column: tagColumn });
    handler.doctype(tagLine, tagColumn);
  });
  parser.on('error', fail);

  const noteTag = (less: number): void => {
    const { line, column } = placeOf(cursor, less);
    tagLine = line;
    tagColumn = column;
    if (open.names.length === 0 && isFullDoctype(cursor.chunk.slice(less))) throw doctypeForbidden({ line, column });
    const isOther = isOtherEnd(cursor.chunk, less, open.names.at(-1) ?? '');
    if (isOther) throw explainSaxes('unexpected close tag.', open, { line, column, tagLine, tagColumn });
  };

  /** saxes would look for the semicolon in all that follows. */
  const checkAmpersands = (from: number, end: number): void => {
    const { chunk } = cursor;
    if (ampersand < from) ampersand = nextAmpersand(chunk, from);
    for (let k = ampersand; k < end; k = nextAmpersand(chunk, k + 1)) {
      REFERENCE.lastIndex = k;
      if (REFERENCE.test(chunk)) continue;
      throw explainSaxes('entity name', open, { ...placeOf(cursor, k), tagLine, tagColumn });
    }
  };

  /** Looks at what saxes is about to get, at the beginning of something. */
  const lookAhead = (end: number): void => {
    const { chunk, at } = cursor;
    const less = chunk.charCodeAt(at) === LESS ? at : chunk.indexOf('<', at);
    isInside = less >= 0 && less < end;
    if (isInside) noteTag(less);
    if (ampersand < end) checkAmpersands(at, isInside && isSection(chunk, less) ? less : end);
  };

  const give = (text: string): void => {
    parser.write(text);
    fed += text.length;
  };

  /** Gives saxes the text up to `end`. */
  const feed = (end: number): void => {
    if (!isInside) lookAhead(end);
    hasEnded = false;
    give(cursor.chunk.slice(cursor.at, end));
    quiet = hasEnded ? 0 : quiet + end - cursor.at;
    if (quiet > limits.textLength + CHUNK) throw textTooLong(limits);
    if (hasEnded) isInside = false;
    passLines(cursor, end);
  };

  /** Text where only elements may stand, in an element saxes does not know: an empty comment makes saxes tell it. */
  const feedStray = (): void => {
    const less = cursor.chunk.indexOf('<', cursor.at);
    feed(less < 0 ? cursor.chunk.length : less);
    if (less >= 0) give('<!---->');
    hasStrayText = less < 0;
  };

  const feedTag = (): void => {
    const greater = cursor.chunk.indexOf('>', cursor.at);
    feed(greater < 0 ? cursor.chunk.length : greater + 1);
  };

  const step = (): void => {
    if (isInside || !lane.isOpen()) feedTag();
    else if (hasStrayText || (lane.run() === 'text' && open.isPlain.at(-1))) feedStray();
    else if (cursor.at < cursor.chunk.length && !lane.isWaiting()) feedTag();
  };

  const begin = (text: string): void => {
    const first = text.search(/\S/);
    if (first < 0) return;
    hasBegun = true;
    if (text[first] === '<') return;
    const { line, column } = placeOf({ ...cursor, chunk: text, at: 0, lineStart: cursor.lineStart - cursor.at }, first);
    throw notXml(String.fromCodePoint(text.codePointAt(first) ?? 0), { line, column });
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
      if (!hasBegun) begin(text);
      const illegal = text.search(ILLEGAL);
      take(illegal < 0 ? text : text.slice(0, illegal));
      if (illegal < 0) return;
      passLines(cursor, cursor.chunk.length);
      throw illegalCharacter(text.charCodeAt(illegal));
    },
    end: () => {
      const innermost = open.names.length - 1;
      if (innermost >= 0) {
        passLines(cursor, cursor.chunk.length);
        throw truncated(open.names[innermost] ?? '', open.lines[innermost] ?? 0);
      }
      parser.close();
    },
    skipToEnd: () => passLines(cursor, cursor.chunk.length),
    position: () => consumed + cursor.at,
    place: () => ({ line: cursor.line, column: cursor.at - cursor.lineStart + 1 }),
  };
}

/** Namespaces of EPCIS are a matter of their own where elements of somebody else are expected. */
function foreignNamespace(open: OpenElements, prefix: string): string | undefined {
  const uri = namespaceOf(open, prefix);
  return uri === undefined || uri === '' || epcisNamespace(uri) ? undefined : uri;
}

function hasNone(declared: Declared): boolean {
  for (const _ in declared) return false;
  return true;
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
