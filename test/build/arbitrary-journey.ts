/**
 * Arbitrary journeys that could have happened: things are packed where they are, containers travel with what is in them,
 * and only what somebody reports is not always the whole truth. It is known who was inside of what when.
 */
import fc from 'fast-check';
import type { StoredEvent } from '../../server/epcis/stored-event.ts';
import { aDestination, anAggregationEvent, anObjectEvent, aSource } from './event.ts';
import { as, box, type Company, maker, pharmacy, stranger, tote, unit, wholesaler } from './supply-chain.ts';

export type Stay = { readonly child: string; readonly container: string; readonly from: number; to: number };
export type Journey = { readonly events: readonly StoredEvent[]; readonly stays: readonly Stay[] };

export const companies: readonly Company[] = [maker, wholesaler, pharmacy, stranger];
const units = ['1', '2', '3', '4'].map(unit);
const containers = [box(1), box(2), tote('T1'), box(3)];

const deeds = [
  'pack',
  'pack',
  'unpack',
  'unpackAll',
  'ship',
  'receive',
  'void',
  'store',
  'turnUp',
  'lose',
  'addAtOther',
] as const;
const step = fc.record({ deed: fc.constantFrom(...deeds), pick: fc.nat(), to: fc.nat(), stated: fc.boolean() });
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

export const aJourney: fc.Arbitrary<Journey> = fc.array(step, { minLength: 4, maxLength: 24 }).map((steps) => {
  const world = openWorld();
  for (const one of steps) world.take(one);
  return world.end();
});

function openWorld() {
  const holders = new Map<string, Company>();
  const onTheWay = new Map<string, { readonly from: Company; readonly to: Company }>();
  const lost = new Set<string>();
  const open = new Map<string, Stay>();
  const stays: Stay[] = [];
  const events: StoredEvent[] = [];
  let hour = 0;

  const now = () => Date.parse('2025-03-03T00:00:00.000Z') + hour * 3_600_000;
  const at = (place: string) => ({ eventTime: new Date(now()).toISOString(), readPoint: place, bizLocation: place });
  const report = (event: Parameters<typeof as>[1]) => events.push(as(`${hour}`, event));
  const inside = (container: string): readonly string[] =>
    [...open.values()].flatMap((stay) => (stay.container === container ? [stay.child, ...inside(stay.child)] : []));
  const direct = (container: string) => [...open.values()].filter((stay) => stay.container === container);
  const with_ = (thing: string) => [thing, ...inside(thing)];
  const top = () => [...holders.keys()].filter((thing) => !open.has(thing));
  const idle = () => top().filter((thing) => !onTheWay.has(thing) && !lost.has(thing));
  const among = <T>(list: readonly T[], n: number): T | undefined => list[n % Math.max(1, list.length)];
  const settle = (thing: string, holder: Company) => {
    for (const each of with_(thing)) holders.set(each, holder);
    onTheWay.delete(thing);
    lost.delete(thing);
  };
  const stay = (child: string, container: string) => {
    const begun = { child, container, from: now(), to: Number.POSITIVE_INFINITY };
    open.set(child, begun);
    stays.push(begun);
  };
  const leave = (child: string) => {
    const ended = open.get(child);
    if (ended) ended.to = now();
    open.delete(child);
  };
  const between = (from: Company, to: Company) => ({
    sourceList: [aSource('possessing_party', from.party)],
    destinationList: [aDestination('possessing_party', to.party)],
  });
  const packInto = (parent: string, children: readonly string[], holder: Company) => {
    report(
      anAggregationEvent({
        ...at(holder.main),
        bizStep: 'packing',
        disposition: 'in_progress',
        parentID: parent,
        childEPCs: children,
      }),
    );
    holders.set(parent, holder);
    for (const child of children) stay(child, parent);
  };

  report(anObjectEvent({ ...at(maker.main), action: 'ADD', bizStep: 'commissioning', epcList: units }));
  for (const thing of units) holders.set(thing, maker);

  const deedsOf: Readonly<Record<Step['deed'], (step: Step) => void>> = {
    pack({ pick, to }) {
      const child = among(idle(), pick);
      const holder = child && holders.get(child);
      if (!child || !holder) return;
      const fit = (thing: string) =>
        containers.indexOf(thing) > containers.indexOf(child) && !onTheWay.has(thing) && !lost.has(thing);
      const free = containers.filter((one) => !open.has(one) && fit(one) && (holders.get(one) ?? holder) === holder);
      const parent = among(free, to);
      if (parent) packInto(parent, [child], holder);
    },
    unpack({ pick }) {
      const container = among(
        idle().filter((one) => direct(one).length > 0),
        pick,
      );
      const holder = container && holders.get(container);
      const child = container && among(direct(container), pick)?.child;
      if (!container || !holder || !child) return;
      report(
        anAggregationEvent({
          ...at(holder.main),
          action: 'DELETE',
          bizStep: 'unpacking',
          parentID: container,
          childEPCs: [child],
        }),
      );
      leave(child);
    },
    unpackAll({ pick }) {
      const container = among(
        idle().filter((one) => direct(one).length > 0),
        pick,
      );
      const holder = container && holders.get(container);
      if (!container || !holder) return;
      report(
        anAggregationEvent({ ...at(holder.main), action: 'DELETE', bizStep: 'unpacking', parentID: container, childEPCs: [] }),
      );
      for (const { child } of direct(container)) leave(child);
    },
    ship({ pick, to }) {
      const thing = among(idle(), pick);
      const from = thing && holders.get(thing);
      const receiver = among(
        companies.filter((one) => one !== from),
        to,
      );
      if (!thing || !from || !receiver) return;
      report(
        anObjectEvent({
          eventTime: at('').eventTime,
          readPoint: from.main,
          bizStep: 'shipping',
          epcList: [thing],
          ...between(from, receiver),
        }),
      );
      onTheWay.set(thing, { from, to: receiver });
    },
    receive({ pick, stated }) {
      const thing = among([...onTheWay.keys()], pick);
      const way = thing && onTheWay.get(thing);
      if (!thing || !way) return;
      report(
        anObjectEvent({ ...at(way.to.site), bizStep: 'receiving', epcList: [thing], ...(stated && between(way.from, way.to)) }),
      );
      settle(thing, way.to);
    },
    void({ pick }) {
      const thing = among([...onTheWay.keys()], pick);
      const way = thing && onTheWay.get(thing);
      if (!thing || !way) return;
      report(anObjectEvent({ ...at(way.from.main), bizStep: 'void_shipping', epcList: [thing] }));
      settle(thing, way.from);
    },
    store({ pick }) {
      const thing = among(idle(), pick);
      const holder = thing && holders.get(thing);
      if (thing && holder) report(anObjectEvent({ ...at(holder.site), bizStep: 'storing', epcList: [thing] }));
    },
    turnUp({ pick, to }) {
      const thing = among(top(), pick);
      const holder = among(companies, to);
      if (!thing || !holder) return;
      report(anObjectEvent({ ...at(holder.main), bizStep: 'inspecting', epcList: [thing] }));
      settle(thing, holder);
    },
    lose({ pick }) {
      const thing = among(idle(), pick);
      const holder = thing && holders.get(thing);
      if (!thing || !holder) return;
      report(anObjectEvent({ ...at(holder.main), bizStep: 'inspecting', disposition: 'stolen', epcList: [thing] }));
      lost.add(thing);
    },
    addAtOther({ pick, to }) {
      const container = among(
        top().filter((one) => direct(one).length > 0),
        pick,
      );
      const other = among(companies, to);
      const child = among(
        idle().filter((one) => units.includes(one) && holders.get(one) === other),
        pick,
      );
      if (!container || !other || !child) return;
      packInto(container, [child], other);
      settle(container, other);
    },
  };

  return {
    take(one: Step) {
      hour += 2;
      deedsOf[one.deed](one);
    },
    end: (): Journey => ({ events, stays }),
  };
}
