/** What kind of document the root element announces, and in which version. */
import type { EpcisVersion } from '../../epcis/document.ts';
import { BrokenXml } from './broken-xml.ts';
import { type Findings, quoted } from './findings.ts';
import { type DocumentRoot, documentRoots } from './grammar-document.ts';
import { standardEventNames } from './grammar-events.ts';
import type { OpenTag } from './handler.ts';
import { epcisNamespace } from './namespaces.ts';
import { attributeOf, makeNode, type XmlNode } from './node.ts';
import { pointsToSchema1, versionOfDocument } from './read-header.ts';

export type Root =
  | { readonly kind: 'document'; readonly name: DocumentRoot; readonly version: EpcisVersion; readonly node: XmlNode }
  /** Its version shows only when all of it is there. */
  | { readonly kind: 'event'; readonly node: XmlNode };

const schemaOf = { EPCISDocument: 'events', EPCISQueryDocument: 'query', EPCISMasterDataDocument: 'masterdata' } as const;

const isDocument = (name: string): name is DocumentRoot => (documentRoots as readonly string[]).includes(name);

/** Throws BrokenXml where this is no EPCIS. */
export function readRoot(tag: OpenTag, findings: Findings): Root {
  const namespace = epcisNamespace(tag.ns);
  if (isDocument(tag.name)) return readDocumentRoot(tag, tag.name, findings);
  const isEvent = (standardEventNames as readonly string[]).includes(tag.name);
  if (isEvent && (tag.ns === '' || namespace)) return { kind: 'event', node: makeNode(tag, '', undefined, true, undefined) };
  throw new BrokenXml('root-unknown', `The root element <${tag.name}> begins no EPCIS document.`, {
    layer: 'schema',
    hint: `Expected are ${documentRoots.join(', ')} or a single event.`,
    at: { line: tag.line, column: tag.column },
  });
}

function readDocumentRoot(tag: OpenTag, name: DocumentRoot, findings: Findings): Root {
  const node = makeNode(tag, '', undefined, true, undefined);
  const namespace = epcisNamespace(tag.ns);
  if (namespace?.schema !== schemaOf[name]) reportNamespace(node, tag.ns, findings);
  const label = attributeOf(node, 'schemaVersion');
  const version = versionOfDocument(namespace?.major, label);
  const labelled = Number(label);
  if (namespace?.major === 1 && labelled >= 2) reportLabel(node, tag.ns, label ?? '', pointsToSchema1(node), findings);
  if (namespace?.major === 2 && labelled < 2) reportLabel(node, tag.ns, label ?? '', true, findings);
  return { kind: 'document', name, version, node };
}

function reportNamespace(node: XmlNode, ns: string, findings: Findings): void {
  const message =
    ns === '' ? `<${node.name}> has no namespace.` : `<${node.name}> has the namespace ${quoted(ns)}, which is not its own.`;
  findings.report(
    {
      id: 'root-namespace',
      layer: 'schema',
      message,
      hint: 'EPCISDocument belongs to urn:epcglobal:epcis:xsd:2 in EPCIS 2.0 and to urn:epcglobal:epcis:xsd:1 before.',
    },
    node,
  );
}

function reportLabel(node: XmlNode, ns: string, label: string, isSlip: boolean, findings: Findings): void {
  findings.report(
    {
      id: 'schema-version-mismatch',
      layer: 'rule',
      message: `schemaVersion ${quoted(label)} contradicts the namespace ${ns}, which is believed.`,
      hint: 'Set schemaVersion to the version whose namespace the document has.',
      ...(isSlip && { severity: 'warning' }),
    },
    node,
  );
}
