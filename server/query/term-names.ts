/**
 * How terms and facts are spelled. Whoever derives them from events and whoever asks for them meet here.
 *
 * The spellings are in databases by their hashes: a change to one needs a migration.
 */
import { identifierKey } from '../epcis/identifier/key.ts';
import type { EpcClassField, EpcField, ExtensionField, SensorNumber, TimeField, WordField } from './ast.ts';
import type { EpcGroup } from './epc-groups.ts';

/** A standard field has this value, e.g. `bizStep=shipping`, `readPoint=414/9521321001022/254/G1`. */
export const wordTerm = (field: WordField, value: string): string => `${field}=${value}`;

/** An EPC or class is mentioned, e.g. `epc=01/09506000134352/21/ABC`. */
export const epcTerm = (field: EpcField | EpcClassField, key: string): string => `${field}=${key}`;

/** An EPC or class of a group is mentioned, e.g. `epc.prefix=sgtin:952132`. */
export const groupTerm = (field: EpcField | EpcClassField, [kind, value]: EpcGroup): string => `${field}.${kind}=${value}`;

/** A business transaction, source or destination, e.g. `source=owning_party=417/9521321000018`. */
export const typedTerm = (list: 'bizTransaction' | 'source' | 'destination', type: string, key: string): string =>
  `${list}=${type}=${key}`;

/** A part of the event is there: `exists=errorDeclaration`. */
export const existsTerm = (what: string): string => `exists=${what}`;

/** Where an extension stands and what it is called, e.g. `ilmd.top:urn:epcglobal:cbv:mda#lotNumber`. */
export const extensionPath = ({ area, depth, ns, name }: ExtensionField): string => `${area}.${depth}:${ns}#${name}`;

/** An extension has this value; `form` as `equalityForm` gives it. */
export const extensionTerm = (path: string, form: string): string => `${path}=${form}`;

/**
 * Somebody who is named: as source, destination, place, or sender.
 *
 * @param identifier in any notation. PGLN, SGLN and sub-locations of one GLN, and the GLN alone, are the same party.
 */
export const partyTerm = (identifier: string): string => partyTermOfKey(identifierKey(identifier));

/** @param key as `identifierKey` gives it */
export const partyTermOfKey = (key: string): string => `party=${partyOf(key)}`;

const GLN_LENGTH = 13;

function partyOf(key: string): string {
  if (key.startsWith('414/') || key.startsWith('417/')) return key.slice(4, 4 + GLN_LENGTH);
  return /^urn:gln:\d{13}$/i.test(key) ? key.slice(-GLN_LENGTH) : key;
}

/** Who delivered the event, by the name of the principal. */
export const deliveredByTerm = (name: string): string => `deliveredBy=${name}`;

/** The capture job the event came with. */
export const captureTerm = (captureID: string): string => `captureID=${captureID}`;

export const timeFact = (field: TimeField): string => field;

/** The number as it stands, or (with a kind) in the base unit of that kind of quantity. */
export const numberFact = (field: SensorNumber | 'quantity', kind?: string): string =>
  kind === undefined ? field : `${field}@${kind}`;

export const extensionFact = (path: string, as: 'number' | 'time'): string => `${path}.${as}`;
