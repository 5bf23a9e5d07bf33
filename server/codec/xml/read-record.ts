/**
 * An element as an object, by the grammar: one pass reads its fields and finds what is wrong with its structure.
 * Where the grammar does not know an element or attribute, it is kept as an extension if that is what it is, and named in
 * a finding if not.
 */
import type { EpcisVersion } from '../../epcis/document.ts';
import type { Extension } from '../../epcis/event.ts';
import { type Findings, quoted, tagOf } from './findings.ts';
import type { AttributeRule, Content, Particle, Shape } from './grammar.ts';
import { XSI } from './namespaces.ts';
import { attributeOf, childrenOf, isBlank, type XmlNode } from './node.ts';
import { admit, makeProgress, reportMissing } from './progress.ts';
import { readAttribute, readExtension, saysNil } from './read-extension.ts';
import type { XmlAttribute } from './tokens.ts';
import type { TextType } from './values.ts';

export type Reading = {
  readonly version: EpcisVersion;
  readonly findings: Findings;
};

/** An object on its way: its members are those of the grammar. */
export type Draft = Record<string, unknown>;

/** @returns undefined where a member is missing that the object cannot do without; a finding says so */
export function readRecord(node: XmlNode, shape: Shape, reading: Reading, draft: Draft = {}): Draft | undefined {
  fill(draft, node, shape, reading);
  return isComplete(draft, shape) ? draft : undefined;
}

function isComplete(draft: Draft, shape: Shape): boolean {
  for (const particle of shape.sequence) if (particle.isNeeded && draft[particle.field] === undefined) return false;
  for (const rule of shape.attributes) if (rule.isRequired && draft[rule.field] === undefined) return false;
  return !shape.text?.isNeeded || draft[shape.text.field] !== undefined;
}

function fill(draft: Draft, node: XmlNode, shape: Shape, reading: Reading): void {
  readAttributes(draft, node, shape, reading);
  if (shape.text) draft[shape.text.field] = readText(node, shape.text.type, reading, shape.text.isNeeded);
  else reportText(node, reading.findings, shape.isDeafToText);
  const progress = makeProgress();
  for (const child of childrenOf(node)) {
    const particle = particleOf(child, shape);
    if (particle) {
      admit(progress, particle, child, shape, reading.findings);
      readParticle(draft, child, particle, reading);
    } else if (!shape.text) readOther(draft, child, shape, reading, progress);
  }
  reportMissing(progress, draft, node, shape, reading.findings);
}

export function particleOf(child: XmlNode, shape: Shape): Particle | undefined {
  const particle = shape.elements.get(child.name);
  return particle && child.ns === (particle.ns ?? shape.ns) ? particle : undefined;
}

function readParticle(draft: Draft, child: XmlNode, particle: Particle, reading: Reading): void {
  const { findings } = reading;
  if (particle.isLax) findings.lax++;
  if (particle.content.kind === 'wrapper') fill(draft, child, particle.content.shape, reading);
  else keep(draft, particle, readContent(child, particle, reading));
  if (particle.isLax) findings.lax--;
  if (particle.after !== undefined && draft[particle.after] === undefined && !hasNil(child, particle.after)) {
    findings.report(
      { id: 'element-missing', layer: 'schema', message: `${tagOf(child)} must follow <${particle.after}>, which is missing.` },
      child,
    );
  }
}

/** A sibling that is there, but says nil, has no value. */
const hasNil = (node: XmlNode, name: string): boolean =>
  node.parent !== undefined && childrenOf(node.parent).some((sibling) => sibling.name === name && sibling.attributes.some(saysNil));

function keep(draft: Draft, particle: Particle, value: unknown): void {
  if (value === undefined) return;
  const held = draft[particle.field];
  if (particle.isRepeatable) {
    if (Array.isArray(held)) held.push(value);
    else draft[particle.field] = [value];
  } else if (Array.isArray(held) && Array.isArray(value)) {
    for (const each of value) held.push(each);
  } else if (held === undefined) draft[particle.field] = value;
}

function readContent(node: XmlNode, particle: Particle, reading: Reading): unknown {
  const { content } = particle;
  switch (content.kind) {
    case 'text':
      return readText(node, content.type, reading, particle.isNeeded, particle);
    case 'epcs':
      return readEpcs(node, reading);
    case 'list':
      return readList(node, content, reading);
    case 'record':
      return readRecord(node, content.shape, reading);
    case 'fields':
      return readFields(node, content.shape, reading);
    case 'anything':
      refuseNil(node, reading.findings);
      // What it says of its own type can be wrong, too.
      readExtension(node, reading.findings);
      return undefined;
    case 'field':
      readAttributes({}, node, content.shape, reading);
      return readExtension(node, reading.findings);
    default:
      return undefined;
  }
}

const NO_EPCS: readonly string[] = [];

function readEpcs(node: XmlNode, { findings }: Reading): readonly string[] {
  if (node.attributes.length > 0) refuseNil(node, findings);
  for (const attribute of node.attributes) refuseAttribute(attribute, node, findings);
  reportText(node, findings, false);
  const epcs = node.epcs ?? [];
  for (const child of childrenOf(node)) {
    if (child.name !== 'epc' || child.ns !== '') refuseElement(child, node, findings);
    else if (isBlank(child.text)) {
      refuseNil(child, findings);
      findings.report({ id: 'value-empty', layer: 'rule', message: `An <epc> of ${tagOf(node)} is empty.` }, child);
    } else {
      refuseNil(child, findings);
      for (const attribute of child.attributes) refuseAttribute(attribute, child, findings);
      for (const inner of childrenOf(child)) refuseElement(inner, child, findings);
      epcs.push(child.text.trim());
    }
  }
  return epcs.length === 0 ? NO_EPCS : epcs;
}

function readList(node: XmlNode, content: Content & { kind: 'list' }, reading: Reading): unknown {
  const item = content.shape.sequence[0];
  const draft: Draft = {};
  fill(draft, node, content.shape, reading);
  const list = item && draft[item.field];
  if (list === undefined && content.min > 0 && !childrenOf(node).some((child) => child.name === item?.name)) {
    reading.findings.report(
      { id: 'list-empty', layer: 'schema', message: `${tagOf(node)} holds no <${item?.name}>.`, hint: 'Leave the element out where there is nothing to list.' },
      node,
    );
  }
  return list ?? [];
}

function readFields(node: XmlNode, shape: Shape, reading: Reading): unknown {
  const draft: Draft = {};
  fill(draft, node, shape, reading);
  return draft['extensions'] ?? [];
}

/** @param isNeeded whether what it belongs to is lost without it */
export function readText(node: XmlNode, type: TextType, reading: Reading, isNeeded: boolean, particle?: Particle): unknown {
  const { findings } = reading;
  for (const child of childrenOf(node)) refuseElement(child, node, findings);
  if (particle && node.attributes.length > 0 && checkTextAttributes(node, particle, findings)) return undefined;
  const { text } = node;
  const trimmed = text.trim();
  if (type.keepsSpace && trimmed.length !== text.length) {
    findings.report(
      { id: 'white-space-around', layer: 'schema', message: `White space stands around ${quoted(text)} in ${tagOf(node)}.`, hint: 'Remove it.' },
      node,
    );
  }
  return readValue(trimmed, type, { reading, node, isNeeded, where: tagOf(node) });
}

type Spot = { readonly reading: Reading; readonly node: XmlNode; readonly isNeeded: boolean; readonly where: string };

function readValue(text: string, type: TextType, spot: Spot): unknown {
  const { findings, version } = spot.reading;
  if (text === '' && type.allowsEmpty) return '';
  const read = text === '' ? undefined : type.read(text);
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

/** Only the quantity of a quantityElement may be nil. */
export function refuseNil(node: XmlNode, findings: Findings): void {
  if (attributeOf(node, 'nil', XSI) === undefined) return;
  findings.report({ id: 'nil-unexpected', layer: 'schema', message: `${tagOf(node)} must not say xsi:nil.`, hint: 'Leave the element out.' }, node);
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
        { id: 'attribute-missing', layer: 'schema', message: `${tagOf(node)} has no attribute ${rule.name}.`, isFatal: !isDocumentAttribute(rule) },
        node,
      );
    }
  }
}

/** The documents' own attributes are kept as text and can be done without. */
const isDocumentAttribute = (rule: AttributeRule): boolean => rule.name === 'schemaVersion' || rule.name === 'creationDate';

function readAttributeValue(attribute: XmlAttribute, rule: AttributeRule, node: XmlNode, reading: Reading): unknown {
  const where = `attribute ${rule.name} of ${tagOf(node)}`;
  return readValue(attribute.value.trim(), rule.type, { reading, node, isNeeded: rule.isRequired && !isDocumentAttribute(rule), where });
}

function readOtherAttribute(draft: Draft, attribute: XmlAttribute, node: XmlNode, shape: Shape, findings: Findings): void {
  if (!shape.anyAttribute) return refuseAttribute(attribute, node, findings);
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
  addExtension(draft, readAttribute(attribute), node, shape, findings);
}

function refuseAttribute(attribute: XmlAttribute, node: XmlNode, findings: Findings): void {
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

function refuseElement(child: XmlNode, node: XmlNode, findings: Findings): void {
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

function addExtension(draft: Draft, extension: Extension, node: XmlNode, shape: Shape, findings: Findings): void {
  if (!shape.hasExtensions) {
    findings.report(
      { id: 'extension-not-kept', layer: 'rule', severity: 'warning', message: `${extension.name} is not kept: ${tagOf(node)} has no place for it.` },
      node,
    );
    return;
  }
  const held = draft['extensions'];
  if (Array.isArray(held)) held.push(extension);
  else draft['extensions'] = [extension];
}

/** An element that does not belong where it stands, or is somebody's own. */
function readOther(draft: Draft, child: XmlNode, shape: Shape, reading: Reading, progress: ReturnType<typeof makeProgress>): void {
  const { findings } = reading;
  const elsewhere = child.ns === '' ? shape.elsewhere.get(child.name) : undefined;
  if (elsewhere) {
    if (shape.local === 'none') reportMisplaced(child, findings);
    return readParticle(draft, child, elsewhere, reading);
  }
  if (child.name === '#text') return reportText(child, findings, shape.isDeafToText);
  progress.hasOthers ||= shape.order === 'sequence';
  const isAllowed = child.ns === '' ? shape.local !== 'none' : shape.foreign !== 'none';
  if (!isAllowed || child.ns === '') reportUnknown(child, shape, findings, isAllowed);
  addExtension(draft, readExtension(child, findings), child, shape, findings);
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
      hint: isForeign ? 'Extensions belong at the end of the event, place, declaration or sensor element.' : hintFor(child, shape),
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
