/**
 * What can be listed: the values that events have in the fields the standard makes resources of.
 *
 * @source EPCIS 2.0 REST binding, /eventTypes, /bizSteps, /dispositions, /readPoints, /bizLocations
 */
import { identifierKey } from '../epcis/identifier/key.ts';
import type { StoredEvent } from '../epcis/stored-event.ts';
import { isStandardWord, standardWords } from '../epcis/vocabulary/cbv.ts';
import { epcFields, epcsOf } from './event-fields.ts';
import { qualifiedName } from './namespace.ts';
import { termKey } from './term-key.ts';
import { epcTerm } from './term-names.ts';

export const dimensions = ['eventType', 'bizStep', 'disposition', 'readPoint', 'bizLocation'] as const;
export type Dimension = (typeof dimensions)[number];

/** `key` is what a query compares, `text` what a list says. */
export type DimensionValue = { readonly dimension: Dimension; readonly key: string; readonly text: string };

const standardTypes = ['ObjectEvent', 'AggregationEvent', 'TransactionEvent', 'TransformationEvent', 'AssociationEvent'];

/** Values that everybody knows, listed whether an event has them or not. */
export const standardValues: Readonly<Record<Dimension, readonly string[]>> = {
  eventType: standardTypes,
  bizStep: standardWords('bizStep'),
  disposition: standardWords('disposition'),
  readPoint: [],
  bizLocation: [],
};

/** The values of an event that are not the standard's own. */
export function listedValues({ event }: StoredEvent): readonly DimensionValue[] {
  const found: DimensionValue[] = [];
  if (event.type === 'VendorEvent') {
    const { ns, name } = event.eventType;
    found.push({ dimension: 'eventType', key: qualifiedName(ns, name), text: uriOf(ns, name) });
  }
  for (const dimension of ['bizStep', 'disposition'] as const) {
    const word = event[dimension]?.word;
    if (word !== undefined && !isStandardWord(dimension, word)) found.push({ dimension, key: word, text: word });
  }
  for (const dimension of ['readPoint', 'bizLocation'] as const) {
    const id = event[dimension]?.id;
    if (id !== undefined) found.push({ dimension, key: identifierKey(id), text: id });
  }
  return found;
}

/** As JSON-LD joins them; a namespace of XML that ends in no separator gets one. */
const uriOf = (ns: string, name: string): string => (/[/:#]$/.test(ns) ? ns + name : `${ns}#${name}`);

/** The EPCs an event mentions, in its order: from key to the text as written first. */
export function mentionedEpcs({ event }: StoredEvent): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const field of epcFields) {
    for (const epc of epcsOf(event, field)) {
      const key = identifierKey(epc);
      if (!found.has(key)) found.set(key, epc);
    }
  }
  return found;
}

/** Term keys of an EPC in every field that may mention it. */
export const mentionTerms = (key: string): readonly number[] => epcFields.map((field) => termKey(epcTerm(field, key)));
