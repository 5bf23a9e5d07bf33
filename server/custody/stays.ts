/**
 * When an object was inside of what, as a first estimate for asking further: never too short, sometimes too long. What the
 * stay really was is found out by `story.ts` from the events that this brings.
 */
import type { StoredEvent } from '../epcis/stored-event.ts';
import { parentKey } from './containment.ts';
import { isPacking } from './effect.ts';
import { makeFinder } from './find-keys.ts';

/** Times in ms since 1970, both ends included. */
export type Stay = { readonly container: string; readonly from: number; readonly to: number };

/** Stays of these objects, from events in order of time that name them. */
export function staysIn(events: readonly StoredEvent[], keys: ReadonlySet<string>, until: number): readonly Stay[] {
  const find = makeFinder(keys);
  const open = new Map<string, OpenStay>();
  const stays: Stay[] = [];
  for (const { event } of events) {
    if (!isPacking(event)) continue;
    const parent = parentKey(event);
    for (const key of find(event.childEPCs ?? [])) {
      if (event.action === 'DELETE') stays.push(...close(open, key, parent, event.eventTime.ms));
      else if (parent !== undefined && parent !== key) begin(open, { key, container: parent, from: event.eventTime.ms });
    }
  }
  return [...stays, ...[...open.values()].map(({ container, from }) => ({ container, from, to: until }))];
}

type OpenStay = { readonly key: string; readonly container: string; readonly from: number };

function begin(open: Map<string, OpenStay>, stay: OpenStay): void {
  const name = `${stay.key} ${stay.container}`;
  if (!open.has(name)) open.set(name, stay);
}

/**
 * Only what the container itself gave back has left it for sure; a DELETE without parent takes out of whatever it is in. At
 * the instant of the packing it may just as well have come first.
 */
function close(open: Map<string, OpenStay>, key: string, parent: string | undefined, at: number): readonly Stay[] {
  const ended = [...open].filter(
    ([, stay]) => stay.key === key && stay.from < at && (parent === undefined || stay.container === parent),
  );
  for (const [name] of ended) open.delete(name);
  return ended.map(([, { container, from }]) => ({ container, from, to: at }));
}

/** The stays in each container, those that overlap as one. */
export function mergeStays(stays: readonly Stay[]): readonly Stay[] {
  const merged: Stay[] = [];
  for (const stay of stays.toSorted((a, b) =>
    a.container < b.container ? -1 : a.container > b.container ? 1 : a.from - b.from,
  )) {
    const last = merged.at(-1);
    if (last && last.container === stay.container && stay.from <= last.to) {
      merged[merged.length - 1] = { ...last, to: Math.max(last.to, stay.to) };
    } else merged.push(stay);
  }
  return merged;
}
