/**
 * Cuts the events and vocabularies out of an EPCIS document while it arrives.
 *
 * Objects and lists on the way to them are read token by token; each item is found by `scan.ts` and handed on as text;
 * everything else is kept as the rest. Memory: the item in progress and the rest.
 */
import type { Issue } from '../../epcis/issue.ts';
import type { DecodeLimits } from '../decoded.ts';
import { inspect } from './inspect.ts';
import { bytesOf, itemOf, pieceOf } from './item.ts';
import type { ItemKind, ItemStart } from './item-start.ts';
import { advance, enter } from './position.ts';
import * as problems from './problem.ts';
import type { RestText } from './rest.ts';
import { beginScan, type Chunk, chunkOf, type Scan, scanOn } from './scan.ts';
import { sourceOfItem, sourceOfRest } from './source.ts';
import { beginSplit, type Found, type Frame, pointerOf, type Route, root, type Split, transitions } from './split-state.ts';

/** What is known of a document when all its bytes have been seen. */
export type Remainder = RestText & Split['noticed'] & { readonly events: number };

export type Splitter = {
  /** What these bytes completed; after a problem nothing more can be read. */
  readonly push: (bytes: Buffer) => { readonly found: readonly Found[]; readonly problem?: Issue };
  readonly end: () => { readonly remainder: Remainder } | { readonly problem: Issue };
};

export function makeSplitter(limits: DecodeLimits): Splitter {
  const split = beginSplit(limits);
  let base = 0;
  return {
    push: (bytes) => {
      const chunk = chunkOf(bytes, base);
      base += bytes.length;
      return pushChunk(split, chunk);
    },
    end: () => endOf(split),
  };
}

function pushChunk(split: Split, chunk: Chunk): ReturnType<Splitter['push']> {
  split.found = [];
  enter(split.position, chunk);
  if (split.restFrom >= 0) split.restFrom = 0;
  let i = 0;
  while (i < chunk.bytes.length && !split.problem) i = split.scan ? goOn(split, split.scan, chunk, i) : step(split, chunk, i);
  keepChunk(split, chunk);
  return { found: split.found, ...(split.problem && { problem: split.problem }) };
}

/** Before the chunk goes, what is still needed of it is kept. */
function keepChunk(split: Split, chunk: Chunk): void {
  if (split.problem) return;
  if (split.restFrom >= 0) {
    split.rest.append(chunk.bytes.subarray(split.restFrom));
    if (split.rest.length() > split.limits.eventBytes) {
      split.problem = problems.restTooLarge(split.limits.eventBytes, split.position);
      return;
    }
  } else if (split.start) {
    split.parts.push(pieceOf(chunk, Math.max(0, split.start.offset - chunk.base), chunk.bytes.length));
    if (chunk.base + chunk.bytes.length - split.start.offset > split.limits.eventBytes) {
      split.problem = problems.itemTooLarge(split.start, split.limits.eventBytes);
      return;
    }
  }
  advance(split.position, chunk, chunk.bytes.length);
}

/** One byte between values. */
function step(split: Split, chunk: Chunk, i: number): number {
  const byte = chunk.bytes[i] as number;
  if (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) return i + 1;
  const { expected } = split;
  const next = transitions[expected]?.[byte];
  if (next === 'end') return close(split, chunk, i);
  if (next !== undefined) {
    split.expected = next;
    return i + 1;
  }
  if (expected === 'root' || expected === 'value') return beginValue(split, chunk, i, byte);
  if (expected === 'item' || expected === 'item-or-end') return beginItem(split, chunk, i, byte, split.frames.at(-1) as Frame);
  const isName = byte === 0x22 && (expected === 'name' || expected === 'name-or-end');
  return isName ? begin(split, chunk, i, 'name') : refuse(split, chunk, i, byte);
}

function refuse(split: Split, chunk: Chunk, i: number, byte: number): number {
  advance(split.position, chunk, i);
  const isBetween = split.expected === 'name' || split.expected === 'name-or-end';
  const path = isBetween ? (split.frames.at(-1)?.pointer ?? '') : pointerOf(split);
  split.problem = problems.unexpected(split.expected, problems.showByte(byte), split.position, path);
  return i;
}

/** A value outside the lists: followed where the route goes on, else part of the rest. */
function beginValue(split: Split, chunk: Chunk, i: number, byte: number): number {
  const frame = split.frames.at(-1);
  const route = frame ? frame.route.members?.get(frame.name) : root;
  if (!frame && byte !== 0x7b && byte !== 0x5b && !beginsScalar(byte)) return refuse(split, chunk, i, byte);
  if (byte === 0x7b && route?.members) return open(split, chunk, i, route, 'object');
  if (byte === 0x5b && route?.items) return open(split, chunk, i, route, 'list');
  if (byte === 0x7d || byte === 0x5d || byte === 0x2c || byte === 0x3a) return refuse(split, chunk, i, byte);
  if (split.frames.length === 1 && frame?.name === '@context') {
    advance(split.position, chunk, i);
    split.contextAt = { line: split.position.line, column: split.position.column };
  }
  return begin(split, chunk, i, 'rest');
}

/** Quotation mark, minus, digit, or the first letter of true, false, null. */
const beginsScalar = (byte: number): boolean =>
  byte === 0x22 || byte === 0x2d || (byte >= 0x30 && byte <= 0x39) || /[tfn]/.test(String.fromCharCode(byte));

function open(split: Split, chunk: Chunk, i: number, route: Route, kind: Frame['kind']): number {
  if (split.frames.length === split.limits.depth) return tooDeep(split, chunk, i);
  split.frames.push({ route, kind, pointer: pointerOf(split), name: '', count: 0 });
  split.expected = kind === 'object' ? 'name-or-end' : 'item-or-end';
  if (kind === 'list') {
    split.rest.append(chunk.bytes.subarray(split.restFrom, i + 1));
    split.restFrom = -1;
  }
  return i + 1;
}

function close(split: Split, chunk: Chunk, i: number): number {
  const frame = split.frames.pop();
  if (frame?.kind === 'list') {
    advance(split.position, chunk, i);
    split.restFrom = i;
  }
  split.expected = split.frames.length === 0 ? 'nothing' : 'member-end';
  return i + 1;
}

function tooDeep(split: Split, chunk: Chunk, i: number): number {
  advance(split.position, chunk, i);
  split.problem = problems.tooDeep(split.limits.depth, split.position, pointerOf(split), split.start);
  return i;
}

function begin(split: Split, chunk: Chunk, i: number, purpose: Split['purpose']): number {
  split.purpose = purpose;
  split.textStart = split.rest.length() + i - split.restFrom;
  split.scan = beginScan(chunk.bytes[i] as number, chunk.base + i, split.frames.length, split.limits);
  return goOn(split, split.scan, chunk, i);
}

function beginItem(split: Split, chunk: Chunk, i: number, byte: number, frame: Frame): number {
  if (byte === 0x7d || byte === 0x5d || byte === 0x2c || byte === 0x3a) return refuse(split, chunk, i, byte);
  advance(split.position, chunk, i);
  const { line, column } = split.position;
  const kind = frame.route.items as ItemKind;
  const index = split.counts[kind];
  split.start = { kind, index, pointer: pointerOf(split), offset: chunk.base + i, at: { line, column } };
  if (kind === 'event' && index === split.limits.events) {
    split.problem = problems.tooManyEvents(split.limits.events, split.start);
    return i;
  }
  split.counts[kind]++;
  split.parts = [];
  return begin(split, chunk, i, 'item');
}

function goOn(split: Split, scan: Scan, chunk: Chunk, i: number): number {
  const after = scanOn(scan, chunk, i);
  if (scan.isTooDeep) return tooDeep(split, chunk, after);
  if (!scan.isDone) return after;
  split.scan = undefined;
  if (split.purpose === 'item') finishItem(split, scan, chunk, after);
  else finishRest(split, scan, chunk, after);
  return after;
}

function finishItem(split: Split, scan: Scan, chunk: Chunk, after: number): void {
  const start = split.start as ItemStart;
  const made = itemOf(start, scan, split.parts, chunk, after);
  if (chunk.base + after - start.offset > split.limits.eventBytes)
    split.problem = problems.itemTooLarge(start, split.limits.eventBytes);
  else if ('problem' in made) split.problem = made.problem;
  else split.found.push(made);
  const frame = split.frames.at(-1) as Frame;
  frame.count++;
  split.start = undefined;
  split.expected = 'item-end';
}

function finishRest(split: Split, scan: Scan, chunk: Chunk, after: number): void {
  const { noticed } = split;
  noticed.members += scan.members + (split.purpose === 'name' ? 1 : 0);
  noticed.hasEscape ||= scan.hasEscape;
  noticed.hasOddNumber ||= scan.hasOddNumber;
  noticed.hasLongString ||= scan.hasLongString;
  const frame = split.frames.at(-1);
  if (!frame) {
    split.expected = 'nothing';
    return;
  }
  split.expected = split.purpose === 'rest' ? 'member-end' : 'colon';
  if (split.purpose === 'rest' && !split.contextAt) return;
  split.rest.append(chunk.bytes.subarray(split.restFrom, after));
  split.restFrom = after;
  const text = split.rest.textFrom(split.textStart);
  if (split.purpose === 'name') frame.name = nameOf(text);
  else if (split.contextAt) split.found.push({ context: text, at: split.contextAt, hasOddNumber: scan.hasOddNumber });
  split.contextAt = undefined;
}

/** A name with a broken escape leads nowhere; the rest will be found to be no JSON. */
function nameOf(literal: string): string {
  try {
    return JSON.parse(literal) as string;
  } catch {
    return '';
  }
}

function endOf(split: Split): ReturnType<Splitter['end']> {
  const { scan, rest, position } = split;
  if (split.expected === 'root' && !scan) return { problem: problems.documentEmpty(position) };
  const isWholeScalar = scan?.kind === 'scalar' && split.frames.length === 0;
  if (split.expected !== 'nothing' && !isWholeScalar) return { problem: whyUnfinished(split) };
  return { remainder: { ...rest.text(), ...split.noticed, events: split.counts.event } };
}

/** A missing quotation mark or bracket makes everything after it look unfinished: the first fault is the better answer. */
function whyUnfinished(split: Split): Issue {
  const { start, position } = split;
  const source = start ? sourceOfItem(start, bytesOf(split.parts).toString()) : sourceOfRest(split.rest.text());
  const { fault } = inspect(source.text);
  if (fault && fault.offset < source.text.length) return problems.faultIn(fault, source);
  return problems.truncated(position, start?.pointer ?? pointerOf(split), start);
}
