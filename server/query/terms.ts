/**
 * What a query can ask of an event by equality or existence, as strings `path=value`, and by comparison, as numbers.
 *
 * Pure derivation: the same event gives the same terms for ever. Of every mentioned EPC there is one term; everything
 * else is there once per event however often it is repeated.
 */
import { identifierKey } from '../epcis/identifier/key.ts';
import type { StoredEvent } from '../epcis/stored-event.ts';
import { groupsOf, groupTermsOf } from './epc-groups.ts';
import {
  epcClassFields,
  epcFields,
  epcsOf,
  plainWordFields,
  quantitiesOf,
  sensorWordFields,
  typedOf,
  wordsOf,
} from './event-fields.ts';
import { equalityForm, isEmpty, visitExtensions } from './extension-values.ts';
import { deriveFacts, type Fact } from './facts.ts';
import { namespaceKey } from './namespace.ts';
import {
  captureTerm,
  deliveredByTerm,
  epcTerm,
  existsTerm,
  extensionPath,
  extensionTerm,
  groupTerm,
  partyTerm,
  partyTermOfKey,
  typedTerm,
  wordTerm,
} from './term-names.ts';

/** Takes a term; the same one may come again. */
export type AddTerm = (term: string) => void;

/** @returns distinct terms */
export function termsOf(stored: StoredEvent): readonly string[] {
  const terms = new Set<string>();
  const add: AddTerm = (term) => terms.add(term);
  addEpcTerms(add, stored);
  addOtherTerms(add, stored);
  return [...terms];
}

/** @returns each distinct pair of path and number once */
export const factsOf = (stored: StoredEvent): readonly Fact[] => deriveFacts(stored);

function addEpcTerms(add: AddTerm, { event }: StoredEvent): void {
  for (const field of epcFields) {
    for (const epc of epcsOf(event, field)) {
      const key = identifierKey(epc);
      add(epcTerm(field, key));
      for (const group of groupTermsOf(groupsOf(key))) add(groupTerm(field, group));
    }
  }
}

/** Terms of all that is not in EPC lists: few, whatever the length of those. */
export function addOtherTerms(add: AddTerm, stored: StoredEvent): void {
  for (const field of plainWordFields) {
    for (const value of wordsOf(stored, field)) {
      add(wordTerm(field, value));
      if (field === 'readPoint' || field === 'bizLocation') add(partyTermOfKey(value));
    }
  }
  addClassTerms(add, stored);
  addTypedTerms(add, stored);
  addSensorTerms(add, stored);
  addExtensionTerms(add, stored);
  if (stored.event.errorDeclaration) add(existsTerm('errorDeclaration'));
  addOriginTerms(add, stored);
}

function addClassTerms(add: AddTerm, { event }: StoredEvent): void {
  for (const field of epcClassFields) {
    for (const { epcClass } of quantitiesOf(event, field)) {
      const key = identifierKey(epcClass);
      add(epcTerm(field, key));
      for (const group of groupTermsOf(groupsOf(key))) add(groupTerm(field, group));
    }
  }
}

const typedLists = ['bizTransaction', 'source', 'destination'] as const;

function addTypedTerms(add: AddTerm, { event }: StoredEvent): void {
  for (const list of typedLists) {
    for (const { type, id } of typedOf(event, list)) {
      const key = identifierKey(id);
      if (type !== undefined) add(typedTerm(list, type, key));
      if (list !== 'bizTransaction') add(partyTermOfKey(key));
    }
  }
}

function addSensorTerms(add: AddTerm, stored: StoredEvent): void {
  const elements = stored.event.sensorElementList;
  if (elements === undefined || elements.length === 0) return;
  add(existsTerm('sensorElementList'));
  for (const field of sensorWordFields) for (const value of wordsOf(stored, field)) add(wordTerm(field, value));
}

function addExtensionTerms(add: AddTerm, { event }: StoredEvent): void {
  visitExtensions(event, (field, area, depth) => {
    if (isEmpty(field)) return;
    const path = extensionPath({ area, depth, ns: namespaceKey(field.ns), name: field.name });
    const form = equalityForm(field.value);
    add(existsTerm(path));
    if (form !== undefined) add(extensionTerm(path, form));
  });
}

function addOriginTerms(add: AddTerm, { origin }: StoredEvent): void {
  add(captureTerm(origin.captureID));
  add(deliveredByTerm(origin.deliveredBy));
  if (origin.sender !== undefined) add(partyTerm(origin.sender));
}
