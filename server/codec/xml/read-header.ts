/** The document header, from what its elements and attributes say. */
import type { DocumentHeader, DocumentKind, EpcisVersion, Sbdh, SbdhParty } from '../../epcis/document.ts';
import type { Extension } from '../../epcis/event.ts';
import { parseTime, type Time } from '../../epcis/time.ts';
import { type Findings, tagOf } from './findings.ts';
import { tooLarge } from './limits.ts';
import { XSI } from './namespaces.ts';
import { attributeOf, childrenOf, type XmlNode } from './node.ts';
import { readExtension } from './read-extension.ts';
import type { Draft } from './reading.ts';

/** What is known of the header so far. */
type HeaderDraft = {
  readonly kind: DocumentKind;
  readonly version: EpcisVersion;
  readonly root: Draft;
  readonly namespaces: Readonly<Record<string, string>>;
  sbdh: Sbdh | undefined;
  /** queryName and subscriptionID. */
  readonly results: Draft;
  readonly extensions: Extension[];
};

type Beginning = Pick<HeaderDraft, 'kind' | 'version' | 'root' | 'namespaces'>;

/** Gathers the header from wherever its parts stand, until something comes that is told after it. */
export type HeaderKeeper = {
  readonly begin: (beginning: Beginning) => void;
  readonly sbdh: (node: XmlNode) => void;
  /** A member of the query results. */
  readonly result: (name: string, value: unknown) => void;
  /** @param size characters it took in the document */
  readonly extension: (extension: Extension, node: XmlNode, size: number) => void;
  /** Tells it, once. */
  readonly tell: () => void;
};

/** @param limit of all extensions together, in characters */
export function makeHeaderKeeper(findings: Findings, limit: number, tell: (header: DocumentHeader) => void): HeaderKeeper {
  let draft: HeaderDraft | undefined;
  let isTold = false;
  let size = 0;

  const extension = (kept: Extension, node: XmlNode, length: number): void => {
    size += length;
    if (size > limit) throw tooLarge('The header', limit);
    if (!isTold) draft?.extensions.push(kept);
    else {
      const message = `${tagOf(node)} stands behind events or master data, which are passed on as they come; it is not kept.`;
      findings.report({ id: 'extension-after-events', layer: 'rule', severity: 'warning', message }, node);
    }
  };

  return {
    begin: (beginning) => {
      draft = { ...beginning, sbdh: undefined, results: {}, extensions: [] };
    },
    sbdh: (node) => {
      if (isTold) extension(readExtension(node, findings), node, 0);
      else if (draft) draft.sbdh = readSbdh(node, findings);
    },
    result: (name, value) => {
      if (draft && value !== undefined) draft.results[name] = value;
    },
    extension,
    tell: () => {
      if (isTold || !draft) return;
      isTold = true;
      tell(headerOf(draft));
    },
  };
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

function headerOf(draft: HeaderDraft): DocumentHeader {
  const { kind, version, root, namespaces, sbdh, results, extensions } = draft;
  const schemaVersion = textOf(root['schemaVersion']);
  const creationDate = creationDateOf(textOf(root['creationDate']));
  const queryName = textOf(results['queryName']);
  const subscriptionID = textOf(results['subscriptionID']);
  return {
    kind,
    syntax: 'xml',
    version,
    ...(schemaVersion !== undefined && { schemaVersion }),
    ...(creationDate && { creationDate }),
    ...(sbdh && partiesOf(sbdh)),
    ...(queryName !== undefined && { queryName }),
    ...(subscriptionID !== undefined && { subscriptionID }),
    namespaces,
    ...(extensions.length > 0 && { extensions }),
  };
}

/** Many partners leave the zone out, which the schema allows; only the instant is then taken as UTC, the text stays. */
function creationDateOf(text: string | undefined): Time | undefined {
  if (text === undefined) return undefined;
  const ms = (parseTime(text) ?? parseTime(`${text}Z`))?.ms;
  return ms === undefined ? undefined : { text, ms };
}

function partiesOf(sbdh: Sbdh): Partial<DocumentHeader> {
  const sender = sbdh.senders[0]?.identifier;
  const receiver = sbdh.receivers[0]?.identifier;
  const { instanceIdentifier } = sbdh;
  return {
    ...(sender !== undefined && { sender }),
    ...(receiver !== undefined && { receiver }),
    ...(instanceIdentifier !== undefined && { instanceIdentifier }),
    sbdh,
  };
}

function readSbdh(node: XmlNode, findings: Findings): Sbdh {
  const { value } = readExtension(node, findings);
  const headerVersion = textBelow(node, 'HeaderVersion');
  const instanceIdentifier = textBelow(node, 'DocumentIdentification', 'InstanceIdentifier');
  return {
    ...(headerVersion !== undefined && { headerVersion }),
    senders: readParties(node, 'Sender'),
    receivers: readParties(node, 'Receiver'),
    ...(instanceIdentifier !== undefined && { instanceIdentifier }),
    fields: Array.isArray(value) ? value : [],
  };
}

function textBelow(node: XmlNode, ...names: readonly string[]): string | undefined {
  const found = names.reduce<XmlNode | undefined>((at, name) => at && childrenOf(at).find((child) => child.name === name), node);
  return textOf(found?.text.trim());
}

function readParties(node: XmlNode, role: string): readonly SbdhParty[] {
  return childrenOf(node)
    .filter((child) => child.name === role)
    .flatMap((party) => {
      const identifier = textBelow(party, 'Identifier');
      if (identifier === undefined) return [];
      const element = childrenOf(party).find((child) => child.name === 'Identifier');
      const authority = element && textOf(attributeOf(element, 'Authority'));
      const contact = textBelow(party, 'ContactInformation', 'Contact');
      return [{ identifier, ...(authority !== undefined && { authority }), ...(contact !== undefined && { contact }) }];
    });
}

/** The version a document says it is written in, judged by its root's namespace first and its label second. */
export function versionOfDocument(major: 1 | 2 | undefined, label: string | undefined): EpcisVersion {
  const number = Number(label ?? Number.NaN);
  if (major === 2 || (major === undefined && !(number < 2))) return '2.0';
  if (number < 1.1) return '1.0';
  return number < 1.2 ? '1.1' : '1.2';
}

/** Does the document point to a schema of version 1? Then a label 2.0 is a slip of the pen, no other version. */
export const pointsToSchema1 = (root: XmlNode): boolean => /1_\d\.xsd/.test(attributeOf(root, 'schemaLocation', XSI) ?? '');
