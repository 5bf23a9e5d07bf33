/**
 * The simple types of EPCIS XML: how a text is read, what is wrong with it, how a value is printed.
 *
 * @source EPCIS 2.0 section 9.5 and EPCglobal-epcis-2_0.xsd; W3C XML Schema Part 2 (lexical forms)
 */
import type { EpcisVersion } from '../../epcis/document.ts';
import type { Decimal, Word } from '../../epcis/event.ts';
import type { IssueLayer } from '../../epcis/issue.ts';
import { offsetMinutes, parseTime, type Time, toInstant } from '../../epcis/time.ts';
import { readWord, type VocabularyName } from '../../epcis/vocabulary/cbv.ts';
import { isUri } from './uri-form.ts';

/** What is wrong with a text. */
export type Wrong = {
  readonly id: string;
  readonly layer: IssueLayer;
  /** Follows the text in the message: `"…" is …`. */
  readonly is: string;
  readonly hint?: string;
};

/** The namespace that a prefix stands for where the text stands. */
export type Resolve = (prefix: string) => string | undefined;

/** How values are printed in the document that is being written. */
export type Printing = {
  readonly identifier: (text: string) => string;
  readonly word: (vocabulary: VocabularyName, word: Word) => string;
};

export type TextType = {
  /** The canonical value; undefined where the text is none. The text is trimmed and not empty. */
  readonly read: (text: string, resolve: Resolve) => unknown;
  /** The same for a text that is nearly one; asked in tolerant mode only. */
  readonly repair: (text: string) => unknown;
  /** Why the text was not read (`value`, as `read` gave it, is undefined), or was read although the schema or a rule forbids it. */
  readonly check: (text: string, version: EpcisVersion, value: unknown) => Wrong | undefined;
  /** Is the empty text a value? */
  readonly allowsEmpty: boolean;
  /** The schema takes white space around the text as part of it. */
  readonly keepsSpace: boolean;
  /** undefined where the schema has no text for the value. */
  readonly print: (value: never, printing: Printing) => string | undefined;
};

type Definition<Value> = {
  readonly read: (text: string, resolve: Resolve) => Value | undefined;
  readonly repair?: (text: string) => Value | undefined;
  readonly check?: (text: string, version: EpcisVersion, value: Value | undefined) => Wrong | undefined;
  readonly allowsEmpty?: boolean;
  readonly keepsSpace?: boolean;
  readonly print: (value: Value, printing: Printing) => string | undefined;
};

const nothingWrong = (): undefined => undefined;

/** The grammar hands every value to the type that read it, so that the type of the value may be forgotten here. */
const define = <Value>(definition: Definition<Value>): TextType =>
  ({ repair: nothingWrong, check: nothingWrong, allowsEmpty: false, keepsSpace: false, ...definition }) as TextType;

const asIs = (text: string): string => text;

/** xsd:string. */
export const string = define<string>({ read: asIs, allowsEmpty: true, print: asIs });

/** xsd:anyURI that names no object: a certificate, a standard. */
export const uri = define<string>({ read: asIs, check: checkUri, print: (text) => (isUri(text) ? text : undefined) });

function checkUri(text: string): Wrong | undefined {
  if (isUri(text)) return undefined;
  return {
    id: 'uri-invalid',
    layer: 'schema',
    is: 'no URI',
    hint: 'Escape what a URI cannot hold, as in %5B for [, and begin it with a scheme such as urn: or https:.',
  };
}

/** xsd:anyURI that identifies an object, class, place or party, and can be written as URN or Digital Link. */
export const identifier = define<string>({ read: asIs, check: checkUri, print: (text, printing) => printing.identifier(text) });

/** A date-time with zone. Version 1.x allows it to be absent in the schema, and forbids it in the text of the standard. */
export const time = define<Time>({ read: parseTime, repair: repairTime, check: checkTime, print: printTime });

const NEARLY = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d)(:\d\d(?:\.\d+)?)?\s?([Zz]|[+-]\d\d):?(\d\d)?$/;

/** Without seconds, with a blank for the T, without the colon in the zone. Never without a zone. */
function repairTime(text: string): Time | undefined {
  const match = NEARLY.exec(text);
  if (!match) return undefined;
  const [, date, minutes, seconds = ':00', zone = '', zoneMinutes] = match;
  const offset = /^z$/i.test(zone) ? 'Z' : `${zone}:${zoneMinutes ?? '00'}`;
  const read = parseTime(`${date}T${minutes}${seconds}${offset}`);
  return read && { text, ms: read.ms };
}

function printTime(value: Time): string {
  return checkTime(value.text, '2.0', parseTime(value.text)) ? toInstant(value.ms) : value.text;
}

const TIME_HINT = 'Write it as in 2025-03-03T08:00:00.000+01:00, or with Z for UTC.';
const UNZONED = /^-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?$/;

function checkTime(text: string, version: EpcisVersion, value: Time | undefined): Wrong | undefined {
  const isPlain = text.charCodeAt(10) === 0x54 && text.charCodeAt(17) < 0x36 && !text.endsWith('z');
  if (value && isPlain && !(version === '2.0' && text.startsWith('24', 11))) return undefined;
  if (UNZONED.test(text) && parseTime(`${text}Z`)) {
    const layer = version === '2.0' ? 'schema' : 'rule';
    return { id: 'time-zone-missing', layer, is: 'a time without zone', hint: TIME_HINT };
  }
  return { id: 'time-invalid', layer: 'schema', is: 'no date and time that exists', hint: TIME_HINT };
}

/** `±hh:mm`. The schema takes any string; the standard does not. */
export const zoneOffset = define<string>({ read: asIs, check: checkOffset, print: asIs });

function checkOffset(text: string): Wrong | undefined {
  if (text.length === 6 && offsetMinutes(text) !== undefined) return undefined;
  return {
    id: 'event-time-zone-offset-invalid',
    layer: 'rule',
    is: 'no time zone offset',
    hint: 'Write the offset from UTC at the place of the event as +hh:mm or -hh:mm, between -14:00 and +14:00.',
  };
}

export const action = define<string>({
  read: (text) => (text === 'ADD' || text === 'OBSERVE' || text === 'DELETE' ? text : undefined),
  check: (_text, _version, value) =>
    value
      ? undefined
      : { id: 'action-unknown', layer: 'schema', is: 'no action', hint: 'Write ADD, OBSERVE or DELETE, in capitals.' },
  keepsSpace: true,
  print: asIs,
});

/** A word of a CBV vocabulary in any notation, or a URI. */
export const wordOf = (vocabulary: VocabularyName): TextType =>
  define<Word>({
    read: (text, resolve) => expandCurie(readWord(vocabulary, text), resolve),
    check: checkUri,
    print: (word, printing) => printing.word(vocabulary, word),
  });

/** Private words are often shortened with a prefix of the document. A prefix that is a scheme as well is a scheme. */
function expandCurie(word: Word, resolve: Resolve): Word {
  if (word.word !== word.text) return word;
  const colon = word.text.indexOf(':');
  if (colon <= 0 || /^(urn|https?|ni):/.test(word.text)) return word;
  const ns = resolve(word.text.slice(0, colon));
  return ns === undefined ? word : { word: ns + word.text.slice(colon + 1), text: word.text };
}

const DECIMAL = /^[+-]?(\d+(\.\d*)?|\.\d+)$/;
const DOUBLE = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;
const integerForm = /^[+-]?\d+$/;
const NOT_FINITE = /^(-?INF|NaN)$/;

const readNumber =
  (form: RegExp) =>
  (text: string): Decimal | undefined => {
    if (!form.test(text)) return undefined;
    const value = Number(text);
    return Number.isFinite(value) ? { value, text } : undefined;
  };

const printNumber = (number: Decimal): string => number.text;

/** xsd:decimal. */
export const decimal = define<Decimal>({
  read: readNumber(DECIMAL),
  check: (text) =>
    DECIMAL.test(text)
      ? tooLarge(text)
      : { id: 'number-invalid', layer: 'schema', is: 'no number', hint: 'Write digits with a point, no exponent, no unit.' },
  // A JSON number may have an exponent, which xsd:decimal does not know.
  print: (number) => (DECIMAL.test(number.text) ? number.text : plainNumber(number.value)),
});

/** xsd:double without NaN and the infinities, which mean nothing in an event. */
export const double = define<Decimal>({
  read: readNumber(DOUBLE),
  check: (text) => {
    if (DOUBLE.test(text)) return tooLarge(text);
    if (NOT_FINITE.test(text)) return { id: 'number-not-finite', layer: 'rule', is: 'no finite number' };
    return { id: 'number-invalid', layer: 'schema', is: 'no number', hint: 'Write digits with a point; the unit goes into uom.' };
  },
  print: printNumber,
});

const tooLarge = (text: string): Wrong | undefined =>
  Number.isFinite(Number(text)) ? undefined : { id: 'number-too-large', layer: 'rule', is: 'a larger number than can be kept' };

/** All digits of a number, without exponent. */
const plainNumber = (value: number): string =>
  value.toLocaleString('en-US', { useGrouping: false, maximumSignificantDigits: 17, maximumFractionDigits: 20 });

/** xsd:int: the quantity of a QuantityEvent. */
export const int = define<Decimal>({
  read: readNumber(integerForm),
  check: (text) =>
    integerForm.test(text) && Math.abs(Number(text)) <= 2 ** 31
      ? undefined
      : {
          id: 'number-invalid',
          layer: 'schema',
          is: 'no whole number',
          hint: 'A QuantityEvent counts; other amounts belong in a quantityList.',
        },
  print: printNumber,
});

export const boolean = define<boolean>({
  read: (text) => (text === 'true' || text === '1' ? true : text === 'false' || text === '0' ? false : undefined),
  check: (_text, _version, value) =>
    value === undefined ? { id: 'boolean-invalid', layer: 'schema', is: 'neither true nor false' } : undefined,
  print: String,
});

const HEX = /^([\da-fA-F]{2})*$/;

/** xsd:hexBinary. JSON takes half a byte, too. */
export const hexBinary = define<string>({
  read: asIs,
  check: (text) =>
    HEX.test(text)
      ? undefined
      : {
          id: 'hex-invalid',
          layer: 'schema',
          is: 'no hexadecimal data',
          hint: 'Write an even number of digits 0-9 and A-F.',
        },
  print: (text) => (HEX.test(text) ? text : undefined),
});

/** xsd:integer, kept as text. */
export const integerText = define<string>({
  read: asIs,
  check: (text) => (integerForm.test(text) ? undefined : { id: 'number-invalid', layer: 'schema', is: 'no whole number' }),
  print: asIs,
});

/** xsd:decimal, kept as text: a schemaVersion. */
export const decimalText = define<string>({
  read: asIs,
  check: (text) => (DECIMAL.test(text) ? undefined : { id: 'number-invalid', layer: 'schema', is: 'no decimal number' }),
  print: asIs,
});

/** xsd:dateTime with or without zone, kept as text: a creation date. */
export const dateTimeText = define<string>({
  read: asIs,
  check: (text) => {
    const wrong = checkTime(text, '1.2', parseTime(text));
    return wrong?.id === 'time-zone-missing' ? undefined : wrong;
  },
  print: asIs,
});

export const exceptionSeverity = define<string>({
  read: asIs,
  check: (text) =>
    text === 'ERROR' || text === 'SEVERE'
      ? undefined
      : { id: 'severity-unknown', layer: 'schema', is: 'no severity', hint: 'Write ERROR or SEVERE.' },
  print: asIs,
});
