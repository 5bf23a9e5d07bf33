/** Texts of elements and attributes as values of their types. */
import { type Findings, quoted, tagOf } from './findings.ts';
import type { AttributeRule, Particle, Shape } from './grammar.ts';
import type { XmlAttribute } from './handler.ts';
import { XSI } from './namespaces.ts';
import { attributeOf, childrenOf, type XmlNode } from './node.ts';
import { readAttribute, saysNil } from './read-extension.ts';
import { type Draft, keepExtension, type Reading } from './reading.ts';
import { refuseAttribute, refuseElement, refuseNil } from './refusals.ts';
import type { TextType } from './values.ts';

/** @param isNeeded whether what it belongs to is lost without it */
export function readText(node: XmlNode, type: TextType, reading: Reading, isNeeded: boolean, particle?: Particle): unknown {
  const { findings } = reading;
  for (const child of childrenOf(node)) refuseElement(child, node, findings);
  if (particle && node.attributes.length > 0 && checkTextAttributes(node, particle, findings)) return undefined;
  const { text } = node;
  const trimmed = text.trim();
  if (type.keepsSpace && trimmed.length !== text.length) {
    findings.report(
      {
        id: 'white-space-around',
        layer: 'schema',
        message: `White space stands around ${quoted(text)} in ${tagOf(node)}.`,
        hint: 'Remove it.',
      },
      node,
    );
  }
  return readValue(trimmed, type, { reading, node, isNeeded, where: tagOf(node) });
}

type Spot = { readonly reading: Reading; readonly node: XmlNode; readonly isNeeded: boolean; readonly where: string };

function readValue(text: string, type: TextType, spot: Spot): unknown {
  const { findings, version, resolve } = spot.reading;
  if (text === '' && type.allowsEmpty) return '';
  const read = text === '' ? undefined : type.read(text, resolve);
  const wrong = type.check(text, version, read);
  const value = read === undefined && findings.isTolerant ? type.repair(text) : read;
  if (wrong) {
    const { id, layer, is, hint } = wrong;
    const isFatal = value === undefined && spot.isNeeded;
    findings.report({ id, layer, message: `${quoted(text)} in ${spot.where} is ${is}.`, hint, isFatal }, spot.node);
  } else if (value === undefined) {
    const emptiness = { id: 'value-empty', layer: 'rule', message: `${spot.where} is empty.` } as const;
    findings.report(spot.isNeeded ? { ...emptiness, isFatal: true } : { ...emptiness, severity: 'warning' }, spot.node);
  }
  return value;
}

/** Elements with text have no attributes, except those of XML Schema itself. @returns whether the element says nil */
function checkTextAttributes(node: XmlNode, particle: Particle, findings: Findings): boolean {
  for (const attribute of node.attributes) if (attribute.ns !== XSI) refuseAttribute(attribute, node, findings);
  if (particle.name !== 'quantity') refuseNil(node, findings);
  return node.attributes.some(saysNil);
}

export function readAttributes(draft: Draft, node: XmlNode, shape: Shape, reading: Reading): void {
  const { findings } = reading;
  if (node.attributes.length > 0) refuseNil(node, findings);
  for (const attribute of node.attributes) {
    const rule = attribute.ns === '' ? shape.attributeNames.get(attribute.name) : undefined;
    if (rule) draft[rule.field] = readAttributeValue(attribute, rule, node, reading);
    else if (attribute.ns !== XSI) readOtherAttribute(draft, attribute, node, shape, findings);
  }
  for (const rule of shape.attributes) {
    if (rule.isRequired && attributeOf(node, rule.name) === undefined) {
      findings.report(
        {
          id: 'attribute-missing',
          layer: 'schema',
          message: `${tagOf(node)} has no attribute ${rule.name}.`,
          isFatal: !isDocumentAttribute(rule),
        },
        node,
      );
    }
  }
}

/** The documents' own attributes are kept as text and can be done without. */
const isDocumentAttribute = (rule: AttributeRule): boolean => rule.name === 'schemaVersion' || rule.name === 'creationDate';

function readAttributeValue(attribute: XmlAttribute, rule: AttributeRule, node: XmlNode, reading: Reading): unknown {
  const where = `attribute ${rule.name} of ${tagOf(node)}`;
  return readValue(attribute.value.trim(), rule.type, {
    reading,
    node,
    isNeeded: rule.isRequired && !isDocumentAttribute(rule),
    where,
  });
}

function readOtherAttribute(draft: Draft, attribute: XmlAttribute, node: XmlNode, shape: Shape, findings: Findings): void {
  if (!shape.anyAttribute) {
    refuseAttribute(attribute, node, findings);
    return;
  }
  if (attribute.ns === '') {
    findings.report(
      {
        id: 'attribute-unknown',
        layer: 'schema',
        severity: 'warning',
        message: `${tagOf(node)} has an attribute ${attribute.name} that EPCIS does not know; it is kept as an extension.`,
        hint: 'Check its spelling, or give an attribute of your own a namespace.',
      },
      node,
    );
  }
  keepExtension(draft, readAttribute(attribute), node, shape, findings);
}
