/**
 * Reads a JSON text slowly and exactly: where it stops being JSON, which names repeat, where values begin.
 *
 * Only asked when something is wrong with a text, or a finding needs its place.
 *
 * @source RFC 8259
 */

export type Fault = { readonly offset: number; readonly message: string; readonly hint?: string; readonly pointer: string };
export type Spot = { readonly offset: number; readonly pointer: string };

/** A name given again; `isSame`: with the same value, so that nothing hangs on which one is taken. */
export type Repeated = Spot & { readonly name: string; readonly isSame: boolean };

export type Inspection = {
  /** The first place where the text is no JSON. Where it ends too early this is its length. */
  readonly fault?: Fault;
  /** Names given again within one object, at most `cap` of them. */
  readonly repeated: readonly Repeated[];
  /** Strings longer than `textLength` UTF-16 units, at most `cap`. */
  readonly long: readonly Spot[];
  /** Strings with half of a surrogate pair, at most `cap`. */
  readonly broken: readonly Spot[];
  /** Offsets of the names and values that were asked for, by pointer. */
  readonly places: ReadonlyMap<string, { readonly name?: number; readonly value: number }>;
};

type Wanted = { readonly pointer?: string; readonly members: ReadonlyMap<string, Wanted> };

type Reading = {
  readonly text: string;
  readonly textLength: number;
  readonly cap: number;
  /** Pointer segments of where the reading is. */
  readonly path: (string | number)[];
  readonly repeated: Repeated[];
  readonly long: Spot[];
  readonly broken: Spot[];
  readonly places: Map<string, { name?: number; value: number }>;
  at: number;
  fault: Fault | undefined;
};

/** @param pointers JSON pointers (RFC 6901) whose places are wanted */
export function inspect(
  text: string,
  pointers: Iterable<string> = [],
  textLength = Number.POSITIVE_INFINITY,
  cap = 20,
): Inspection {
  const reading: Reading = {
    text,
    textLength,
    cap,
    path: [],
    repeated: [],
    long: [],
    broken: [],
    places: new Map(),
    at: 0,
    fault: undefined,
  };
  skipSpace(reading);
  readValue(reading, treeOf(pointers), undefined);
  skipSpace(reading);
  if (!reading.fault && reading.at < text.length) fail(reading, 'something follows the end of the JSON text');
  const { fault, repeated, long, broken, places } = reading;
  return { ...(fault && { fault }), repeated, long, broken, places };
}

export const escapeSegment = (segment: string | number): string => String(segment).replaceAll('~', '~0').replaceAll('/', '~1');

export const pointerTo = (path: readonly (string | number)[]): string =>
  path.map((segment) => `/${escapeSegment(segment)}`).join('');

function treeOf(pointers: Iterable<string>): Wanted {
  type Growing = { pointer?: string; members: Map<string, Growing> };
  const top: Growing = { members: new Map() };
  for (const pointer of pointers) {
    let node = top;
    for (const segment of pointer.split('/').slice(1)) {
      const name = segment.replaceAll('~1', '/').replaceAll('~0', '~');
      const next = node.members.get(name) ?? { members: new Map() };
      node.members.set(name, next);
      node = next;
    }
    node.pointer = pointer;
  }
  return top;
}

function fail(reading: Reading, message: string, hint?: string): false {
  reading.fault ??= { offset: reading.at, message, ...(hint !== undefined && { hint }), pointer: pointerTo(reading.path) };
  return false;
}

const isSpace = (c: number): boolean => c === 0x20 || c === 0x0a || c === 0x0d || c === 0x09;

function skipSpace(reading: Reading): void {
  while (isSpace(reading.text.charCodeAt(reading.at))) reading.at++;
}

function readValue(reading: Reading, wanted: Wanted | undefined, nameAt: number | undefined): boolean {
  if (wanted?.pointer !== undefined) {
    reading.places.set(wanted.pointer, { value: reading.at, ...(nameAt !== undefined && { name: nameAt }) });
  }
  const c = reading.text[reading.at];
  if (c === '{') return readObject(reading, wanted);
  if (c === '[') return readList(reading, wanted);
  if (c === '"') return readString(reading) !== undefined;
  return readScalar(reading);
}

const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

function readScalar(reading: Reading): boolean {
  scalar.lastIndex = reading.at;
  const match = scalar.exec(reading.text);
  const after = match ? reading.at + match[0].length : reading.at;
  if (match && !/[\w.+-]/.test(reading.text[after] ?? ' ')) {
    reading.at = after;
    return true;
  }
  const { text, at } = reading;
  if (at === text.length) return fail(reading, 'the text ends where a value was expected');
  if (text.startsWith('//', at) || text.startsWith('/*', at))
    return fail(reading, 'a comment stands where a value was expected', 'JSON has no comments; remove it.');
  const word = /^[\w.+-]+/.exec(text.slice(at, at + 40))?.[0];
  if (word !== undefined)
    return fail(
      reading,
      `"${word}" is no JSON value`,
      'Write a string in double quotes, a number without leading zeros or plus sign, true, false or null.',
    );
  return fail(reading, `${show(text, at)} stands where a value was expected`);
}

function readObject(reading: Reading, wanted: Wanted | undefined): boolean {
  const { text } = reading;
  const names = new Map<string, string>();
  reading.at++;
  skipSpace(reading);
  if (text[reading.at] === '}') return step(reading);
  for (;;) {
    if (!readMember(reading, wanted, names)) return false;
    skipSpace(reading);
    if (text[reading.at] === '}') return step(reading);
    if (text[reading.at] !== ',') return fail(reading, expected(reading, 'a comma or "}" after a member'));
    reading.at++;
    skipSpace(reading);
  }
}

function readMember(reading: Reading, wanted: Wanted | undefined, names: Map<string, string>): boolean {
  const { text, at: nameAt } = reading;
  if (text[nameAt] !== '"') return fail(reading, expected(reading, 'the name of a member in double quotes'), commaHint(reading));
  const name = readString(reading);
  if (name === undefined) return false;
  skipSpace(reading);
  if (text[reading.at] !== ':') return fail(reading, expected(reading, `a colon after the name "${name}"`));
  reading.at++;
  skipSpace(reading);
  reading.path.push(name);
  const valueAt = reading.at;
  if (!readValue(reading, wanted?.members.get(name), nameAt)) return false;
  const value = text.slice(valueAt, reading.at);
  const before = names.get(name);
  if (before !== undefined) {
    note(reading.repeated, reading.cap, {
      offset: nameAt,
      pointer: pointerTo(reading.path),
      name,
      isSame: isSameJson(before, value),
    });
  }
  names.set(name, value);
  reading.path.pop();
  return true;
}

const isSameJson = (a: string, b: string): boolean => a === b || JSON.stringify(JSON.parse(a)) === JSON.stringify(JSON.parse(b));

function readList(reading: Reading, wanted: Wanted | undefined): boolean {
  const { text } = reading;
  reading.at++;
  skipSpace(reading);
  if (text[reading.at] === ']') return step(reading);
  const members = wanted?.members;
  for (let index = 0; ; index++) {
    if (text[reading.at] === ']') return fail(reading, '"]" stands where a value was expected', commaHint(reading));
    reading.path.push(index);
    if (!readValue(reading, members && members.size > 0 ? members.get(String(index)) : undefined, undefined)) return false;
    reading.path.pop();
    skipSpace(reading);
    if (text[reading.at] === ']') return step(reading);
    if (text[reading.at] !== ',') return fail(reading, expected(reading, 'a comma or "]" after a list item'));
    reading.at++;
    skipSpace(reading);
  }
}

function step(reading: Reading): true {
  reading.at++;
  return true;
}

/** @returns the string, or undefined where it is none */
function readString(reading: Reading): string | undefined {
  const { text } = reading;
  const start = reading.at;
  reading.at++;
  while (text.charCodeAt(reading.at) !== 0x22) if (!readCharacters(reading)) return undefined;
  reading.at++;
  const value = JSON.parse(text.slice(start, reading.at)) as string;
  const spot = () => ({ offset: start, pointer: pointerTo(reading.path) });
  if (value.length > reading.textLength) note(reading.long, reading.cap, spot());
  if (!value.isWellFormed()) note(reading.broken, reading.cap, spot());
  return value;
}

const plainCharacters = /[^"\\\p{Cc}]+/uy;
const escapedCharacter = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/** One escape, or as many characters as need none. */
function readCharacters(reading: Reading): boolean {
  const { text, at } = reading;
  const c = text.charCodeAt(at);
  if (Number.isNaN(c)) return fail(reading, 'the text ends inside a string');
  if (c < 0x20) {
    return fail(
      reading,
      `a string holds the control character ${show(text, at)}`,
      'Escape it, e.g. \\n for a line break; or a quotation mark is missing before it.',
    );
  }
  const pattern = c === 0x5c ? escapedCharacter : plainCharacters;
  pattern.lastIndex = at;
  const match = pattern.exec(text);
  if (!match && c === 0x5c) return fail(reading, `${JSON.stringify(text.slice(at, at + 2))} is no escape of JSON`);
  reading.at += match?.[0].length ?? 1;
  return true;
}

function note<T>(list: T[], cap: number, spot: T): void {
  if (list.length < cap) list.push(spot);
}

function expected(reading: Reading, what: string): string {
  const { text, at } = reading;
  return at === text.length ? `the text ends where ${what} was expected` : `expected ${what}, found ${show(text, at)}`;
}

function commaHint(reading: Reading): string | undefined {
  const { text, at } = reading;
  if (text.startsWith('//', at) || text.startsWith('/*', at)) return 'JSON has no comments; remove it.';
  const before = text.slice(0, at).trimEnd().at(-1);
  if (before === ',' && (text[at] === '}' || text[at] === ']')) return 'JSON has no trailing commas; remove the comma before it.';
  return text[at] === "'" ? 'JSON strings stand in double quotes.' : undefined;
}

/** The character as a reader can name it. */
export function show(text: string, at: number): string {
  const code = text.codePointAt(at) ?? 0;
  return code > 0x20 && code !== 0x7f
    ? `"${String.fromCodePoint(code)}"`
    : `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}
