/** What is inside of what, and which events speak about an object because of it. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { StoredEvent } from '../../server/epcis/stored-event.ts';
import { ask, findingIdsOf, lines } from '../build/ask-custody.ts';
import { anAggregationEvent, anObjectEvent } from '../build/event.ts';
import {
  act,
  as,
  box,
  commission,
  maker,
  pack,
  receive,
  ship,
  tote,
  unit,
  unitLink,
  urnOf,
  when,
  wholesaler,
} from '../build/supply-chain.ts';

const u = [unit('1')];
const both = [unit('1'), unit('2')];
const born = commission('born', '08:00', maker, both);
const packed = pack('packed', '09:00', { by: maker, into: box(1) }, both);
const stacked = pack('stacked', '10:00', { by: maker, into: box(2) }, [box(1)]);
const link = (n: number) =>
  ({
    1: 'https://id.gs1.org/00/395210010000000018',
    2: 'https://id.gs1.org/00/395210010000000025',
    3: 'https://id.gs1.org/00/395210010000000032',
  })[n] ?? '';
const parents = (events: readonly StoredEvent[], object = unit('1')) => ask(events, object).containment.parents;
const children = (events: readonly StoredEvent[], object = box(1)) => ask(events, object).containment.children;

describe('containment', () => {
  it('is told innermost first, and of a container by what is directly inside', () => {
    const events = [born, packed, stacked];
    assert.deepEqual(parents(events), [link(1), link(2)]);
    assert.deepEqual(children(events), [unitLink('1'), unitLink('2')]);
    assert.deepEqual(children(events, box(2)), [link(1)]);
  });

  it('ends with a DELETE that names the child, for this child only', () => {
    const events = [born, packed, stacked, pack('out', '11:00', { by: maker, into: box(1), action: 'DELETE' }, u)];
    assert.deepEqual(parents(events), []);
    assert.deepEqual(parents(events, unit('2')), [link(1), link(2)]);
    assert.deepEqual(children(events), [unitLink('2')]);
  });

  it('ends with a DELETE that names nothing, for everything', () => {
    const events = [born, packed, pack('out', '11:00', { by: maker, into: box(1), action: 'DELETE' }, [])];
    assert.deepEqual([parents(events), parents(events, unit('2')), children(events)], [[], [], []]);
    assert.deepEqual(
      ask(events).events.map(({ eventID }) => eventID),
      [born, packed, events[2]].map((one) => one?.eventID),
    );
  });

  it('ends with a DELETE that names no parent', () => {
    const event = anAggregationEvent({ eventTime: when('11:00'), action: 'DELETE', childEPCs: u });
    const { parentID, ...orphan } = event;
    assert.deepEqual(parents([born, packed, as('out', orphan)]), [], parentID);
  });

  it('is what an OBSERVE says of those that it lists, and says nothing of others', () => {
    const seen = pack('seen', '09:00', { by: maker, into: box(1), action: 'OBSERVE' }, u);
    assert.deepEqual(parents([born, seen]), [link(1)]);
    assert.deepEqual(
      parents([born, packed, pack('seen', '11:00', { by: maker, into: box(1), action: 'OBSERVE' }, u)], unit('2')),
      [link(1)],
    );
    const deep = pack('deep', '11:00', { by: maker, into: box(2), action: 'OBSERVE' }, u);
    const answer = ask([born, packed, stacked, deep]);
    assert.deepEqual([answer.containment.parents, findingIdsOf(answer)], [[link(1), link(2)], []]);
  });

  it('is coupled by an association in the same way', () => {
    const coupled = pack('on', '10:00', { by: maker, into: tote('T1'), lasting: true }, [box(1)]);
    assert.deepEqual(parents([born, packed, coupled]), [link(1), 'https://id.gs1.org/8003/09521001000017T1']);
    const moved = ship('sent', '12:00', maker, wholesaler, [tote('T1')]);
    assert.equal(ask([born, packed, coupled, moved]).status, 'in_transit');
  });

  it('is, for flat lists, the nearest container in the same list', () => {
    const flat = pack('flat', '10:00', { by: maker, into: box(2) }, [box(1), ...both]);
    const answer = ask([born, packed, flat]);
    assert.deepEqual([answer.containment.parents, findingIdsOf(answer)], [[link(1), link(2)], []]);
    assert.deepEqual(children([born, packed, flat], box(2)), [link(1)]);
    const off = pack('off', '11:00', { by: maker, into: box(2), action: 'DELETE' }, [box(1), ...both]);
    assert.deepEqual(parents([born, packed, flat, off]), [link(1)]);
  });

  it('takes out of everything what is taken off the outermost container', () => {
    assert.deepEqual(
      parents([born, packed, stacked, pack('off', '11:00', { by: maker, into: box(2), action: 'DELETE' }, u)]),
      [],
    );
  });

  it('is the newest packing where there are two', () => {
    const again = pack('again', '11:00', { by: maker, into: box(3) }, u);
    const answer = ask([born, packed, again]);
    assert.deepEqual([answer.containment.parents, findingIdsOf(answer)], [[link(3)], ['packed-twice']]);
    assert.deepEqual(children([born, packed, again]), [unitLink('2')]);
  });

  it('does not break on things that are inside of themselves', () => {
    const round = [
      packed,
      stacked,
      pack('round', '11:00', { by: maker, into: box(1) }, [box(2)]),
      pack('self', '12:00', { by: maker, into: box(1) }, [box(1)]),
    ];
    assert.deepEqual(parents(round), [link(1)]);
    assert.deepEqual(parents(round, box(2)), [link(1)]);
  });

  it('ends when the thing itself ends, or is stolen out of its container', () => {
    const dispensed = act('end', '11:00', 'dispensing', maker.main, u);
    const stolen = act('end', '11:00', 'inspecting', maker.main, u, { disposition: 'stolen' });
    for (const event of [dispensed, stolen]) {
      assert.deepEqual(parents([born, packed, event]), []);
      assert.deepEqual(children([born, packed, event]), [unitLink('2')]);
    }
    const withIt = act('end', '11:00', 'inspecting', maker.main, [unit('1'), box(1)], { disposition: 'stolen' });
    assert.deepEqual(parents([born, packed, withIt]), [link(1)]);
  });

  it('of a container that ended is empty; the contents end with it where that happened to the whole', () => {
    const retired = act('end', '11:00', 'decommissioning', maker.main, [box(1)], { action: 'DELETE' });
    const answer = ask([born, packed, retired]);
    assert.deepEqual([answer.status, answer.containment.parents, findingIdsOf(answer)], ['held', [], ['contents-left']]);
    const burnt = act('end', '11:00', 'destroying', maker.main, [box(2)], { action: 'DELETE' });
    assert.deepEqual(lines(ask([born, packed, stacked, burnt])).at(-1), 'ended destroying 03T11:00');
    assert.deepEqual(children([born, packed, stacked, burnt]), []);
  });

  it('names classes, too, while some of them is inside', () => {
    const lot = { epcClass: 'urn:epc:class:lgtin:9521001.012345.L1', quantity: { value: 5, text: '5' } };
    const some = (name: string, time: string, action: 'ADD' | 'DELETE', value: number) =>
      as(
        name,
        anAggregationEvent({
          eventTime: when(time),
          action,
          parentID: box(1),
          childQuantityList: [{ ...lot, quantity: { value, text: `${value}` } }],
        }),
      );
    assert.deepEqual(children([some('in', '09:00', 'ADD', 5), some('out', '10:00', 'DELETE', 2)]), [
      'https://id.gs1.org/01/09521001123457/10/L1',
    ]);
    assert.deepEqual(children([some('in', '09:00', 'ADD', 5), some('out', '10:00', 'DELETE', 5)]), []);
  });
});

describe('an event about a container', () => {
  it('speaks about what is inside at that time, through any number of levels', () => {
    const sent = ship('sent', '12:00', maker, wholesaler, [box(2)]);
    const answer = ask([born, packed, stacked, sent]);
    assert.deepEqual(lines(answer).at(-1), 'in_transit maker>wholesaler 03T12:00');
    assert.deepEqual(answer.chain.at(-1)?.within, [link(1), link(2)]);
    assert.equal(answer.events.at(-1)?.carriedBy, link(2));
    assert.equal(answer.events[0]?.carriedBy, unitLink('1'));
  });

  it('says nothing of what went in later or came out before', () => {
    const sent = ship('sent', '12:00', maker, wholesaler, [box(1)]);
    const late = pack('late', '13:00', { by: maker, into: box(1) }, both);
    const out = pack('out', '11:00', { by: maker, into: box(1), action: 'DELETE' }, both);
    assert.equal(ask([born, late, sent]).status, 'held');
    assert.equal(ask([born, packed, out, sent]).status, 'held');
  });

  it('at the very time of packing comes after it, at the very time of unpacking before it', () => {
    const sent = ship('sent', '09:00', maker, wholesaler, [box(1)]);
    assert.equal(ask([born, packed, sent]).status, 'in_transit');
    const got = receive('got', '15:00', maker, wholesaler, [box(1)]);
    const out = pack('out', '15:00', { by: wholesaler, into: box(1), action: 'DELETE' }, []);
    assert.deepEqual(lines(ask([born, packed, sent, got, out])).at(-1), 'held wholesaler 03T15:00');
  });

  it('is counted once where it names the object and its container', () => {
    const sent = ship('sent', '12:00', maker, wholesaler, [box(1), unit('1')]);
    const { events } = ask([born, packed, sent]);
    assert.deepEqual(
      events.map(({ carriedBy }) => carriedBy),
      [unitLink('1'), unitLink('1'), unitLink('1')],
    );
  });

  it('that packs something else does not speak about it', () => {
    const more = pack('more', '10:00', { by: maker, into: box(1) }, [unit('3')]);
    assert.deepEqual(
      ask([born, packed, more]).events.map(({ eventID }) => eventID),
      [urnOf('born'), urnOf('packed')],
    );
  });

  it('that packs something else shows where the container is, and so with whom', () => {
    const sent = ship('sent', '10:00', maker, wholesaler, [box(1)]);
    const more = pack('more', '20:00', { by: wholesaler, into: box(1) }, [unit('3')]);
    const answer = ask([born, packed, sent, more]);
    assert.deepEqual(lines(answer).at(-1), 'held wholesaler 03T20:00');
    assert.deepEqual([findingIdsOf(answer), answer.events.at(-1)?.eventID], [['handover-not-reported'], urnOf('more')]);
    assert.deepEqual(lines(ask([born, packed, sent, more], box(1))).at(-1), 'held wholesaler 03T20:00');
  });

  it('that only observes some of its contents speaks about all of it', () => {
    const got = anAggregationEvent({
      eventTime: when('15:00'),
      action: 'OBSERVE',
      parentID: box(1),
      childEPCs: [unit('2')],
      bizLocation: maker.site,
    });
    assert.equal(ask([born, packed, as('seen', got)]).chain[0]?.place, maker.siteLink);
  });

  it('tells its disposition for the contents', () => {
    const held = as(
      'd',
      anObjectEvent({ eventTime: when('12:00'), epcList: [box(1)], disposition: 'recalled', readPoint: maker.main }),
    );
    assert.equal(ask([born, packed, held]).disposition, 'recalled');
  });
});
