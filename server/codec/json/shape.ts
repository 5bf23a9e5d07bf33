/** Objects of the standard as tables: which members there are, how each is read, which must be there. */
import type { Extension } from '../../epcis/event.ts';
import { readExtension } from './extension.ts';
import { isNumber } from './literal.ts';
import { type Reader, wrongKind } from './readers.ts';
import { lost, odd, type Reading, wrong } from './reading.ts';

export type Field = {
  readonly name: string;
  readonly read: Reader<unknown>;
  /** `always`: without it there is no such object. `by-schema`: its lack is an error, yet the object can be read. */
  readonly required?: 'always' | 'by-schema';
};

export type Shape = {
  /** As messages call it. */
  readonly what: string;
  readonly fields: ReadonlyMap<string, Field>;
  readonly required: readonly Field[];
  /** Closed objects have no fields of somebody's own. */
  readonly isOpen: boolean;
};

export function shapeOf(what: string, fields: readonly Field[], openness: 'open' | 'closed'): Shape {
  return {
    what,
    fields: new Map(fields.map((field) => [field.name, field])),
    required: fields.filter((field) => field.required !== undefined),
    isOpen: openness === 'open',
  };
}

/** What becomes of a member that the table does not have. */
export type Stranger = (
  reading: Reading,
  name: string,
  raw: unknown,
  extensions: Extension[],
  out: Record<string, unknown>,
) => void;

/** An object as parsed. Whoever reads it may take it over. */
export type Raw = Record<string, unknown>;

/**
 * Reads an object by its table. Members keep their names and order; those that are somebody's own follow as `extensions`.
 *
 * @param raw is used up: where all its members stay it becomes the object itself, which spares a copy of nearly every one
 * @returns undefined where something is missing without which there is no such object
 */
export function readMembers(reading: Reading, raw: Raw, shape: Shape, stranger: Stranger): Raw | undefined {
  const { fields } = shape;
  let copy: Raw | undefined;
  let extensions: Extension[] | undefined;
  for (const name in raw) {
    reading.members++;
    reading.path.push(name);
    const field = fields.get(name);
    const written = raw[name];
    const value = field?.read(reading, written);
    if (value === undefined) {
      copy ??= membersBefore(raw, name);
      extensions ??= [];
      if (!field) stranger(reading, name, written, extensions, copy);
    } else if (copy) copy[name] = value;
    else if (value !== written) raw[name] = value;
    reading.path.pop();
  }
  const out = copy ?? raw;
  if (extensions && extensions.length > 0) out['extensions'] = extensions;
  return hasRequired(reading, raw, shape, out) ? out : undefined;
}

/** From here on something does not stay. */
function membersBefore(raw: Raw, last: string): Raw {
  const copy: Raw = {};
  for (const name in raw) {
    if (name === last) break;
    copy[name] = raw[name];
  }
  return copy;
}

function hasRequired(reading: Reading, raw: object, { required, what }: Shape, out: Readonly<Record<string, unknown>>): boolean {
  let isWhole = true;
  for (const { name, required: degree } of required) {
    if (out[name] !== undefined) continue;
    if (degree === 'always') isWhole = false;
    if (Object.hasOwn(raw, name)) continue;
    const fault = { id: 'field-missing', layer: 'schema', message: `${what} has no ${name}` } as const;
    if (degree === 'always') lost(reading, fault);
    else wrong(reading, fault);
  }
  return isWhole;
}

const closed: (shape: Shape) => Stranger = (shape) => (reading, name) =>
  lost(reading, {
    id: 'field-unknown',
    layer: 'schema',
    message: `${shape.what} has no field "${name}", and no fields of somebody's own`,
    hint: `Its fields are ${[...shape.fields.keys()].join(', ')}.`,
    mark: 'name',
  });

const open: Stranger = (reading, name, raw, extensions) => readExtension(reading, name, raw, extensions, 'top');

/** A reader for objects of this shape. The table says what the type says; nothing else makes such an object. */
export function objectOf<T>(shape: Shape): Reader<T> {
  const stranger = shape.isOpen ? open : closed(shape);
  return (reading, raw) =>
    isObject(raw)
      ? (readMembers(reading, raw, shape, stranger) as T | undefined)
      : wrongKind(reading, raw, `an object (${shape.what})`);
}

export const isObject = (raw: unknown): raw is Raw =>
  typeof raw === 'object' && raw !== null && !Array.isArray(raw) && !isNumber(raw);

/** GS1's schema takes any name here: one without a namespace is kept, and remarked on. */
const lax: Stranger = (reading, name, raw, extensions) => {
  const isTheirs = name.includes(':');
  if (!isTheirs) {
    odd(reading, {
      id: 'extension-without-namespace',
      layer: 'context',
      message: `"${name}" is no field of the standard and has no namespace`,
      mark: 'name',
    });
  }
  readExtension(reading, name, raw, extensions, isTheirs ? 'top' : 'inner');
};

/** A reader for objects whose other members nobody restricts. */
export function laxObjectOf<T>(what: string, fields: readonly Field[]): Reader<T> {
  const shape = shapeOf(what, fields, 'open');
  return (reading, raw) =>
    isObject(raw) ? (readMembers(reading, raw, shape, lax) as T | undefined) : wrongKind(reading, raw, `an object (${what})`);
}
