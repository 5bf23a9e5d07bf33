/** Error declarations, knowledge as of a time, and the same event twice. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { StoredEvent } from '../../server/epcis/stored-event.ts';
import { ask, findingIdsOf, lines } from '../build/ask-custody.ts';
import { aTime, stored } from '../build/event.ts';
import { box, commission, maker, pack, pharmacy, ship, unit, urnOf, when, wholesaler } from '../build/supply-chain.ts';

const u = [unit('1')];
const at = (time: string) => Date.parse(when(time));
const recorded = (event: StoredEvent, time: string): StoredEvent => ({
  ...event,
  origin: { ...event.origin, recordTime: at(time) },
});
const declare = (event: StoredEvent, time: string): StoredEvent =>
  stored(
    { ...event.event, errorDeclaration: { declarationTime: aTime(when(time)), correctiveEventIDs: [urnOf('right')] } },
    { recordTime: at(time) },
  );

const born = recorded(commission('born', '08:00', maker, u), '08:01');
const wrong = recorded(ship('wrong', '09:00', maker, pharmacy, u), '09:01');
const right = recorded(ship('right', '09:30', maker, wholesaler, u), '5 10:00');
const declared = declare(wrong, '5 10:00');

describe('an error declaration', () => {
  it('takes its original out of the chain and is told as a finding', () => {
    const answer = ask([born, wrong, declared, right]);
    assert.deepEqual(lines(answer), ['held maker 03T08:00', 'in_transit maker>wholesaler 03T09:30']);
    const [finding] = answer.findings;
    assert.deepEqual([finding?.id, finding?.severity, finding?.events], ['corrected', 'note', [urnOf('wrong')]]);
    assert.match(finding?.message ?? '', /shipping.*2025-03-03T09:00.*2025-03-05T10:00/);
    assert.ok(!answer.events.some(({ eventID }) => eventID === urnOf('wrong')));
  });

  it('is no act itself: without the original nothing is shipped either', () => {
    const answer = ask([born, declared]);
    assert.deepEqual([lines(answer), findingIdsOf(answer)], [['held maker 03T08:00'], ['corrected']]);
  });

  it('works for an event without eventID, by its hash', () => {
    const { eventID: _, ...nameless } = wrong.event;
    const original = stored(nameless, { recordTime: at('09:01') });
    const declaration = stored(
      { ...nameless, errorDeclaration: { declarationTime: aTime(when('5 10:00')) } },
      { recordTime: at('5 10:00') },
    );
    assert.deepEqual(lines(ask([born, original])).length, 2);
    assert.deepEqual(lines(ask([born, original, declaration])).length, 1);
  });

  it('of a packing undoes what the container did afterwards', () => {
    const packed = recorded(pack('packed', '08:30', { by: maker, into: box(1) }, u), '08:31');
    const sent = recorded(ship('sent', '09:00', maker, wholesaler, [box(1)]), '09:01');
    assert.equal(ask([born, packed, sent]).status, 'in_transit');
    assert.equal(ask([born, packed, sent, declare(packed, '5 10:00')]).status, 'held');
  });

  it('of an event about the container is told for the contents', () => {
    const packed = pack('packed', '08:30', { by: maker, into: box(1) }, u);
    const sent = ship('sent', '09:00', maker, wholesaler, [box(1)]);
    assert.deepEqual(findingIdsOf(ask([born, packed, sent, declare(sent, '5 10:00')])), ['corrected']);
  });
});

describe('as known at a time', () => {
  it('the declaration does not exist before it was recorded', () => {
    const all = [born, wrong, declared, right];
    const before = ask(all, unit('1'), { knownAt: at('5 09:59') });
    assert.deepEqual(lines(before), ['held maker 03T08:00', 'in_transit maker>pharmacy 03T09:00']);
    assert.deepEqual([before.knownAt, findingIdsOf(before)], [when('5 09:59'), []]);
    assert.deepEqual(lines(ask(all, unit('1'), { knownAt: at('5 10:00') })), [
      'held maker 03T08:00',
      'in_transit maker>wholesaler 03T09:30',
    ]);
  });

  it('nothing exists that came later, whenever it happened', () => {
    const late = recorded(commission('born', '08:00', maker, u), '5 10:00');
    assert.deepEqual(lines(ask([late, wrong], unit('1'), { knownAt: at('4 00:00') })), ['in_transit maker>pharmacy 03T09:00']);
  });

  it('lasts until then: what is late now was not late then', () => {
    const later = { now: at('30 00:00') };
    assert.deepEqual(findingIdsOf(ask([born, wrong], unit('1'), later)), ['shipped-not-received']);
    assert.deepEqual(findingIdsOf(ask([born, wrong], unit('1'), { ...later, knownAt: at('10 00:00') })), []);
    assert.deepEqual(findingIdsOf(ask([born, wrong], unit('1'), { ...later, asOf: at('10 00:00') })), []);
  });
});

describe('as of a time', () => {
  it('includes what happened at that very time, and nothing later', () => {
    const answer = ask([born, wrong], unit('1'), { asOf: at('09:00') });
    assert.deepEqual([answer.status, answer.asOf], ['in_transit', when('09:00')]);
    assert.equal(ask([born, wrong], unit('1'), { asOf: at('09:00') - 1 }).status, 'held');
  });

  it('before the first event there is no chain, and nobody knows', () => {
    const answer = ask([born], unit('1'), { asOf: at('07:00') });
    assert.deepEqual([answer.status, answer.chain, answer.events], ['unknown', [], []]);
  });
});

describe('the same event twice', () => {
  it('counts once, with the record time of the first', () => {
    const again = recorded(wrong, '7 00:00');
    assert.deepEqual(ask([again, born, wrong]), ask([born, wrong]));
  });
});
