/** The order of events at one instant. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Role } from '../../server/custody/effect.ts';
import { compareInTime, rankOf } from '../../server/custody/order.ts';
import type { EpcisEvent } from '../../server/epcis/event.ts';
import { anAggregationEvent, anObjectEvent, aTransformationEvent, stored } from '../build/event.ts';

const ranked = (event: EpcisEvent, role: Role, origin = {}) => ({ stored: stored(event, origin), rank: rankOf(event, role) });

describe('the order of events', () => {
  it('is that of instants, whatever the offset they are written in', () => {
    const early = ranked(anObjectEvent({ eventTime: '2025-03-03T12:30:00+02:00' }), 'epc');
    const late = ranked(anObjectEvent({ eventTime: '2025-03-03T11:00:00Z' }), 'epc');
    assert.ok(compareInTime(early, late) < 0);
  });

  it('keeps fractions of a millisecond', () => {
    const early = ranked(anObjectEvent({ eventTime: '2025-03-03T12:00:00.0001Z' }), 'epc');
    const late = ranked(anObjectEvent({ eventTime: '2025-03-03T12:00:00.0002Z' }), 'epc');
    assert.ok(compareInTime(early, late) < 0);
  });

  it('is at one instant that of a life: begin, receive, unpack, anything, pack, ship, void, end', () => {
    const life: readonly (readonly [EpcisEvent, Role])[] = [
      [anObjectEvent({ bizStep: 'commissioning', action: 'ADD' }), 'epc'],
      [anObjectEvent({ bizStep: 'receiving' }), 'epc'],
      [anAggregationEvent({ bizStep: 'unpacking', action: 'DELETE' }), 'child'],
      [anObjectEvent({ bizStep: 'inspecting' }), 'epc'],
      [anAggregationEvent({ bizStep: 'packing', action: 'ADD' }), 'child'],
      [anObjectEvent({ bizStep: 'shipping' }), 'epc'],
      [anObjectEvent({ bizStep: 'void_shipping' }), 'epc'],
      [anObjectEvent({ bizStep: 'destroying', action: 'DELETE' }), 'epc'],
    ];
    const events = life.map(([event, role]) => ranked(event, role));
    assert.deepEqual(events.toReversed().sort(compareInTime), events);
  });

  it('puts arriving beside receiving, departing beside shipping, and a seen content between', () => {
    const rank = (bizStep: string) => rankOf(anObjectEvent({ bizStep }), 'epc');
    assert.equal(rank('arriving'), rank('receiving'));
    assert.equal(rank('departing'), rank('shipping'));
    assert.equal(rankOf(anAggregationEvent({ action: 'OBSERVE' }), 'child'), rank('inspecting'));
  });

  it('begins with a transformation for what comes out of it and ends with it for what goes in', () => {
    const event = aTransformationEvent();
    assert.equal(rankOf(event, 'output'), rankOf(anObjectEvent({ bizStep: 'commissioning' }), 'epc'));
    assert.equal(rankOf(event, 'input'), rankOf(anObjectEvent({ bizStep: 'destroying' }), 'epc'));
  });

  it('takes the step before the action: an aggregation that ships is a shipping', () => {
    const shipping = anAggregationEvent({ bizStep: 'shipping', action: 'ADD' });
    assert.equal(rankOf(shipping, 'child'), rankOf(anObjectEvent({ bizStep: 'shipping' }), 'epc'));
  });

  it('falls back on record time, then on identity', () => {
    const event = (eventID: string) => anObjectEvent({ eventID });
    const first = ranked(event('urn:example:b'), 'epc', { recordTime: 1 });
    const second = ranked(event('urn:example:a'), 'epc', { recordTime: 2 });
    const third = ranked(event('urn:example:c'), 'epc', { recordTime: 2 });
    assert.deepEqual([third, second, first].sort(compareInTime), [first, second, third]);
  });
});
