/**
 * The elements of a document as they arrive: what stands around events and master data is met one by one; each event and
 * vocabulary element becomes a small tree, is read, told, and forgotten.
 */
import type { Issue } from '../../epcis/issue.ts';
import type { DecodedItem, DecodeOptions } from '../decoded.ts';
import { BrokenXml } from './broken-xml.ts';
import { makeFindings, placeOf, tagOf } from './findings.ts';
import { type Content, element, type Particle, type Shape } from './grammar.ts';
import { documentShape } from './grammar-document.ts';
import { epcisNamespace } from './namespaces.ts';
import { attributeOf, isBlank, makeNode, pathOf, type XmlNode } from './node.ts';
import { admit, makeProgress, type Progress, reportMissing } from './progress.ts';
import { readEvent, versionOfBareEvent } from './read-event.ts';
import { readAttribute, readExtension } from './read-extension.ts';
import { type HeaderDraft, headerOf, readSbdh } from './read-header.ts';
import { type Draft, type Reading, readAttributes, readRecord, readText, reportMisplaced, reportText, reportUnknown } from './read-record.ts';
import { readRoot } from './read-root.ts';
import { readVocabulary } from './read-vocabulary.ts';
import type { OpenTag, XmlHandler } from './tokens.ts';
import { makeTreeBuilder } from './tree.ts';

/** An open element that is met child by child. */
type Frame = {
  readonly node: XmlNode;
  readonly shape: Shape;
  readonly progress: Progress;
  readonly draft: Draft;
  readonly counts: Map<string, number>;
};

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
export function makeDocumentReader(options: DecodeOptions, tell: (item: DecodedItem) => void, position: () => number): DocumentReader {
  const { limits } = options;
  const findings = makeFindings(options.mode);
  const frames: Frame[] = [];
  let reading: Reading = { version: '2.0', findings };
  let namespaces: Readonly<Record<string, string>> = {};
  let header: HeaderDraft | undefined;
  let isHeaderTold = false;
  let unit: Unit | undefined;
  let index = 0;
  let headerSize = 0;
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

  const tellHeader = (): void => {
    if (isHeaderTold || !header) return;
    isHeaderTold = true;
    tell({ kind: 'header', header: headerOf(header) });
  };

  const openRoot = (tag: OpenTag): void => {
    const root = readRoot(tag, findings);
    if (root.kind === 'event') return beginUnit(root.node, element(tag.name, { kind: 'event', type: tag.name }), undefined);
    reading = { version: root.version, findings };
    const draft: Draft = {};
    header = { kind: root.name, version: root.version, root: draft, namespaces, sbdh: undefined, results: {}, extensions: [] };
    pushFrame(root.node, documentShape(root.name, root.version), draft);
    if (typeof draft['creationDate'] === 'string' && !/(Z|[+-]\d\d:\d\d)$/.test(draft['creationDate'])) {
      const message = `creationDate "${draft['creationDate']}" has no time zone.`;
      findings.report({ id: 'creation-date-zone-missing', layer: 'rule', severity: 'note', message }, root.node);
    }
  };

  const pushFrame = (node: XmlNode, shape: Shape, draft: Draft): void => {
    frames.push({ node, shape, progress: makeProgress(), draft, counts: new Map() });
    readAttributes(draft, node, { ...shape, hasExtensions: true }, reading);
    const own = draft['extensions'];
    if (Array.isArray(own)) for (const extension of own) keepExtension(extension, node);
  };

  const keepExtension = (extension: ReturnType<typeof readExtension>, node: XmlNode): void => {
    if (!isHeaderTold && header) {
      header.extensions.push(extension);
      headerSize += unit ? position() - unit.begin : 0;
      if (headerSize > limits.eventBytes) throw tooLarge('The header', limits.eventBytes);
      return;
    }
    const message = `${tagOf(node)} stands behind events or master data, which are passed on as they come; it is not kept.`;
    findings.report({ id: 'extension-after-events', layer: 'rule', severity: 'warning', message }, node);
  };

  const beginUnit = (node: XmlNode, particle: Particle, frame: Frame | undefined): void => {
    if ((particle.content.kind === 'event' || particle === unknownParticle) && index >= limits.events) throw tooManyEvents(limits.events, node);
    unit = { particle, frame, begin: position() };
    tree.start(node);
  };

  const openInFrame = (tag: OpenTag, frame: Frame): void => {
    const { shape } = frame;
    const found = find(tag, shape);
    const ordinal = found ? count(frame.counts, tag.name) : 0;
    const isStandard = found !== undefined;
    const ns = isStandard && epcisNamespace(tag.ns) ? '' : tag.ns;
    const isPlain = isStandard ? found.particle.content.kind !== 'sbdh' : tag.ns === '';
    const node = makeNode(tag, ns, frame.node, isPlain, undefined, ordinal > 1 || found?.particle.isRepeatable ? ordinal : 0);
    if (!found) return openOther(node, frame);
    if (found.isElsewhere) {
      if (shape.local === 'none') reportMisplaced(node, findings);
    } else admit(frame.progress, found.particle, node, shape, findings);
    if (!found.isQualifiedWell) reportQualified(node);
    begin(node, found.particle, frame);
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
    const isEvent = frame.node.name === 'EventList' || frame.node.parent?.name === 'EventList' || wildcard === 'event';
    beginUnit(node, wildcard === 'event' ? vendorEvent : isEvent ? unknownParticle : extensionParticle, frame);
  };

  const endUnit = (root: XmlNode): void => {
    const ended = unit;
    if (!ended) return;
    checkBytes(ended.begin);
    read(root, ended);
    unit = undefined;
  };

  const read = (root: XmlNode, ended: Unit): void => {
    if (ended.particle === unknownParticle) return endUnknownEvent(root);
    if (ended.particle.content.kind === 'event') return endEvent(root, ended);
    if (ended.particle.isLax) findings.lax++;
    endOther(root, ended.particle.content, ended);
    if (ended.particle.isLax) findings.lax--;
    tellFindings();
  };

  const endOther = (root: XmlNode, content: Content, { frame, particle }: Unit): void => {
    if (content.kind === 'vocabulary') return endVocabulary(root, frame);
    if (content.kind === 'sbdh') {
      readRecord(root, content.shape, reading);
      if (isHeaderTold) keepExtension(readExtension(root, findings), root);
      else if (header) header.sbdh = readSbdh(root, findings);
    } else if (content.kind === 'checked') readRecord(root, content.shape, reading);
    else if (content.kind === 'text') {
      const value = readText(root, content.type, reading, false, particle);
      if (frame) frame.draft[particle.field] = value;
      if (header && value !== undefined) header.results[particle.field] = value;
    } else keepExtension(readExtension(root, findings), root);
  };

  const endVocabulary = (root: XmlNode, frame: Frame | undefined): void => {
    const vocabulary = frame && frames.findLast(({ node }) => node.name === 'Vocabulary');
    const type = vocabulary?.draft['type'];
    const element = readVocabulary(root, typeof type === 'string' ? type : '', reading);
    tellFindings();
    tellHeader();
    if (element) tell({ kind: 'vocabulary', element });
  };

  const endEvent = (root: XmlNode, { particle, frame }: Unit): void => {
    if (!frame) beginBareEvent(root);
    tellHeader();
    if (particle.isLax) findings.lax++;
    const event = readEvent(frame ? root : withoutDocumentAttributes(root), reading);
    if (particle.isLax) findings.lax--;
    tell({ kind: 'event', decoded: { index, at: placeOf(root), ...(event && { event }), issues: findings.take(index) } });
    index++;
  };

  const endUnknownEvent = (root: XmlNode): void => {
    tellHeader();
    tell({ kind: 'event', decoded: { index, at: placeOf(root), issues: findings.take(index) } });
    index++;
  };

  const beginBareEvent = (root: XmlNode): void => {
    const version = versionOfBareEvent(root);
    reading = { version, findings };
    const draft: Draft = {};
    for (const name of documentAttributeNames) {
      const value = attributeOf(root, name);
      if (value !== undefined) draft[name] = value;
    }
    header = { kind: 'event', version, root: draft, namespaces, sbdh: undefined, results: {}, extensions: [] };
  };

  const closeFrame = (): void => {
    const frame = frames.pop();
    if (!frame) return;
    reportMissing(frame.progress, frame.draft, frame.node, frame.shape, findings);
    if (frames.length === 0) tellHeader();
    tellFindings();
  };

  const checkBytes = (begin: number): void => {
    if (position() - begin > limits.eventBytes) throw tooLarge('An event or header element', limits.eventBytes);
  };

  const open = (tag: OpenTag): void => {
    if (unit) return tree.open(tag);
    const frame = frames.at(-1);
    if (frame) openInFrame(tag, frame);
    else openRoot(tag);
    if (!unit) tellFindings();
  };

  const close = (): void => {
    if (!unit) return closeFrame();
    const root = tree.close();
    if (root) endUnit(root);
  };

  const text = (piece: string): void => {
    if (unit) return tree.text(piece);
    const frame = frames.at(-1);
    if (!frame || isBlank(piece)) return;
    reportText({ ...frame.node, text: piece }, findings, false);
    tellFindings();
  };

  return {
    handler: {
      open,
      close,
      text,
      leaf: (name, content, attributes, line, column) => {
        if (unit) return tree.leaf(name, content, attributes, line, column);
        open({ name, prefix: '', ns: '', attributes, line, column });
        text(content);
        close();
      },
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
      tellHeader();
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

type Found = { readonly particle: Particle; readonly isElsewhere: boolean; readonly isQualifiedWell: boolean };

/** The particle of that name, here or elsewhere in the document; its namespace may be one of EPCIS or missing. */
function find(tag: OpenTag, shape: Shape): Found | undefined {
  const here = shape.elements.get(tag.name);
  const particle = here ?? shape.elsewhere.get(tag.name);
  if (!particle) return undefined;
  const wanted = particle.ns ?? '';
  const isQualifiedWell = tag.ns === wanted;
  const isNear = tag.ns === '' || epcisNamespace(tag.ns) !== undefined;
  if (!isQualifiedWell && (!isNear || particle.content.kind === 'sbdh')) return undefined;
  return { particle, isElsewhere: here === undefined, isQualifiedWell };
}

/** It declares nothing, so that reading may go on; it is forbidden all the same. */
const harmlessDoctype = (isTolerant: boolean, line: number, column: number): Issue => ({
  id: 'doctype-forbidden',
  layer: 'wellformedness',
  severity: isTolerant ? 'warning' : 'error',
  message: 'A document type declaration is not allowed, even if it declares nothing.',
  hint: 'Remove the <!DOCTYPE …> line; EPCIS documents need none.',
  at: { line, column },
});

const tooManyEvents = (limit: number, node: XmlNode): BrokenXml =>
  new BrokenXml('event-limit-exceeded', `The document holds more than ${limit} events.`, {
    layer: 'rule',
    hint: 'Send it in several documents.',
    at: { line: node.line, column: node.column },
  });

const tooLarge = (what: string, limit: number): BrokenXml =>
  new BrokenXml('event-too-large', `${what} is larger than ${limit} bytes.`, { layer: 'rule', hint: 'Split it.' });

function count(counts: Map<string, number>, name: string): number {
  const number = (counts.get(name) ?? 0) + 1;
  counts.set(name, number);
  return number;
}
