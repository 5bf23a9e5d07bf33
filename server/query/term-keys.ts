/**
 * The term keys of an event as a store writes them: made for events of very many EPCs.
 *
 * EPCs of one class come one after the other. For these only the serial is hashed: the state of the hash after field and
 * class is kept from the one before, and no text is put together.
 */
import { identifierKey } from '../epcis/identifier/key.ts';
import type { StoredEvent } from '../epcis/stored-event.ts';
import { groupsOf, groupTermsOf } from './epc-groups.ts';
import { epcFields, epcsOf } from './event-fields.ts';
import { absorb, beginHash, type HashState, keyOf, stemBits, stemLength, termKey } from './term-key.ts';
import { epcTerm, groupTerm } from './term-names.ts';
import { type AddTerm, addOtherTerms } from './terms.ts';

/** @returns the distinct keys of `termsOf(stored)`, ascending */
export function termKeysOf(stored: StoredEvent): Float64Array {
  const others: number[] = [];
  const add: AddTerm = (term) => others.push(termKey(term));
  const hashes = epcFields.map((field) => ({ epcs: epcsOf(stored.event, field), hash: makeEpcHash(field, add) }));
  const mentions = hashes.reduce((sum, { epcs }) => sum + epcs.length, 0);
  const mentioned = new Float64Array(mentions);
  let at = 0;
  for (const { epcs, hash } of hashes) for (const epc of epcs) mentioned[at++] = hash(epc);
  addOtherTerms(add, stored);
  const keys = new Float64Array(mentions + others.length);
  keys.set(mentioned);
  keys.set(others, mentions);
  return distinct(sort(keys));
}

/** The sort of typed arrays costs more than all hashes of an ordinary event. */
const FEW = 64;

function sort(keys: Float64Array): Float64Array {
  if (keys.length > FEW) return keys.sort();
  for (let i = 1; i < keys.length; i++) {
    const key = keys[i] ?? 0;
    let at = i;
    for (let before = keys[at - 1] ?? 0; at > 0 && before > key; before = keys[at - 1] ?? 0) keys[at--] = before;
    keys[at] = key;
  }
  return keys;
}

function distinct(sorted: Float64Array): Float64Array {
  let kept = 0;
  for (const key of sorted) if (kept === 0 || key !== sorted[kept - 1]) sorted[kept++] = key;
  return kept === sorted.length ? sorted : sorted.slice(0, kept);
}

type EpcField = (typeof epcFields)[number];

/** How EPCs that begin alike begin as terms. */
type Head = { readonly text: string; readonly state: Readonly<HashState>; readonly stem: number };

/** Serials of AI 21 that are the same in every notation and need no check: up to 20 letters and digits. */
const LONGEST_SERIAL = 20;

/** @returns a function that gives the key of an EPC's term and adds the terms of its groups */
function makeEpcHash(field: EpcField, add: AddTerm): (epc: string) => number {
  let head: Head | undefined;
  const groups = new Set<string>();
  const state = beginHash();
  return (epc) => {
    if (head !== undefined && hasPlainSerial(epc, head.text)) {
      state.a = head.state.a;
      state.b = head.state.b;
      state.length = head.state.length;
      absorb(state, epc, head.text.length, epc.length);
      return keyOf(head.stem, state);
    }
    const key = identifierKey(epc);
    const term = epcTerm(field, key);
    head = headOf(epc, key, term) ?? head;
    const found = groupTermsOf(groupsOf(key)).map((group) => groupTerm(field, group));
    const joined = found.join();
    if (!groups.has(joined)) for (const group of found) add(group);
    groups.add(joined);
    return termKey(term);
  };
}

function hasPlainSerial(epc: string, head: string): boolean {
  const length = epc.length - head.length;
  return length > 0 && length <= LONGEST_SERIAL && epc.startsWith(head) && isAlphanumeric(epc, head.length);
}

function isAlphanumeric(text: string, start: number): boolean {
  for (let at = start; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    const isPlain = (unit >= 48 && unit <= 57) || (unit >= 65 && unit <= 90) || (unit >= 97 && unit <= 122);
    if (!isPlain) return false;
  }
  return true;
}

/** GTIN and serial only: what follows the head is then the serial, whatever plain serial it is. */
function headOf(epc: string, key: string, term: string): Head | undefined {
  const slash = key.lastIndexOf('/');
  if (!key.startsWith('01/') || !key.endsWith('/21', slash)) return undefined;
  const text = epc.slice(0, epc.length - (key.length - slash - 1));
  const isHead = text.startsWith('urn:epc:id:sgtin:') ? text.endsWith('.') : text.endsWith('/21/') && !/[?#(]/.test(text);
  if (!isHead || !hasPlainSerial(epc, text)) return undefined;
  const state = beginHash();
  absorb(state, term, 0, stemLength(term));
  const stem = stemBits(state);
  absorb(state, term, state.length, term.length - (epc.length - text.length));
  return { text, state, stem };
}
