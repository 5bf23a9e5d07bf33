/** What an event means for an object that it names, by type, action, business step and role. */
import type { AggregationEvent, AssociationEvent, EpcisEvent } from '../epcis/event.ts';
import { isStandardWord } from '../epcis/vocabulary/cbv.ts';

/** How an event names an object. `output` and `input` at once is `both`: it went through a transformation and is still itself. */
export type Role = 'epc' | 'child' | 'parent' | 'input' | 'output' | 'both';

/** `move`: changes the place and nothing else. */
export type Effect = 'begin' | 'ship' | 'void' | 'receive' | 'move' | 'end' | 'other';

/** @source CBV 2.0 section 7.1; docs/custody.md says why each step does what it does */
const stepEffects: Readonly<Record<string, Effect>> = {
  shipping: 'ship',
  void_shipping: 'void',
  receiving: 'receive',
  accepting: 'receive',
  arriving: 'move',
  loading: 'move',
  unloading: 'move',
  transporting: 'move',
  staging_outbound: 'move',
  staging_inbound: 'move',
  dispensing: 'end',
  retail_selling: 'end',
  decommissioning: 'end',
  destroying: 'end',
};

/** Steps after which there is no chain any more. */
export const endSteps: readonly string[] = Object.keys(stepEffects).filter((step) => stepEffects[step] === 'end');

/** Steps that ship when they name a destination party, and otherwise only move. */
const shipsWithDestination = new Set(['departing', 'consigning']);
const beginnings = new Set(['commissioning', 'creating_class_instance']);

/** Ends that happen to a container with everything in it; the others only retire its number. */
const endsWithContents = new Set(['destroying', 'dispensing', 'retail_selling']);

export const stepOf = (event: EpcisEvent): string | undefined => event.bizStep?.word;

/** An association couples for longer than an aggregation; both put one thing into (or onto) another. */
export const isPacking = (event: EpcisEvent): event is AggregationEvent | AssociationEvent =>
  event.type === 'AggregationEvent' || event.type === 'AssociationEvent';

export const hasDestinationParty = (event: EpcisEvent): boolean =>
  event.destinationList?.some(({ type }) => type.word === 'possessing_party' || type.word === 'owning_party') ?? false;

/** What the event does to an object that it names in this role. */
export function effectOf(event: EpcisEvent, role: Role): Effect {
  if (event.type === 'TransformationEvent') return transformationEffect(role);
  const step = stepOf(event);
  if (event.type === 'ObjectEvent') {
    if (event.action === 'DELETE') return 'end';
    if (begins(event.action, step)) return 'begin';
  }
  if (step === undefined) return 'other';
  if (shipsWithDestination.has(step)) return hasDestinationParty(event) ? 'ship' : 'move';
  const effect = stepEffects[step] ?? (step.startsWith('staging_') ? 'move' : 'other');
  return effect === 'end' && isPacking(event) ? endOfPacked(role, step) : effect;
}

function transformationEffect(role: Role): Effect {
  if (role === 'output') return 'begin';
  return role === 'input' ? 'end' : 'other';
}

/** ADD says "commissioned"; where it comes with a standard step that says something else, the step is believed. */
const begins = (action: string, step: string | undefined): boolean =>
  step !== undefined && beginnings.has(step)
    ? true
    : action === 'ADD' && (step === undefined || !isStandardWord('bizStep', step));

/** An aggregation is about what is listed in it: its parent does not end by it, nor does a step about numbers end children. */
const endOfPacked = (role: Role, step: string): Effect => (role === 'child' && endsWithContents.has(step) ? 'end' : 'other');

/** Does a container's end, which this event is, take the contents along? */
export const takesContentsAlong = (event: EpcisEvent): boolean =>
  event.type === 'TransformationEvent' || endsWithContents.has(stepOf(event) ?? '');

/** Steps of an aggregation that speak about the parent as a whole, with everything in it. */
export function speaksOfWhole(event: EpcisEvent): boolean {
  if (!isPacking(event)) return true;
  if (event.action === 'OBSERVE') return true;
  const effect = effectOf(event, 'parent');
  return effect !== 'other' || stepOf(event) === 'departing';
}

const lostWords = new Set(['stolen', 'unknown']);

/** Does the event say that nobody knows where it is, or that a thief does? */
export const isLost = (event: EpcisEvent): boolean =>
  lostWords.has(event.disposition?.word ?? '') ||
  (event.persistentDisposition?.set?.some(({ word }) => lostWords.has(word)) ?? false);
