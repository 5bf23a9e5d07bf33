/** The walk outward from a class: events that state amounts of it, the containers it went in, and the lot's serialised units. */

import { HubProblem } from '../runtime/problem.ts';
import { type Asking, extension, namingClass } from './ask.ts';
import { parentKey } from './containment.ts';
import { selectEvents } from './corrections.ts';
import type { CustodyLimits } from './limits.ts';
import { instancesOfLot, lotAttributes, lotOf } from './lot.ts';
import { indexMentions } from './mentions.ts';
import { walkDeclarations, walkTransformations, walkUp } from './walk.ts';

/** @throws HubProblem query-too-large for a lot of too many units */
export async function walkClass(asking: Asking, classKey: string, until: number, limits: CustodyLimits): Promise<void> {
  const own = await asking.all([namingClass(classKey)]);
  await walkTransformations(asking, own);
  const containers = own.flatMap(({ event }) => parentKey(event) ?? []);
  if (containers.length > 0) await walkUp(asking, [...new Set(containers)], until, limits);
  const lot = lotOf(classKey);
  if (lot) await walkUnits(asking, classKey, lot.lot, until, limits);
  await walkDeclarations(asking);
}

async function walkUnits(asking: Asking, classKey: string, lot: string, until: number, limits: CustodyLimits): Promise<void> {
  const beginnings = [];
  for (const { ns, name } of lotAttributes) beginnings.push(...(await asking.all([extension(ns, name, lot)])));
  const units = instancesOfLot(indexMentions(selectEvents(beginnings)), classKey);
  if (units.length > limits.instances) {
    const detail = `The lot has ${units.length} serialised units; at most ${limits.instances} are followed.`;
    throw new HubProblem('query-too-large', detail);
  }
  if (units.length > 0) await walkUp(asking, units, until, limits);
}
