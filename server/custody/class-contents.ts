/** What a container holds without serial numbers: classes whose amounts went in and did not all come out. */
import type { Quantity } from '../epcis/event.ts';
import { identifierKey } from '../epcis/identifier/key.ts';
import { takesAllOut } from './containment.ts';
import { effectOf, isPacking } from './effect.ts';
import type { Mentions } from './mentions.ts';

/** Keys of the classes, in the order in which they were put in. */
export function classesInside(mentions: Mentions, container: string): readonly string[] {
  const amounts = new Map<string, number>();
  for (const { event, role } of mentions.acts(container)) {
    if (effectOf(event, role) === 'end' || takesAllOut(event)) amounts.clear();
    if (role !== 'parent' || !isPacking(event)) continue;
    for (const quantity of event.childQuantityList ?? []) {
      const line = `${quantity.uom ?? ''} ${identifierKey(quantity.epcClass)}`;
      amounts.set(line, amountAfter(amounts.get(line) ?? 0, event.action, quantity));
    }
  }
  const present = [...amounts].filter(([, amount]) => amount > DUST);
  return [...new Set(present.map(([line]) => line.slice(line.indexOf(' ') + 1)))];
}

/** What binary fractions leave of a zero. */
const DUST = 1e-9;

/** An amount that is not given is some: all that is there, or however much. */
function amountAfter(inside: number, action: string, { quantity }: Quantity): number {
  if (action === 'DELETE') return quantity ? inside - quantity.value : 0;
  const amount = quantity?.value ?? Number.POSITIVE_INFINITY;
  return action === 'ADD' ? inside + amount : Math.max(inside, amount);
}
