/** Somebody's own elements and attributes. */
import type { Extension, ExtensionValue } from '../../epcis/event.ts';
import { XML, XML_SCHEMA, XSI } from './namespaces.ts';
import { declarations, declare, type Scope } from './scope.ts';
import { escapeAttribute, escapeText, hasIllegal, isName, withoutIllegal } from './write-text.ts';
import type { Writing } from './writing.ts';

/** An element, with the declarations it needs. Empty where XML has no form for it; the loss is told. */
export function writeExtension(extension: Extension, scope: Scope, path: string, writing: Writing): string {
  const { ns, name, prefix, value } = extension;
  const here = `${path}/${prefix === '' ? name : `${prefix}:${name}`}`;
  if (!isName(name)) {
    writing.lose(here, `"${name}" cannot be the name of an XML element`);
    return '';
  }
  const own = ns === '' ? { prefix: '', scope } : declare(scope, ns, prefix);
  const tag = ns === '' ? name : `${own.prefix}:${name}`;
  const attributes = writeAttributes(extension, own.scope, here, writing);
  const content = writeValue(value, attributes.scope, here, writing, typeOf(extension));
  const opening = `<${tag}${declarations(scope, attributes.scope)}${attributes.text}`;
  return content === '' ? `${opening}/>` : `${opening}>${content}</${tag}>`;
}

type Written = { readonly text: string; readonly scope: Scope };

function writeAttributes({ attributes = [], value }: Extension, scope: Scope, path: string, writing: Writing): Written {
  let written: Written = { text: '', scope };
  const taken = new Set<string>();
  for (const attribute of attributes) {
    const name = `{${attribute.ns}}${attribute.name}`;
    if (taken.has(name)) writing.lose(`${path}/@${attribute.name}`, 'XML has one attribute of a name');
    else written = addAttribute(written, attribute, path, writing);
    taken.add(name);
  }
  if (value !== null) return written;
  return addAttribute(written, { ns: XSI, name: 'nil', prefix: 'xsi', value: 'true' }, path, writing);
}

/** An attribute behind those that were written before it. */
export function addAttribute(before: Written, attribute: Extension, path: string, writing: Writing): Written {
  const { ns, name, prefix } = attribute;
  const here = `${path}/@${name}`;
  const text = scalarText(attribute.value);
  if (text === undefined || !isName(name)) {
    writing.lose(
      here,
      text === undefined ? 'an XML attribute holds no fields' : `"${name}" cannot be the name of an XML attribute`,
    );
    return before;
  }
  const typed = ns === XSI && name === 'type' ? schemaType(text, before.scope, writing) : { text, scope: before.scope };
  const own =
    ns === ''
      ? { prefix: '', scope: typed.scope }
      : ns === XML
        ? { prefix: 'xml', scope: typed.scope }
        : declare(typed.scope, ns, prefix);
  const value = escapeAttribute(legal(typed.text, here, writing));
  return { text: `${before.text} ${own.prefix === '' ? '' : `${own.prefix}:`}${name}="${value}"`, scope: own.scope };
}

/** The value of `xsi:type` is a name, whose prefix must mean the same here. */
function schemaType(text: string, scope: Scope, writing: Writing): Written {
  const type = text === 'epcis:DateTimeStamp' && writing.version !== '2.0' ? 'xsd:dateTime' : text;
  if (!type.startsWith('xsd:')) return { text: type, scope };
  const { prefix, scope: inner } = declare(scope, XML_SCHEMA, 'xsd');
  return { text: `${prefix}:${type.slice(4)}`, scope: inner };
}

/** The type of XML Schema that an element says its text has. */
const typeOf = ({ attributes }: Extension): string | undefined => {
  const type = attributes?.find(({ ns, name }) => ns === XSI && name === 'type')?.value;
  return typeof type === 'string' ? type : undefined;
};

function writeValue(value: ExtensionValue, scope: Scope, path: string, writing: Writing, type?: string): string {
  const text = scalarText(value);
  // White space around a value means nothing to its type, but some validators refuse it.
  if (text !== undefined)
    return escapeText(legal(type === undefined || type === 'xsd:string' ? text : text.trim(), path, writing));
  let written = '';
  for (const field of value as readonly Extension[]) {
    written +=
      field.name === '#text' && field.ns === ''
        ? writeValue(field.value, scope, path, writing)
        : writeExtension(field, scope, path, writing);
  }
  return written;
}

/** undefined where it holds fields. */
export function scalarText(value: ExtensionValue): string | undefined {
  if (typeof value === 'string') return value;
  if (value === null) return '';
  if (typeof value === 'boolean') return String(value);
  return 'text' in value ? value.text : undefined;
}

/** XML has no way to write some control characters. */
export function legal(text: string, path: string, writing: Writing): string {
  if (!hasIllegal(text)) return text;
  writing.lose(path, 'it holds characters that XML cannot write; they are left out');
  return withoutIllegal(text);
}
