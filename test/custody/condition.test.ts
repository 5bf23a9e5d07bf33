/** Dispositions beside the chain. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ask } from '../build/ask-custody.ts';
import { aWord } from '../build/event.ts';
import { act, commission, maker, unit } from '../build/supply-chain.ts';

const u = [unit('1')];
const born = commission('born', '08:00', maker, u, { disposition: 'active' });

describe('disposition', () => {
  it('holds until another is stated', () => {
    assert.equal(ask([born, act('e', '09:00', 'storing', maker.main, u)]).disposition, 'active');
    assert.equal(ask([born, act('e', '09:00', 'storing', maker.main, u, { disposition: 'recalled' })]).disposition, 'recalled');
    assert.equal(ask([act('e', '09:00', 'storing', maker.main, u)]).disposition, null);
  });

  it('recalled or damaged is no end of the chain', () => {
    for (const disposition of ['recalled', 'damaged', 'destroyed']) {
      const answer = ask([born, act('e', '09:00', 'inspecting', maker.main, u, { disposition })]);
      assert.deepEqual([answer.status, answer.chain.length, answer.disposition], ['held', 1, disposition]);
    }
  });
});

describe('persistent dispositions', () => {
  it('are set and unset one by one', () => {
    const set = (name: string, time: string, on: readonly string[], off: readonly string[]) =>
      act(name, time, 'inspecting', maker.main, u, { persistentDisposition: { set: on.map(aWord), unset: off.map(aWord) } });
    const events = [born, set('a', '09:00', ['recalled', 'completeness_verified'], []), set('b', '10:00', [], ['recalled'])];
    assert.deepEqual(ask(events).persistentDispositions, ['completeness_verified']);
    assert.deepEqual(ask(events, unit('1'), { asOf: Date.parse('2025-03-03T09:30:00Z') }).persistentDispositions, [
      'recalled',
      'completeness_verified',
    ]);
  });
});
