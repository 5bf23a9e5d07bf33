/** Attributes of a start tag as saxes gives them. */
import type { SaxesParser, SaxesTagNS } from 'saxes';
import type { DecodeLimits } from '../decoded.ts';
import type { XmlAttribute } from './handler.ts';
import { textTooLong } from './limits.ts';
import { XML_SCHEMA, XSI } from './namespaces.ts';

const NO_ATTRIBUTES: readonly XmlAttribute[] = [];

/** All but namespace declarations. */
export function attributesOf(
  tag: SaxesTagNS,
  parser: SaxesParser<{ xmlns: true }>,
  limits: DecodeLimits,
): readonly XmlAttribute[] {
  let found: XmlAttribute[] | undefined;
  for (const key in tag.attributes) {
    const attribute = tag.attributes[key];
    if (!attribute || attribute.prefix === 'xmlns' || key === 'xmlns') continue;
    if (attribute.value.length > limits.textLength) throw textTooLong(limits);
    const { local, prefix, uri } = attribute;
    const value = uri === XSI && local === 'type' ? plainType(attribute.value, parser) : attribute.value;
    found ??= [];
    found.push({ name: local, prefix, ns: uri, value });
  }
  return found ?? NO_ATTRIBUTES;
}

/** The value of `xsi:type` is a name with a prefix that means nothing elsewhere; XML Schema's own types get the usual one. */
function plainType(value: string, parser: SaxesParser<{ xmlns: true }>): string {
  const colon = value.indexOf(':');
  const isSchemas = colon > 0 && parser.resolve(value.slice(0, colon).trim()) === XML_SCHEMA;
  return isSchemas ? `xsd:${value.slice(colon + 1).trim()}` : value;
}
