/** One reader for each kind of value: what JSON has there, as the canonical model has it. */
import type { Action, Decimal, Word } from '../../epcis/event.ts';
import { offsetMinutes, parseTime, type Time } from '../../epcis/time.ts';
import { isStandardWord, readWord, type VocabularyName } from '../../epcis/vocabulary/cbv.ts';
import { suggestWord } from '../../epcis/vocabulary/suggest-word.ts';
import { decimalOf, isNumber, withoutLiterals } from './literal.ts';
import { kindOf, lost, odd, quote, type Reading, wrong } from './reading.ts';
import { expand } from './scope.ts';
import { commonUri, isUri } from './uri.ts';
import { checkUris } from './uri-list.ts';

/** Reads the value the reading stands at; undefined where nothing can be kept, which is then a finding. */
export type Reader<T> = (reading: Reading, raw: unknown) => T | undefined;

export function wrongKind(reading: Reading, raw: unknown, wanted: string): undefined {
  lost(reading, {
    id: 'value-type',
    layer: 'schema',
    message: `${quote(withoutLiterals(raw))} stands where ${wanted} is wanted`,
    hint: `${kindOf(withoutLiterals(raw))} was written.`,
  });
  return undefined;
}

export const text: Reader<string> = (reading, raw) => (typeof raw === 'string' ? raw : wrongKind(reading, raw, 'a string'));

export const uri: Reader<string> = (reading, raw) => {
  if (typeof raw !== 'string') return wrongKind(reading, raw, 'a URI');
  if (commonUri.test(raw)) return raw;
  if (!isUri(raw)) notUri(reading, raw, []);
  return expandUri(reading, raw);
};

function expandUri(reading: Reading, raw: string): string {
  const { uri: full, isUnknown } = expand(reading.scope, raw);
  reading.hasUnknownPrefix ||= isUnknown;
  return full;
}

function notUri(reading: Reading, raw: string, at: readonly number[]): void {
  wrong(reading, { id: 'value-no-uri', layer: 'schema', message: `${quote(raw)} is no URI`, at });
}

/** A list of URIs. One string in its place is read as a list of one. */
const uriList =
  (repeats: boolean): Reader<readonly string[]> =>
  (reading, raw) => {
    if (typeof raw === 'string') {
      wrong(reading, {
        id: 'value-no-list',
        layer: 'schema',
        message: `${quote(raw)} stands where a list is wanted`,
        hint: 'Put it in brackets.',
      });
      return [uri(reading, raw) ?? raw];
    }
    return Array.isArray(raw) ? readUris(reading, raw, repeats) : wrongKind(reading, raw, 'a list of URIs');
  };

function readUris(reading: Reading, raw: readonly unknown[], repeats: boolean): readonly string[] {
  const { notText, notUri: no, repeated, mayHoldCuries } = checkUris(raw, { repeats });
  for (const index of notText) {
    reading.path.push(index);
    wrongKind(reading, raw[index], 'a URI');
    reading.path.pop();
  }
  for (const index of no) notUri(reading, raw[index] as string, [index]);
  for (const index of repeated) {
    wrong(reading, {
      id: 'list-entry-repeated',
      layer: 'schema',
      message: `${quote(raw[index])} stands in this list already`,
      at: [index],
    });
  }
  const texts = (notText.length === 0 ? raw : raw.filter((entry) => typeof entry === 'string')) as readonly string[];
  return mayHoldCuries ? texts.map((entry) => expandUri(reading, entry)) : texts;
}

export const uris = uriList(false);
export const distinctUris = uriList(true);

/** One URI or a list of them. */
export const uriOrUris: Reader<readonly string[]> = (reading, raw) => {
  if (Array.isArray(raw)) return readUris(reading, raw, false);
  const one = uri(reading, raw);
  return one === undefined ? undefined : [one];
};

export const time: Reader<Time> = (reading, raw) => {
  if (typeof raw !== 'string') return wrongKind(reading, raw, 'a date and time');
  const read = parseTime(raw);
  if (read) {
    if (!isOfRfc3339(read))
      wrong(reading, { id: 'time-invalid', layer: 'schema', message: `${quote(raw)} is a time in XML, but not in JSON` });
    return read;
  }
  const zoned = parseTime(`${raw}Z`);
  lost(reading, {
    id: zoned ? 'time-zone-missing' : 'time-invalid',
    layer: 'schema',
    message: zoned ? `${quote(raw)} has no time zone` : `${quote(raw)} is no date and time`,
    hint: zoned ? 'Add Z or an offset such as +02:00.' : 'Write it like 2025-03-03T08:00:00.000+01:00.',
  });
  return undefined;
};

const DAY = 86_400_000;

/** XML Schema has years of more digits, midnight as 24:00, and leap seconds whenever. */
function isOfRfc3339({ text, ms }: Time): boolean {
  if (text[4] !== '-' || text.startsWith('24:', 11)) return false;
  return !text.startsWith('60', 17) || Math.floor(ms / 1000) % (DAY / 1000) === 0;
}

/** Told without a regular expression. */
const offsets = new Set(
  Array.from({ length: 29 }, (_, i) => `${i < 14 ? '-' : '+'}${String(Math.abs(i - 14)).padStart(2, '0')}:00`),
);
const OFFSET = /^[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00)$/;

export const zoneOffset: Reader<string> = (reading, raw) => {
  if (typeof raw !== 'string') return wrongKind(reading, raw, 'an offset from UTC');
  if (!offsets.has(raw) && !OFFSET.test(raw)) {
    const hint = offsetMinutes(raw) === 0 ? 'Write +00:00.' : 'Write it like +02:00, from -14:00 to +14:00.';
    wrong(reading, { id: 'zone-offset-invalid', layer: 'schema', message: `${quote(raw)} is no offset from UTC`, hint });
  }
  return raw;
};

export const action: Reader<Action> = (reading, raw) => {
  if (raw === 'ADD' || raw === 'OBSERVE' || raw === 'DELETE') return raw;
  if (typeof raw !== 'string') return wrongKind(reading, raw, 'ADD, OBSERVE or DELETE');
  const hint = suggestion(raw, ['ADD', 'OBSERVE', 'DELETE']);
  lost(reading, { id: 'action-unknown', layer: 'schema', message: `${quote(raw)} is no action`, hint });
  return undefined;
};

function suggestion(written: string, words: readonly string[]): string {
  const near = words.find((word) => word.startsWith(written.trim().toUpperCase().slice(0, 3)));
  return near === undefined ? `It is one of ${words.join(', ')}.` : `Did you mean ${near}?`;
}

export const decimal: Reader<Decimal> = (reading, raw) => {
  if (isNumber(raw)) return finite(reading, decimalOf(raw));
  if (typeof raw === 'string' && raw.trim() !== '' && Number.isFinite(Number(raw))) {
    wrong(reading, {
      id: 'value-type',
      layer: 'schema',
      message: `${quote(raw)} stands where a number is wanted`,
      hint: 'Write it without quotation marks.',
    });
    return { value: Number(raw), text: raw.trim() };
  }
  return wrongKind(reading, raw, 'a number');
};

/** JSON has no limit, a double has. */
export function finite(reading: Reading, read: Decimal): Decimal | undefined {
  if (Number.isFinite(read.value)) return read;
  lost(reading, { id: 'number-too-large', layer: 'schema', message: `${read.text} is beyond the numbers that can be kept` });
  return undefined;
}

export const boolean: Reader<boolean> = (reading, raw) => {
  if (typeof raw === 'boolean') return raw;
  if (raw !== 'true' && raw !== 'false') return wrongKind(reading, raw, 'true or false');
  wrong(reading, {
    id: 'value-type',
    layer: 'schema',
    message: `"${raw}" stands where true or false is wanted`,
    hint: 'Write it without quotation marks.',
  });
  return raw === 'true';
};

/** A string of a form. What has it not is kept and a finding. */
const matching =
  (pattern: RegExp, id: string, what: string): Reader<string> =>
  (reading, raw) => {
    if (typeof raw !== 'string') return wrongKind(reading, raw, what);
    if (!pattern.test(raw)) wrong(reading, { id, layer: 'schema', message: `${quote(raw)} is no ${what.replace(/^an? /, '')}` });
    return raw;
  };

export const hexBinary = matching(/^[0-9a-f]+$/i, 'value-no-hex', 'a row of hexadecimal digits');
export const unitCode = matching(/^[A-Z0-9]{2,3}$/, 'uom-invalid', 'a code of UN/CEFACT Recommendation 20');

/** JSON has bare words; the notations of XML are refused there, as are words no list has. */
const refused: Readonly<Record<'cbv' | 'voc', RegExp>> = {
  cbv: /^(?:urn:epcglobal:cbv|https?:\/\/ns\.gs1\.org\/cbv\/)/,
  voc: /^https?:\/\/(?:www\.)?gs1\.org\/voc\//,
};

const vocabularyOf: Readonly<Record<VocabularyName, 'cbv' | 'voc'>> = {
  bizStep: 'cbv',
  disposition: 'cbv',
  bizTransactionType: 'cbv',
  sourceDestinationType: 'cbv',
  errorReason: 'cbv',
  component: 'cbv',
  measurementType: 'voc',
  sensorAlert: 'voc',
};

export const word =
  (vocabulary: VocabularyName): Reader<Word> =>
  (reading, raw) => {
    if (typeof raw !== 'string') return wrongKind(reading, raw, 'a word or a URI');
    const known = reading.scope.words[vocabulary];
    const before = known.get(raw);
    if (before) return before;
    const findings = reading.findings.length;
    const read = newWord(reading, vocabulary, raw);
    if (reading.findings.length === findings && !reading.hasUnknownPrefix && known.size < 1000) known.set(raw, read);
    return read;
  };

function newWord(reading: Reading, vocabulary: VocabularyName, raw: string): Word {
  const { uri: full, isUnknown } = expand(reading.scope, raw);
  const read = { word: readWord(vocabulary, full).word, text: raw };
  if (isStandardWord(vocabulary, raw)) return read;
  const family = vocabularyOf[vocabulary];
  const meant = isStandardWord(vocabulary, read.word) ? read.word : suggestWord(vocabulary, raw);
  const hint = meant === undefined ? 'A value of your own is a URI.' : `Write "${meant}".`;
  if (!isUri(raw)) {
    wrong(reading, {
      id: 'word-unknown',
      layer: 'schema',
      message: `${quote(raw)} is neither a word of the standard nor a URI`,
      hint,
    });
  } else if (refused[family].test(raw)) {
    wrong(reading, {
      id: 'word-notation',
      layer: 'schema',
      message: `${quote(raw)} is not how JSON writes a word of the standard`,
      hint,
    });
  } else if (isUnknown) {
    reading.hasUnknownPrefix = true;
    odd(reading, {
      id: 'prefix-undeclared-in-value',
      layer: 'context',
      message: `the prefix of ${quote(raw)} is not declared; it is read as a URI`,
    });
  }
  return read;
}

/** A list of things of one kind; what cannot be kept of it is left out and a finding. */
export const listOf =
  <T>(read: Reader<T>, what: string): Reader<readonly T[]> =>
  (reading, raw) => {
    if (!Array.isArray(raw)) return oneAsList(reading, raw, read, what);
    const list: T[] = [];
    for (let index = 0; index < raw.length; index++) {
      reading.path.push(index);
      const item = read(reading, raw[index]);
      if (item !== undefined) list.push(item);
      reading.path.pop();
    }
    return list;
  };

function oneAsList<T>(reading: Reading, raw: unknown, read: Reader<T>, what: string): readonly T[] | undefined {
  if (typeof raw !== 'object' || raw === null || isNumber(raw)) return wrongKind(reading, raw, `a list of ${what}`);
  wrong(reading, {
    id: 'value-no-list',
    layer: 'schema',
    message: `an object stands where a list of ${what} is wanted`,
    hint: 'Put it in brackets.',
  });
  const one = read(reading, raw);
  return one === undefined ? [] : [one];
}
