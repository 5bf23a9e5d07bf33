/** Findings about elements, attributes and text that do not belong where they stand. */
import { type Findings, quoted, tagOf } from './findings.ts';
import type { Shape } from './grammar.ts';
import type { XmlAttribute } from './handler.ts';
import { XSI } from './namespaces.ts';
import { attributeOf, isBlank, type XmlNode } from './node.ts';

/** Only the quantity of a quantityElement may be nil. */
export function refuseNil(node: XmlNode, findings: Findings): void {
  if (attributeOf(node, 'nil', XSI) === undefined) return;
  findings.report(
    { id: 'nil-unexpected', layer: 'schema', message: `${tagOf(node)} must not say xsi:nil.`, hint: 'Leave the element out.' },
    node,
  );
}

export function refuseAttribute(attribute: XmlAttribute, node: XmlNode, findings: Findings): void {
  if (attribute.ns === XSI) return;
  findings.report(
    {
      id: 'attribute-unknown',
      layer: 'schema',
      message: `${tagOf(node)} must not have the attribute ${attribute.name}=${quoted(attribute.value)}; it is not kept.`,
    },
    node,
  );
}

export function refuseElement(child: XmlNode, node: XmlNode, findings: Findings): void {
  if (child.name === '#text') return;
  findings.report(
    { id: 'element-unknown', layer: 'schema', message: `${tagOf(child)} must not stand in ${tagOf(node)}; it is not kept.` },
    child,
  );
}

export function reportText(node: XmlNode, findings: Findings, isAllowed: boolean): void {
  if (isBlank(node.text)) return;
  const message = `The text ${quoted(node.text)} stands in ${tagOf(node)}, which has no text; it is not kept.`;
  findings.report({ id: 'text-unexpected', layer: 'schema', message, ...(isAllowed && { severity: 'warning' }) }, node);
}

export function reportMisplaced(child: XmlNode, findings: Findings): void {
  const message = `${tagOf(child)} does not belong in ${child.parent ? tagOf(child.parent) : 'this place'} in this version of EPCIS.`;
  findings.report({ id: 'element-misplaced', layer: 'schema', message }, child);
}

export function reportUnknown(child: XmlNode, shape: Shape, findings: Findings, isAllowed: boolean): void {
  const parent = child.parent ? tagOf(child.parent) : 'this place';
  const isForeign = child.ns !== '';
  findings.report(
    {
      id: isForeign ? 'extension-misplaced' : 'element-unknown',
      layer: 'schema',
      message: isForeign
        ? `${tagOf(child)} of namespace ${quoted(child.ns)} must not stand in ${parent}.`
        : `${tagOf(child)} is no element that EPCIS knows in ${parent}.`,
      hint: isForeign
        ? 'Extensions belong at the end of the event, place, declaration or sensor element.'
        : hintFor(child, shape),
      ...(isAllowed && { severity: 'warning' }),
    },
    child,
  );
}

/** A name that differs in letter case only is a slip. */
function hintFor(child: XmlNode, shape: Shape): string {
  const lower = child.name.toLowerCase();
  const meant = [...shape.elements.keys(), ...shape.elsewhere.keys()].find((name) => name.toLowerCase() === lower);
  return meant === undefined ? 'Check its spelling; an element of your own needs a namespace.' : `Did you mean <${meant}>?`;
}
