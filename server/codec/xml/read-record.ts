/**
 * An element as an object, by the grammar: one pass reads its fields and finds what is wrong with its structure.
 * Where the grammar does not know an element or attribute, it is kept as an extension if that is what it is, and named in
 * a finding if not.
 */
import { type Findings, tagOf } from './findings.ts';
import type { Content, Particle, Shape } from './grammar.ts';
import { childrenOf, isBlank, type XmlNode } from './node.ts';
import { admit, makeProgress, type Progress, reportMissing } from './progress.ts';
import { readExtension, saysNil } from './read-extension.ts';
import { readAttributes, readText } from './read-text.ts';
import { type Draft, keepExtension, type Reading } from './reading.ts';
import { refuseAttribute, refuseElement, refuseNil, reportMisplaced, reportText, reportUnknown } from './refusals.ts';

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
  node.parent !== undefined &&
  childrenOf(node.parent).some((sibling) => sibling.name === name && sibling.attributes.some(saysNil));

function keep(draft: Draft, particle: Particle, value: unknown): void {
  if (value === undefined) return;
  const held = draft[particle.field];
  if (particle.isRepeatable) {
    if (Array.isArray(held)) held.push(value);
    else draft[particle.field] = [value];
  } else if (Array.isArray(held) && Array.isArray(value)) draft[particle.field] = [...held, ...value];
  else if (held === undefined) draft[particle.field] = value;
}

function readContent(node: XmlNode, particle: Particle, reading: Reading): unknown {
  const { content } = particle;
  switch (content.kind) {
    case 'text':
      return readText(node, content.type, reading, particle.isNeeded, particle);
    case 'epcs': {
      const epcs = readEpcs(node, reading);
      // Where the schema demands the list, an empty one says no more than none.
      return epcs.length === 0 && particle.isRequired ? undefined : epcs;
    }
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

function readEpcs(node: XmlNode, { findings }: Reading): readonly string[] {
  checkAttributes(node, findings);
  reportText(node, findings, false);
  const epcs = node.epcs ?? [];
  for (const child of childrenOf(node)) {
    if (child.name === 'epc' && child.ns === '') readOddEpc(child, node, epcs, findings);
    else refuseElement(child, node, findings);
  }
  return epcs;
}

/** What is more or less than a text was not gathered while the list was being read. */
function readOddEpc(child: XmlNode, list: XmlNode, epcs: string[], findings: Findings): void {
  checkAttributes(child, findings);
  for (const inner of childrenOf(child)) refuseElement(inner, child, findings);
  if (!isBlank(child.text)) epcs.push(child.text.trim());
  else findings.report({ id: 'value-empty', layer: 'rule', message: `An <epc> of ${tagOf(list)} is empty.` }, child);
}

function checkAttributes(node: XmlNode, findings: Findings): void {
  if (node.attributes.length > 0) refuseNil(node, findings);
  for (const attribute of node.attributes) refuseAttribute(attribute, node, findings);
}

function readList(node: XmlNode, content: Content & { kind: 'list' }, reading: Reading): unknown {
  const item = content.shape.sequence[0];
  const draft: Draft = {};
  fill(draft, node, content.shape, reading);
  const list = item && draft[item.field];
  if (list === undefined && content.min > 0 && !childrenOf(node).some((child) => child.name === item?.name)) {
    reading.findings.report(
      {
        id: 'list-empty',
        layer: 'schema',
        message: `${tagOf(node)} holds no <${item?.name}>.`,
        hint: 'Leave the element out where there is nothing to list.',
      },
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

/** An element that does not belong where it stands, or is somebody's own. */
function readOther(draft: Draft, child: XmlNode, shape: Shape, reading: Reading, progress: Progress): void {
  const { findings } = reading;
  const elsewhere = child.ns === '' ? shape.elsewhere.get(child.name) : undefined;
  if (elsewhere) {
    if (shape.local === 'none') reportMisplaced(child, findings);
    readParticle(draft, child, elsewhere, reading);
  } else if (child.name === '#text') reportText(child, findings, shape.isDeafToText);
  else readUnknown(draft, child, shape, reading, progress);
}

function readUnknown(draft: Draft, child: XmlNode, shape: Shape, { findings }: Reading, progress: Progress): void {
  progress.hasOthers ||= shape.order === 'sequence';
  const isAllowed = child.ns === '' ? shape.local !== 'none' : shape.foreign !== 'none';
  if (!isAllowed || child.ns === '') reportUnknown(child, shape, findings, isAllowed);
  keepExtension(draft, readExtension(child, findings), child, shape, findings);
}
