/** The serialised units of a lot: those whose beginning tells it in its instance/lot master data. */
import type { EpcisEvent, Extension } from '../epcis/event.ts';
import { namespaceKey } from '../query/namespace.ts';
import type { Mentions } from './mentions.ts';

/** Where a lot number stands in ILMD: the CBV's own attribute and that of the GS1 web vocabulary. */
export const lotAttributes = [
  { ns: 'urn:epcglobal:cbv:mda', name: 'lotNumber' },
  { ns: 'https://gs1.org/voc/', name: 'hasBatchLotNumber' },
] as const;

const LOT_KEY = /^(01\/\d{14})\/10\/(.+)$/;

/** GTIN and lot number of a lot's key, the lot unescaped; undefined for any other class. */
export function lotOf(classKey: string): { readonly gtin: string; readonly lot: string } | undefined {
  const match = LOT_KEY.exec(classKey);
  return match?.[1] === undefined || match[2] === undefined ? undefined : { gtin: match[1], lot: decodeURIComponent(match[2]) };
}

/** Keys of the serialised units whose beginning says that they are of this lot. */
export function instancesOfLot(mentions: Mentions, classKey: string): readonly string[] {
  const lot = lotOf(classKey);
  if (!lot) return [];
  const units = new Set<string>();
  for (const { stored, declaredAt } of mentions.readings) {
    if (declaredAt !== undefined || !namesLot(stored.event, lot.lot)) continue;
    for (const key of mentions.keysOf(stored, stored.event.type === 'TransformationEvent' ? 'output' : 'epc')) {
      if (key.startsWith(`${lot.gtin}/21/`)) units.add(key);
    }
  }
  mentions.prepare(units);
  return [...units];
}

const namesLot = (event: EpcisEvent, lot: string): boolean =>
  'ilmd' in event && (event.ilmd?.some((field) => isLotField(field) && textOf(field) === lot) ?? false);

const isLotField = ({ ns, name }: Extension): boolean =>
  lotAttributes.some((attribute) => attribute.name === name && attribute.ns === namespaceKey(ns));

function textOf({ value }: Extension): string | undefined {
  if (typeof value === 'string') return value.trim();
  return typeof value === 'object' && value !== null && 'text' in value ? value.text : undefined;
}
