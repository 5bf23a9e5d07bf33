/** Somebody's own elements and attributes, kept whole. */
import type { Extension, ExtensionValue } from '../../epcis/event.ts';
import type { Findings } from './findings.ts';
import type { XmlAttribute } from './handler.ts';
import { XSI } from './namespaces.ts';
import { childrenOf, isBlank, type XmlNode } from './node.ts';
import { checkSchemaType } from './schema-type.ts';

/** @param findings told where a value contradicts the `xsi:type` that its sender gave it */
export function readExtension(node: XmlNode, findings: Findings): Extension {
  const { ns, name, prefix, attributes } = node;
  if (attributes.length === 0) return { ns, name, prefix, value: contentOf(node, findings) };
  checkSchemaType(node, findings);
  const isNil = attributes.some(saysNil) && isBlank(node.text) && childrenOf(node).length === 0;
  const kept = (isNil ? attributes.filter((attribute) => !saysNil(attribute)) : attributes).map(readAttribute);
  return { ns, name, prefix, value: isNil ? null : contentOf(node, findings), ...(kept.length > 0 && { attributes: kept }) };
}

export const readAttribute = ({ ns, name, prefix, value }: XmlAttribute): Extension => ({ ns, name, prefix, value });

export const saysNil = (attribute: XmlAttribute): boolean =>
  attribute.ns === XSI && attribute.name === 'nil' && (attribute.value.trim() === 'true' || attribute.value.trim() === '1');

function contentOf(node: XmlNode, findings: Findings): ExtensionValue {
  if (!node.children && !node.epcs?.length) return node.text;
  const fields = [
    ...(node.epcs ?? []).map((value): Extension => ({ ns: '', name: 'epc', prefix: '', value })),
    ...childrenOf(node).map((child) => (child.name === '#text' ? textPiece(child.text) : readExtension(child, findings))),
  ];
  // An un-namespaced element that was read as a standard one keeps its text apart from its children.
  return isBlank(node.text) ? fields : [textPiece(node.text), ...fields];
}

const textPiece = (value: string): Extension => ({ ns: '', name: '#text', prefix: '', value });
