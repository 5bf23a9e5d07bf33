/** What it was made from and made into: one step each way. Events that share a transformationID are parts of one. */
import type { TransformationEvent } from '../epcis/event.ts';
import { identifierKey } from '../epcis/identifier/key.ts';
import type { Mention, Mentions } from './mentions.ts';
import { link } from './party.ts';

export type Lineage = { readonly madeFrom: readonly string[]; readonly madeInto: readonly string[] };

/** @param named where the object, or class, is named */
export function readLineage(mentions: Mentions, named: readonly Mention[]): Lineage {
  const parts = named.flatMap(({ reading, role }) => {
    const event = transformationAt(mentions, reading);
    return event ? wholeTransformation(mentions, event).map((part) => ({ part, role })) : [];
  });
  const madeFrom = parts.filter(({ role }) => role !== 'input').flatMap(({ part }) => inputsOf(part));
  const madeInto = parts.filter(({ role }) => role !== 'output').flatMap(({ part }) => outputsOf(part));
  return { madeFrom: distinct(madeFrom), madeInto: distinct(madeInto) };
}

const distinct = (keys: readonly string[]): readonly string[] => [...new Set(keys)].map(link);

function transformationAt(mentions: Mentions, index: number): TransformationEvent | undefined {
  const reading = mentions.readings[index];
  const event = reading?.declaredAt === undefined ? reading?.stored.event : undefined;
  return event?.type === 'TransformationEvent' ? event : undefined;
}

function wholeTransformation(mentions: Mentions, event: TransformationEvent): readonly TransformationEvent[] {
  if (event.transformationID === undefined) return [event];
  return mentions.readings
    .map((_, index) => transformationAt(mentions, index))
    .filter((other) => other !== undefined)
    .filter((other) => other.transformationID === event.transformationID);
}

const inputsOf = ({ inputEPCList, inputQuantityList }: TransformationEvent): readonly string[] =>
  [...(inputEPCList ?? []), ...(inputQuantityList ?? []).map(({ epcClass }) => epcClass)].map(identifierKey);

const outputsOf = ({ outputEPCList, outputQuantityList }: TransformationEvent): readonly string[] =>
  [...(outputEPCList ?? []), ...(outputQuantityList ?? []).map(({ epcClass }) => epcClass)].map(identifierKey);
