/** Findings after which nothing more of a JSON document can be read. */
import type { Issue, Place } from '../../epcis/issue.ts';
import type { Fault } from './inspect.ts';
import { show } from './inspect.ts';
import type { ItemStart } from './item-start.ts';
import type { LineColumn } from './position.ts';
import type { Source } from './source.ts';

const wrong = (id: string, message: string, at: Place, hint?: string, event?: number): Issue => ({
  id,
  layer: 'wellformedness',
  severity: 'error',
  message,
  ...(hint !== undefined && { hint }),
  at,
  ...(event !== undefined && { event }),
});

const ofItem = (start: ItemStart | undefined): number | undefined => (start?.kind === 'event' ? start.index : undefined);
const at = ({ line, column }: LineColumn, path: string): Place => ({ line, column, path });

export const documentEmpty = (place: LineColumn): Issue =>
  wrong('document-empty', 'the document is empty', at(place, ''), 'Send an EPCISDocument, an EPCISQueryDocument or an event.');

export const notJson = (found: string, place: LineColumn): Issue =>
  wrong(
    'json-syntax',
    `expected a JSON text, found ${found}`,
    at(place, ''),
    found === '"<"' ? 'This looks like XML; its media type is application/xml.' : undefined,
  );

export const unsupportedEncoding = (encoding: string): Issue =>
  wrong(
    'json-encoding',
    `the document is in ${encoding}; JSON is exchanged in UTF-8`,
    { line: 1, column: 1, path: '' },
    'Convert the document to UTF-8.',
  );

export const notUtf8 = (place: Place, path: string, event?: number): Issue =>
  wrong(
    'json-encoding',
    'a byte here is not UTF-8',
    { ...place, path },
    'Save the document as UTF-8; Latin-1 or Windows-1252 is a frequent cause.',
    event,
  );

const tokens: Readonly<Record<string, string>> = {
  root: 'a JSON object',
  name: 'the name of a member in double quotes',
  'name-or-end': 'the name of a member in double quotes, or "}"',
  colon: 'a colon after the name',
  value: 'a value',
  'member-end': 'a comma or "}" after a member',
  item: 'a value',
  'item-or-end': 'a value or "]"',
  'item-end': 'a comma or "]" after a list item',
};

export function unexpected(expectation: string, found: string, place: LineColumn, path: string): Issue {
  if (expectation === 'nothing') {
    return wrong(
      'json-trailing-content',
      `${found} follows the end of the JSON document`,
      at(place, ''),
      'Send one document at a time.',
    );
  }
  if (expectation === 'root') return notJson(found, place);
  return wrong('json-syntax', `expected ${tokens[expectation]}, found ${found}`, at(place, path), hintFor(expectation, found));
}

function hintFor(expectation: string, found: string): string | undefined {
  if (found === '"/"') return 'JSON has no comments; remove it.';
  if ((expectation === 'name' && found === '"}"') || (expectation === 'item' && found === '"]"')) {
    return 'JSON has no trailing commas; remove the comma before it.';
  }
  return undefined;
}

/** A byte as a reader can name it. */
export const showByte = (byte: number): string =>
  byte < 0x80 ? show(String.fromCharCode(byte), 0) : 'a character outside ASCII';

export const tooDeep = (limit: number, place: LineColumn, path: string, start: ItemStart | undefined): Issue =>
  wrong(
    'nesting-too-deep',
    `brackets are nested more than ${limit} deep`,
    at(place, start?.pointer ?? path),
    undefined,
    ofItem(start),
  );

export const itemTooLarge = (start: ItemStart, limit: number): Issue =>
  wrong(
    start.kind === 'event' ? 'event-too-large' : 'vocabulary-too-large',
    `${start.kind === 'event' ? 'an event' : 'a vocabulary'} takes more than ${limit} bytes`,
    { ...start.at, path: start.pointer },
    undefined,
    ofItem(start),
  );

export const restTooLarge = (limit: number, place: LineColumn): Issue =>
  wrong(
    'document-part-too-large',
    `what stands outside the lists of events and vocabularies takes more than ${limit} bytes`,
    at(place, ''),
  );

export const tooManyEvents = (limit: number, start: ItemStart): Issue =>
  wrong(
    'too-many-events',
    `the document holds more than ${limit} events`,
    { ...start.at, path: start.pointer },
    'Send it in several documents.',
  );

/** Where a text of the document stops being JSON. */
export const faultIn = (fault: Fault, source: Source): Issue =>
  wrong(
    'json-syntax',
    fault.message,
    { ...source.placeOf(fault.offset), path: source.pointer + fault.pointer },
    fault.hint,
    source.event,
  );

export const truncated = (place: LineColumn, path: string, start: ItemStart | undefined): Issue =>
  wrong(
    'json-truncated',
    start
      ? `the document ends inside a${start.kind === 'event' ? 'n event' : ' vocabulary'}`
      : 'the document ends before its last bracket is closed',
    at(place, path),
    'It was cut off on its way; send it again.',
    ofItem(start),
  );

export const tooLong = (limit: number, place: Place, event?: number): Issue =>
  wrong('text-too-long', `a string has more than ${limit} characters`, place, undefined, event);
