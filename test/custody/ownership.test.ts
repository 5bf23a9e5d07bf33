/** Ownership, which moves by its own words. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ask } from '../build/ask-custody.ts';
import { aDestination, anObjectEvent, aSource } from '../build/event.ts';
import {
  act,
  as,
  box,
  commission,
  maker,
  pack,
  pharmacy,
  receive,
  ship,
  sold,
  unit,
  urnOf,
  when,
  wholesaler,
} from '../build/supply-chain.ts';

const u = [unit('1')];
const born = commission('born', '08:00', maker, u);
const lists = (from: typeof maker, to: typeof maker) => ({
  sourceList: [aSource('possessing_party', from.party), ...sold(from, to).sourceList],
  destinationList: [aDestination('possessing_party', to.party), ...sold(from, to).destinationList],
});
const owners = (events: Parameters<typeof ask>[0]) =>
  ask(events).ownership.map(({ owner, from, to, basis }) => [owner, from.slice(8, 16), to?.slice(8, 16) ?? null, basis]);

describe('ownership', () => {
  it('is unknown where nobody speaks of it', () =>
    assert.deepEqual(owners([born, ship('s', '09:00', maker, wholesaler, u)]), []));

  it('moves to the destination; the source is assumed to have owned it from the beginning', () => {
    const events = [
      born,
      ship('s', '09:00', maker, wholesaler, u, lists(maker, wholesaler)),
      receive('r', '15:00', maker, wholesaler, u, lists(maker, wholesaler)),
    ];
    assert.deepEqual(owners(events), [
      [maker.link, '03T08:00', '03T09:00', 'assumed'],
      [wholesaler.link, '03T09:00', null, 'stated'],
    ]);
    assert.deepEqual(ask(events).ownership[1]?.events, [urnOf('s'), urnOf('r')]);
  });

  it('is independent of possession', () => {
    const sale = as(
      'sale',
      anObjectEvent({ eventTime: when('09:00'), epcList: u, readPoint: maker.main, ...sold(maker, pharmacy) }),
    );
    const answer = ask([born, sale]);
    assert.deepEqual([answer.chain.length, answer.chain[0]?.holder], [1, maker.link]);
    assert.equal(answer.ownership.at(-1)?.owner, pharmacy.link);
  });

  it('is carried by the container', () => {
    const events = [
      born,
      pack('p', '08:30', { by: maker, into: box(1) }, u),
      ship('s', '09:00', maker, wholesaler, [box(1)], lists(maker, wholesaler)),
    ];
    assert.deepEqual(owners(events).at(-1), [wholesaler.link, '03T09:00', null, 'stated']);
  });

  it('returns when the shipping that moved it is taken back', () => {
    const events = [
      born,
      ship('s', '09:00', maker, wholesaler, u, lists(maker, wholesaler)),
      act('v', '10:00', 'void_shipping', maker.main, u),
    ];
    assert.deepEqual(
      owners(events).map(([owner]) => owner),
      [maker.link, wholesaler.link, maker.link],
    );
  });

  it('ends with the object', () => {
    const events = [
      born,
      ship('s', '09:00', maker, wholesaler, u, lists(maker, wholesaler)),
      act('e', '12:00', 'destroying', wholesaler.main, u),
    ];
    assert.equal(ask(events).ownership.at(-1)?.to, when('12:00'));
  });
});
