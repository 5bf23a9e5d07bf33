/** Fields of somebody's own: members with a compact or full URI as their name, and all that is below them. */
import type { Extension, ExtensionValue } from '../../epcis/event.ts';
import { readContext } from './context.ts';
import { decimalOf, isNumber } from './literal.ts';
import { finite } from './readers.ts';
import { lost, type Reading, wrong } from './reading.ts';
import { type Name, narrow, resolveName } from './scope.ts';

/**
 * Reads one member as an extension; the reading stands at its value.
 *
 * @param to where it goes: an array becomes as many neighbours with one name
 * @param level `top`: directly in an object of the standard, where a name has to be a URI
 */
export function readExtension(reading: Reading, written: string, raw: unknown, to: Extension[], level: 'top' | 'inner'): void {
  if (written === '') {
    lost(reading, { id: 'field-name-invalid', layer: 'schema', message: 'a field has no name', mark: 'name' });
    return;
  }
  const outer = reading.scope;
  enterXmlNames(reading, raw);
  const name = resolveName(reading.scope, written);
  if (level === 'top') checkName(reading, written, name);
  else if (name.undeclared !== undefined) undeclared(reading, written, name.undeclared);
  addValue(reading, name, raw, to);
  reading.scope = outer;
}

const XMLNS = '@xmlns:';

/** Converters from XML bind prefixes by members `@xmlns:…`, which hold for the field they stand in, too. */
function enterXmlNames(reading: Reading, raw: unknown): void {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw) || isNumber(raw)) return;
  const bound = Object.entries(raw).filter(([name, value]) => name.startsWith(XMLNS) && typeof value === 'string');
  if (bound.length === 0) return;
  reading.scope = narrow(
    reading.scope,
    bound.map(([name, value]) => [name.slice(XMLNS.length), value as string]),
  );
  for (const [name] of bound) {
    wrong(reading, {
      id: 'prefix-declared-as-xml',
      layer: 'context',
      message: `${name} declares a prefix in the way of XML`,
      hint: 'Declare it in @context.',
      at: [name],
      mark: 'name',
    });
  }
}

function checkName(reading: Reading, written: string, name: Name): void {
  if (name.undeclared !== undefined) undeclared(reading, written, name.undeclared);
  if (name.isUri) return;
  if (written.includes(':')) {
    wrong(reading, {
      id: 'field-name-invalid',
      layer: 'schema',
      message: `"${written}" cannot be the name of a field`,
      hint: 'A prefix has letters, digits, plus, minus and point; a name what a URI may have.',
      mark: 'name',
    });
    return;
  }
  wrong(reading, {
    id: written.startsWith('@') ? 'keyword-not-allowed' : 'extension-without-namespace',
    layer: 'context',
    message: written.startsWith('@')
      ? `the keyword ${written} has no meaning here`
      : `"${written}" is no field of the standard and has no namespace`,
    hint: 'A field of your own has a prefix that @context declares, e.g. "ex:lot".',
    mark: 'name',
  });
}

function undeclared(reading: Reading, written: string, prefix: string): void {
  reading.hasUnknownPrefix = true;
  wrong(reading, {
    id: 'prefix-undeclared',
    layer: 'context',
    message: `the prefix "${prefix}" of "${written}" is not declared`,
    hint: `Declare it in @context: {"${prefix}": "namespace"}.`,
    mark: 'name',
  });
}

function addValue(reading: Reading, { ns, name, prefix }: Named, raw: unknown, to: Extension[]): void {
  if (!Array.isArray(raw)) {
    to.push({ ns, name, prefix, value: readValue(reading, raw) });
    return;
  }
  if (raw.length === 0) to.push({ ns, name, prefix, value: emptyList });
  for (let index = 0; index < raw.length; index++) {
    reading.path.push(index);
    to.push({ ns, name, prefix, value: readValue(reading, raw[index]), list: true });
    reading.path.pop();
  }
}

type Named = Pick<Name, 'ns' | 'name' | 'prefix'>;

/** A list inside a list has no name: its entries stand in a value by themselves. */
const nameless: Named = { ns: '', name: '', prefix: '' };

/** A list of nothing: one entry that is not marked as such. */
export const emptyList: readonly Extension[] = [{ ...nameless, value: [] }];

function readValue(reading: Reading, raw: unknown): ExtensionValue {
  if (typeof raw === 'string' || typeof raw === 'boolean' || raw === null) return raw;
  if (isNumber(raw)) {
    const read = decimalOf(raw);
    return finite(reading, read) ?? read.text;
  }
  if (Array.isArray(raw)) {
    const entries: Extension[] = [];
    addValue(reading, nameless, raw, entries);
    return entries;
  }
  return fieldsOf(reading, raw as Readonly<Record<string, unknown>>);
}

export function fieldsOf(reading: Reading, raw: Readonly<Record<string, unknown>>): ExtensionValue {
  const outer = reading.scope;
  if ('@context' in raw) enter(reading, raw['@context']);
  const fields: Extension[] = [];
  let bound = 0;
  for (const written in raw) {
    reading.members++;
    if (written.startsWith(XMLNS)) bound++;
    else if (written !== '@context') {
      reading.path.push(written);
      readExtension(reading, written, raw[written], fields, 'inner');
      reading.path.pop();
    }
  }
  reading.scope = outer;
  const [only, second] = fields;
  // What is left of an XML element that had nothing but a namespace declaration is its text.
  return bound > 0 && only?.name === '#text' && second === undefined ? only.value : fields;
}

/** A context inside an extension holds in there only; its prefixes go into the names. */
function enter(reading: Reading, context: unknown): void {
  reading.path.push('@context');
  reading.scope = readContext(reading, context, reading.scope, 'inner').scope;
  reading.members += membersOf(context);
  reading.path.pop();
}

/** Members of all objects in a value. */
export function membersOf(raw: unknown): number {
  if (Array.isArray(raw)) return raw.reduce((sum: number, entry: unknown) => sum + membersOf(entry), 0);
  if (typeof raw !== 'object' || raw === null || isNumber(raw)) return 0;
  return Object.values(raw).reduce((sum: number, value: unknown) => sum + 1 + membersOf(value), 0);
}

/** An object all of whose members are somebody's own: ilmd. */
export function readFieldsOnly(reading: Reading, raw: Readonly<Record<string, unknown>>): readonly Extension[] {
  const fields: Extension[] = [];
  for (const written in raw) {
    reading.members++;
    reading.path.push(written);
    readExtension(reading, written, raw[written], fields, 'top');
    reading.path.pop();
  }
  return fields;
}
