/**
 * The elements of a document as they arrive: what stands around events and master data is met one by one; each event and
 * vocabulary element becomes a small tree, is read, told, and forgotten.
 */
import type { EpcisEvent } from '../../epcis/event.ts';
import type { DecodedItem, DecodeOptions } from '../decoded.ts';
import type { Declared } from './cursor.ts';
import { makeFindings, placeOf, tagOf } from './findings.ts';
import { count, type Frame, find, makeFrame } from './frame.ts';
import { type Content, element, type Particle, type Shape } from './grammar.ts';
import { documentShape } from './grammar-document.ts';
import type { OpenTag, XmlHandler } from './handler.ts';
import { tooLarge, tooManyEvents } from './limits.ts';
import { epcisNamespace } from './namespaces.ts';
import { attributeOf, isBlank, makeNode, pathOf, type XmlNode } from './node.ts';
import { admit, reportMissing } from './progress.ts';
import { readEvent, versionOfBareEvent } from './read-event.ts';
import { readExtension } from './read-extension.ts';
import { makeHeaderKeeper } from './read-header.ts';
import { readRecord } from './read-record.ts';
import { type Root, readRoot } from './read-root.ts';
import { readAttributes, readText } from './read-text.ts';
import { readVocabulary } from './read-vocabulary.ts';
import type { Draft, Reading } from './reading.ts';
import { reportMisplaced, reportText, reportUnknown } from './refusals.ts';
import { harmlessDoctype } from './text-problems.ts';
import { makeTreeBuilder } from './tree.ts';

/** A tree on its way, and what it will be read as. */
type Unit = { readonly particle: Particle; readonly frame: Frame | undefined; readonly begin: number };

export type DocumentReader = {
  readonly handler: XmlHandler;
  /** Path of the innermost open element. */
  readonly path: () => string;
  /** Throws BrokenXml when the event being read has become too large. */
  readonly checkSize: () => void;
  /** After the root has been closed. */
  readonly end: () => void;
};

const extensionParticle = element('extension', { kind: 'anything' });
const vendorEvent = element('event', { kind: 'event', type: 'VendorEvent' });
const unknownParticle = element('unknown', { kind: 'anything' });

/**
 * @param tell takes what has become known, in order
 * @param position characters read so far
 */
export function makeDocumentReader(
  options: DecodeOptions,
  tell: (item: DecodedItem) => void,
  position: () => number,
): DocumentReader {
  const { limits } = options;
  const findings = makeFindings(options.mode);
  const frames: Frame[] = [];
  const resolveAtRoot = (prefix: string): string | undefined =>
    Object.hasOwn(namespaces, prefix) ? namespaces[prefix] : undefined;
  /** Prefixes that the event being read declares itself. */
  let ownPrefixes: Declared | undefined;
  let reading: Reading = { version: '2.0', resolve: resolveAtRoot, findings };
  let namespaces: Readonly<Record<string, string>> = {};
  const header = makeHeaderKeeper(findings, limits.eventBytes, (told) => tell({ kind: 'header', header: told }));
  let unit: Unit | undefined;
  let index = 0;
  let hasQualified = false;

  const reportQualified = (node: XmlNode): void => {
    if (hasQualified) return;
    hasQualified = true;
    findings.report(
      {
        id: 'element-qualified',
        layer: 'schema',
        message: `${tagOf(node)} has a namespace that it should not have, or lacks the one it should have.`,
        hint: 'Only the root, and below the body of a query document its child, belong to a namespace of EPCIS.',
        ...(frames.length === 0 && { severity: 'warning' }),
      },
      node,
    );
  };

  const tree = makeTreeBuilder(reportQualified);

  const tellFindings = (): void => {
    for (const issue of findings.take()) tell({ kind: 'issue', issue });
  };

  const openRoot = (tag: OpenTag): void => {
    const root = readRoot(tag, findings);
    if (root.kind === 'event') beginUnit(root.node, element(tag.name, { kind: 'event', type: tag.name }), undefined);
    else beginDocument(root);
  };

  const beginDocument = (root: Root & { kind: 'document' }): void => {
    reading = { version: root.version, resolve: resolveAtRoot, findings };
    const draft: Draft = {};
    header.begin({ kind: root.name, version: root.version, root: draft, namespaces });
    pushFrame(root.node, documentShape(root.name, root.version), draft);
    if (typeof draft['creationDate'] === 'string' && !/(Z|[+-]\d\d:\d\d)$/.test(draft['creationDate'])) {
      const message = `creationDate "${draft['creationDate']}" has no time zone.`;
      findings.report({ id: 'creation-date-zone-missing', layer: 'rule', severity: 'note', message }, root.node);
    }
  };

  const pushFrame = (node: XmlNode, shape: Shape, draft: Draft): void => {
    frames.push(makeFrame(node, shape, draft));
    readAttributes(draft, node, { ...shape, hasExtensions: true }, reading);
    const own = draft['extensions'];
    if (Array.isArray(own)) for (const extension of own) header.extension(extension, node, 0);
  };

  const beginUnit = (node: XmlNode, particle: Particle, frame: Frame | undefined): void => {
    const isEvent = particle.content.kind === 'event' || particle === unknownParticle;
    if (isEvent && index >= limits.events) throw tooManyEvents(limits.events, { line: node.line, column: node.column });
    unit = { particle, frame, begin: position() };
    tree.start(node);
  };

  const openInFrame = (tag: OpenTag, frame: Frame): void => {
    const found = find(tag, frame.shape);
    if (!found) {
      openOther(makeNode(tag, tag.ns, frame.node, tag.ns === '', undefined), frame);
      return;
    }
    const { particle } = found;
    const number = count(frame.counts, tag.name);
    const ns = epcisNamespace(tag.ns) ? '' : tag.ns;
    const ordinal = number > 1 || particle.isRepeatable ? number : 0;
    const node = makeNode(tag, ns, frame.node, particle.content.kind !== 'sbdh', undefined, ordinal);
    if (!found.isElsewhere) admit(frame.progress, particle, node, frame.shape, findings);
    else {
      frame.progress.count++;
      if (frame.shape.local === 'none') reportMisplaced(node, findings);
    }
    if (!found.isQualifiedWell) reportQualified(node);
    ownPrefixes = tag.declared;
    begin(node, particle, frame);
  };

  const begin = (node: XmlNode, particle: Particle, frame: Frame): void => {
    const { content } = particle;
    if (content.kind === 'stream') pushFrame(node, content.shape, {});
    else beginUnit(node, particle, frame);
  };

  /** Somebody's own, or nothing that is known. */
  const openOther = (node: XmlNode, frame: Frame): void => {
    const wildcard = node.ns === '' ? frame.shape.local : frame.shape.foreign;
    frame.progress.hasOthers ||= frame.shape.order === 'sequence';
    frame.progress.count++;
    if (wildcard === 'none') reportUnknown(node, frame.shape, findings, false);
    const isAmongEvents = frame.node.name === 'EventList' || frame.node.parent?.name === 'EventList';
    beginUnit(node, wildcard === 'event' ? vendorEvent : isAmongEvents ? unknownParticle : extensionParticle, frame);
  };

  const endUnit = (root: XmlNode): void => {
    const ended = unit;
    if (!ended) return;
    checkBytes(ended.begin);
    read(root, ended);
    unit = undefined;
  };

  const read = (root: XmlNode, ended: Unit): void => {
    if (ended.particle === unknownParticle) tellEvent(root, undefined);
    else if (ended.particle.content.kind === 'event') endEvent(root, ended);
    else {
      if (ended.particle.isLax) findings.lax++;
      endOther(root, ended.particle.content, ended);
      if (ended.particle.isLax) findings.lax--;
      tellFindings();
    }
  };

  const endOther = (root: XmlNode, content: Content, { frame, particle, begin }: Unit): void => {
    if (content.kind === 'vocabulary') endVocabulary(root, frame);
    else if (content.kind === 'sbdh') {
      readRecord(root, content.shape, reading);
      header.sbdh(root);
    } else if (content.kind === 'checked') readRecord(root, content.shape, reading);
    else if (content.kind === 'text') {
      const value = readText(root, content.type, reading, false, particle);
      if (frame) frame.draft[particle.field] = value;
      header.result(particle.field, value);
    } else header.extension(readExtension(root, findings), root, position() - begin);
  };

  const endVocabulary = (root: XmlNode, frame: Frame | undefined): void => {
    const vocabulary = frame && frames.findLast(({ node }) => node.name === 'Vocabulary');
    const type = vocabulary?.draft['type'];
    const element = readVocabulary(root, typeof type === 'string' ? type : '', reading);
    tellFindings();
    header.tell();
    if (element) tell({ kind: 'vocabulary', element });
  };

  const endEvent = (root: XmlNode, { particle, frame }: Unit): void => {
    if (!frame) beginBareEvent(root);
    if (particle.isLax) findings.lax++;
    const event = readEvent(frame ? root : withoutDocumentAttributes(root), reading, frame ? ownPrefixes : undefined);
    if (particle.isLax) findings.lax--;
    tellEvent(root, event);
  };

  const tellEvent = (root: XmlNode, event: EpcisEvent | undefined): void => {
    header.tell();
    tell({ kind: 'event', decoded: { index, at: placeOf(root), ...(event && { event }), issues: findings.take(index) } });
    index++;
  };

  const beginBareEvent = (root: XmlNode): void => {
    const version = versionOfBareEvent(root);
    reading = { version, resolve: resolveAtRoot, findings };
    const draft: Draft = {};
    for (const name of documentAttributeNames) {
      const value = attributeOf(root, name);
      if (value !== undefined) draft[name] = value;
    }
    header.begin({ kind: 'event', version, root: draft, namespaces });
  };

  const closeFrame = (): void => {
    const frame = frames.pop();
    if (!frame) return;
    reportMissing(frame.progress, frame.draft, frame.node, frame.shape, findings);
    if (frames.length === 0) header.tell();
    tellFindings();
  };

  const checkBytes = (begin: number): void => {
    if (position() - begin > limits.eventBytes) throw tooLarge('An event or header element', limits.eventBytes);
  };

  const openOutside = (tag: OpenTag): void => {
    const frame = frames.at(-1);
    if (frame) openInFrame(tag, frame);
    else openRoot(tag);
    if (!unit) tellFindings();
  };

  const closeInside = (): void => {
    const root = tree.close();
    if (root) endUnit(root);
  };

  const textOutside = (piece: string): void => {
    const frame = frames.at(-1);
    if (!frame || isBlank(piece)) return;
    reportText({ ...frame.node, text: piece }, findings, false);
    tellFindings();
  };

  const open = (tag: OpenTag): void => (unit ? tree.open(tag) : openOutside(tag));
  const text = (piece: string): void => (unit ? tree.text(piece) : textOutside(piece));
  const close = (): void => (unit ? closeInside() : closeFrame());

  const leafOutside = (tag: OpenTag, content: string): void => {
    open(tag);
    text(content);
    close();
  };

  return {
    handler: {
      open,
      close,
      text,
      leaf: (tag, content) => (unit ? tree.leaf(tag, content) : leafOutside(tag, content)),
      doctype: (line, column) => tell({ kind: 'issue', issue: harmlessDoctype(findings.isTolerant, line, column) }),
      namespaces: (declared) => {
        const { '': _default, ...prefixes } = declared;
        namespaces = prefixes;
      },
      isPlain: () => (unit ? tree.current()?.isPlain === true : frames.length > 0),
      epcs: () => tree.current()?.epcs,
    },
    path: () => {
      const node = tree.current() ?? frames.at(-1)?.node;
      return node ? pathOf(node) : '';
    },
    checkSize: () => {
      if (unit) checkBytes(unit.begin);
    },
    end: () => {
      header.tell();
      tellFindings();
    },
  };
}

const documentAttributeNames: readonly string[] = ['schemaVersion', 'creationDate'];

/** Partners put them on a bare event, too. */
const withoutDocumentAttributes = (root: XmlNode): XmlNode => ({
  ...root,
  attributes: root.attributes.filter(({ name, ns }) => ns !== '' || !documentAttributeNames.includes(name)),
});
