import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ExtensionValue } from '../../server/epcis/event.ts';
import type { EventOrder } from '../../server/query/ast.ts';
import { compareEvents } from '../../server/query/order.ts';
import { anObjectEvent, stored } from '../build/event.ts';

const ns = 'https://ns.things.example/epcis/';
const score = { area: 'event', depth: 'top', ns, name: 'score' } as const;

/** Events with these values of one field, recorded one after the other; the places of them in the order. */
function sorted(
  by: EventOrder['by'],
  direction: EventOrder['direction'],
  values: readonly (readonly ExtensionValue[])[],
): readonly number[] {
  const events = values.map((fields, place) =>
    stored(anObjectEvent({ extensions: fields.map((value) => ({ ns, name: 'score', prefix: 'ex', value })) }), {
      recordTime: place,
    }),
  );
  return events.toSorted(compareEvents({ by, direction })).map((event) => events.indexOf(event));
}

describe('order', () => {
  it('by eventTime breaks ties by record time, in the same direction', () => {
    const events = [
      ['12:00', 2],
      ['12:00', 1],
      ['11:00', 3],
    ].map(([time, recordTime]) =>
      stored(anObjectEvent({ eventTime: `2025-03-03T${time}:00Z` }), { recordTime: Number(recordTime) }),
    );
    const places = (order: EventOrder) => events.toSorted(compareEvents(order)).map((event) => events.indexOf(event));
    assert.deepEqual(places({ by: 'eventTime', direction: 'ASC' }), [2, 1, 0]);
    assert.deepEqual(places({ by: 'eventTime', direction: 'DESC' }), [0, 1, 2]);
    assert.deepEqual(places({ by: 'recordTime', direction: 'ASC' }), [1, 0, 2]);
    assert.deepEqual(places({ by: 'recordTime', direction: 'DESC' }), [2, 0, 1]);
  });

  it('by a field is numeric, by instant, by code unit, in this order of kinds', () => {
    const values = [
      ['b'],
      ['10'],
      ['B'],
      ['9.5'],
      ['2025-03-03T12:00:00Z'],
      ['2025-03-03T12:00:00+01:00'],
      [{ value: 9, text: '9' }],
    ];
    assert.deepEqual(sorted(score, 'ASC', values), [6, 3, 1, 5, 4, 2, 0]);
    assert.deepEqual(sorted(score, 'DESC', values), [0, 2, 4, 5, 1, 3, 6]);
  });

  it('puts what has no value last, whichever way', () => {
    const values = [[], ['1'], [null], ['2'], [[]]];
    assert.deepEqual(sorted(score, 'ASC', values).slice(0, 2), [1, 3]);
    assert.deepEqual(sorted(score, 'DESC', values).slice(0, 2), [3, 1]);
  });

  it('takes of repeated values the one that comes first', () => {
    assert.deepEqual(sorted(score, 'ASC', [['5', '1'], ['3'], ['2', '9']]), [0, 2, 1]);
    assert.deepEqual(sorted(score, 'DESC', [['5', '1'], ['3'], ['2', '9']]), [2, 0, 1]);
  });
});
