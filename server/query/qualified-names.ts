/**
 * Names of extension fields as parameters write them: `prefix:name` with a prefix the caller declared, or
 * `namespace#name`, the namespace empty for a field below another that has none.
 *
 * @source EPCIS 2.0 section 8.2.7.1 and, for prefixes, section 12.6 (GS1-Extensions)
 */
import type { ExtensionArea, ExtensionField } from './ast.ts';
import { namespaceKey } from './namespace.ts';

export type Namespaces = Readonly<Record<string, string>>;

/** Prefixes that the EPCIS context binds for everybody. */
const standardPrefixes: Namespaces = {
  cbvmda: 'urn:epcglobal:cbv:mda:',
  gs1: 'https://gs1.org/voc/',
  cbv: 'https://ref.gs1.org/cbv/',
  epcis: 'https://ref.gs1.org/epcis/',
};

export type QualifiedName = { readonly ns: string; readonly name: string };

/** Why a name could not be read, for the sentence a caller gets. */
export type NameFault = { readonly fault: string; readonly allowed: readonly string[] };

const NAME = /^[\p{L}_][\p{L}\p{N}_.-]*$/u;

/** Reads a qualified name; undefined where the text has the form of neither notation. */
export function readQualifiedName(text: string, namespaces: Namespaces): QualifiedName | NameFault | undefined {
  const hash = text.lastIndexOf('#');
  if (hash >= 0) {
    const name = text.slice(hash + 1);
    return NAME.test(name) ? { ns: namespaceKey(text.slice(0, hash)), name } : undefined;
  }
  const colon = text.indexOf(':');
  if (colon < 1) return undefined;
  const [prefix, name] = [text.slice(0, colon), text.slice(colon + 1)];
  const ns = namespaceOf(prefix, namespaces) ?? namespaceOf(prefix, standardPrefixes);
  if (ns !== undefined) return NAME.test(name) ? { ns: namespaceKey(ns), name } : undefined;
  if (isWholeUri(text)) return splitUri(text);
  if (!NAME.test(name)) return undefined;
  const known = Object.keys({ ...namespaces, ...standardPrefixes });
  return {
    fault: `the prefix ${prefix} is not declared; declare it (GS1-Extensions or @context), or write namespace#name`,
    allowed: known.map((k) => `${k}:${name}`),
  };
}

/** A prefix may be called `constructor`. */
export const namespaceOf = (prefix: string, namespaces: Namespaces): string | undefined =>
  Object.hasOwn(namespaces, prefix) ? namespaces[prefix] : undefined;

const isWholeUri = (text: string): boolean => /^(?:[a-z][a-z0-9+.-]*:\/\/|urn:)/i.test(text);

/** A full URI as JSON-LD has it: the namespace ends with its last `/` or `:`. */
function splitUri(text: string): QualifiedName | undefined {
  const end = Math.max(text.lastIndexOf('/'), text.lastIndexOf(':')) + 1;
  const name = text.slice(end);
  return NAME.test(name) ? { ns: namespaceKey(text.slice(0, end)), name } : undefined;
}

export const isFault = (read: QualifiedName | NameFault): read is NameFault => 'fault' in read;

/** Marks of the areas in parameter names, as they come after the comparison (and `INNER_`). */
export const areaMarks: Readonly<Record<string, ExtensionArea>> = {
  '': 'event',
  ILMD_: 'ilmd',
  ERROR_DECLARATION_: 'errorDeclaration',
  readPoint_: 'readPoint',
  bizLocation_: 'bizLocation',
  SENSORELEMENT_: 'sensorElement',
  SENSORMETADATA_: 'sensorMetadata',
  SENSORREPORT_: 'sensorReport',
};

/** Reads what follows the comparison in a parameter's name, e.g. `INNER_ILMD_ex:farm`; undefined for no such thing. */
export function readExtensionField(text: string, namespaces: Namespaces): ExtensionField | NameFault | undefined {
  const depth = text.startsWith('INNER_') ? 'inner' : 'top';
  const rest = depth === 'inner' ? text.slice('INNER_'.length) : text;
  const mark = Object.keys(areaMarks).find((known) => known !== '' && rest.startsWith(known)) ?? '';
  const area = areaMarks[mark];
  const read = readQualifiedName(rest.slice(mark.length), namespaces);
  if (read === undefined || area === undefined) return undefined;
  return isFault(read) ? read : { area, ...read, depth };
}
