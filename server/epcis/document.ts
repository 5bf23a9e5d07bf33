/**
 * What stands around the events: envelope, Standard Business Document Header, master data.
 *
 * @source EPCIS 2.0 sections 7.3.1, 7.5 and 9; UN/CEFACT Standard Business Document Header 1.3
 */
import type { Extension } from './event.ts';
import type { Time } from './time.ts';

export type DocumentKind = 'EPCISDocument' | 'EPCISQueryDocument' | 'EPCISMasterDataDocument' | 'event';
export type EpcisVersion = '1.0' | '1.1' | '1.2' | '2.0';

/** A vocabulary element of the master data. */
export type VocabularyElement = {
  /** Vocabulary type URI, e.g. `urn:epcglobal:epcis:vtype:BusinessLocation`, as written. */
  readonly type: string;
  readonly id: string;
  readonly attributes: readonly { readonly id: string; readonly value: ExtensionText }[];
  /** Identifiers of the elements directly below. */
  readonly children: readonly string[];
};

/** An attribute's value: text, or nested fields where a partner wrote structured values. */
export type ExtensionText = string | readonly Extension[];

export type SbdhParty = {
  /** E.g. `urn:epc:id:sgln:0614141.00001.0` or a bare GLN. */
  readonly identifier: string;
  /** E.g. `SGLN`, `GS1`. */
  readonly authority?: string;
  readonly contact?: string;
};

export type Sbdh = {
  readonly headerVersion?: string;
  readonly senders: readonly SbdhParty[];
  readonly receivers: readonly SbdhParty[];
  readonly instanceIdentifier?: string;
  /** The whole header as fields in order, for writing it again without loss. */
  readonly fields: readonly Extension[];
};

/** Everything of a document but its events and master data. */
export type DocumentHeader = {
  readonly kind: DocumentKind;
  readonly syntax: 'xml' | 'json';
  readonly version: EpcisVersion;
  /** As written: `1.2`, `2.0`, `2.0.0`; absent for a bare event. */
  readonly schemaVersion?: string;
  readonly creationDate?: Time;
  readonly id?: string;
  readonly sender?: string;
  readonly receiver?: string;
  readonly instanceIdentifier?: string;
  readonly sbdh?: Sbdh;
  /** Query documents only. */
  readonly queryName?: string;
  readonly subscriptionID?: string;
  /** Prefixes declared at the document's root, prefix to namespace URI. */
  readonly namespaces: Readonly<Record<string, string>>;
  /** Somebody's own fields in document, header and body. */
  readonly extensions?: readonly Extension[];
};
