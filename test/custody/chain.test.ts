/** What moves possession: every row of the table, and what does not. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ask, findingIdsOf, lines } from '../build/ask-custody.ts';
import { anAggregationEvent, anObjectEvent, aTransactionEvent, aTransformationEvent, aWord } from '../build/event.ts';
import {
  act,
  as,
  between,
  box,
  commission,
  maker,
  pack,
  pharmacy,
  receive,
  ship,
  stranger,
  unit,
  urnOf,
  when,
  wholesaler,
} from '../build/supply-chain.ts';

const u = [unit('1')];
const born = commission('born', '08:00', maker, u);
const sent = ship('sent', '09:00', maker, wholesaler, u);
const got = receive('got', '15:00', maker, wholesaler, u);

describe('the chain begins', () => {
  it('with the commissioning', () => assert.deepEqual(lines(ask([born])), ['held maker 03T08:00']));

  it('with the first event ever seen, whatever it is', () => {
    assert.deepEqual(lines(ask([act('e', '08:00', 'inspecting', maker.main, u)])), ['held maker 03T08:00']);
    assert.deepEqual(lines(ask([sent])), ['in_transit maker>wholesaler 03T09:00']);
    assert.deepEqual(lines(ask([got])), ['held wholesaler 03T15:00']);
    assert.deepEqual(lines(ask([act('e', '08:00', 'dispensing', maker.main, u)])), ['ended dispensing 03T08:00']);
    assert.deepEqual(lines(ask([act('e', '08:00', 'inspecting', maker.main, u, { disposition: 'stolen' })])), [
      'unknown 03T08:00',
    ]);
  });

  it('with a shipping that states no sender: who is there sends it', () => {
    const answer = ask([
      ship('s', '09:00', maker, wholesaler, u, between(undefined, wholesaler)),
      ship('t', '10:00', maker, wholesaler, [unit('2')]),
    ]);
    assert.deepEqual(lines(answer), ['in_transit maker>wholesaler 03T09:00']);
  });
});

describe('shipping', () => {
  it('brings it on its way from the stated sender to the stated receiver', () => {
    assert.deepEqual(lines(ask([born, sent])), ['held maker 03T08:00', 'in_transit maker>wholesaler 03T09:00']);
  });

  it('starts from who held it where no sender is stated, and goes to nobody known where no receiver is', () => {
    const silent = ship('s', '09:00', maker, wholesaler, u, { sourceList: [], destinationList: [] });
    const answer = ask([born, silent]);
    assert.deepEqual(lines(answer), ['held maker 03T08:00', 'in_transit maker>? 03T09:00']);
    assert.equal(answer.chain[1]?.basis, 'assumed');
  });

  it('is departing, too, where it names a destination party; otherwise departing only moves', () => {
    const departing = ship('d', '10:00', maker, wholesaler, u, { bizStep: 'departing' });
    assert.deepEqual(lines(ask([born, departing])), ['held maker 03T08:00', 'in_transit maker>wholesaler 03T10:00']);
    const silent = ship('d', '10:00', maker, wholesaler, u, { bizStep: 'departing', destinationList: [] });
    assert.deepEqual(lines(ask([born, silent])), ['held maker 03T08:00']);
  });

  it('that is reported twice, or followed by a departing, is one transit', () => {
    const again = ship('d', '10:00', maker, wholesaler, u, { bizStep: 'departing', sourceList: [] });
    const answer = ask([born, sent, again]);
    assert.deepEqual(lines(answer), ['held maker 03T08:00', 'in_transit maker>wholesaler 03T09:00']);
    assert.deepEqual(answer.chain[1]?.events, [urnOf('sent'), urnOf('d')]);
    assert.equal(answer.handOvers.length, 1);
  });

  it('learns its receiver from a later report', () => {
    const silent = ship('s', '09:00', maker, wholesaler, u, { destinationList: [] });
    const answer = ask([born, silent, ship('d', '10:00', maker, wholesaler, u, { bizStep: 'departing' })]);
    assert.deepEqual(lines(answer), ['held maker 03T08:00', 'in_transit maker>wholesaler 03T09:00']);
    assert.equal(answer.handOvers[0]?.receiver, wholesaler.link);
  });

  it('to another receiver while it is on its way is a transit of its own', () => {
    const redirected = ship('d', '10:00', maker, pharmacy, u);
    assert.deepEqual(lines(ask([born, sent, redirected])).slice(1), [
      'in_transit maker>wholesaler 03T09:00',
      'in_transit maker>pharmacy 03T10:00',
    ]);
  });

  it('of an AggregationEvent ships the parent, what is listed, and all that is inside of it', () => {
    const event = anAggregationEvent({
      eventTime: when('11:00'),
      action: 'OBSERVE',
      bizStep: 'shipping',
      parentID: box(1),
      childEPCs: [unit('9')],
      ...between(maker, wholesaler),
    });
    const events = [born, pack('p', '09:00', { by: maker, into: box(1) }, u), as('s', event)];
    for (const object of [unit('1'), unit('9'), box(1)])
      assert.equal(lines(ask(events, object)).at(-1), 'in_transit maker>wholesaler 03T11:00', object);
  });

  it('of a TransactionEvent ships its parent and list', () => {
    const event = aTransactionEvent({
      eventTime: when('11:00'),
      bizStep: 'shipping',
      parentID: box(1),
      epcList: [unit('9')],
      ...between(maker, wholesaler),
    });
    const events = [born, pack('p', '09:00', { by: maker, into: box(1) }, u), as('s', event)];
    for (const object of [unit('1'), unit('9'), box(1)])
      assert.equal(lines(ask(events, object)).at(-1), 'in_transit maker>wholesaler 03T11:00', object);
  });
});

describe('void_shipping', () => {
  const voided = act('void', '10:00', 'void_shipping', maker.main, u);

  it('takes the last shipping back, from its own time on', () => {
    const answer = ask([born, sent, voided]);
    assert.deepEqual(lines(answer), ['held maker 03T08:00', 'in_transit maker>wholesaler 03T09:00', 'held maker 03T10:00']);
    assert.deepEqual(answer.handOvers, []);
  });

  it('does so for what it names only', () => {
    const both = ship('sent', '09:00', maker, wholesaler, [unit('1'), unit('2')]);
    assert.equal(ask([both, voided], unit('2')).status, 'in_transit');
    assert.equal(ask([both, voided], unit('1')).status, 'held');
  });

  it('of what is not on its way is an event like any other', () => {
    assert.deepEqual(lines(ask([born, voided])), ['held maker 03T08:00']);
    assert.deepEqual(lines(ask([born, sent, got, act('v', '16:00', 'void_shipping', 'urn:example:place', u)])).length, 3);
  });

  it('at the very time of the shipping comes after it', () => {
    assert.equal(ask([born, sent, act('void', '09:00', 'void_shipping', maker.main, u)]).status, 'held');
  });
});

describe('receiving', () => {
  it('and accepting end the transit with the stated receiver', () => {
    for (const bizStep of ['receiving', 'accepting']) {
      const answer = ask([born, sent, receive('got', '15:00', maker, wholesaler, u, { bizStep })]);
      assert.deepEqual(lines(answer).at(-1), 'held wholesaler 03T15:00');
      assert.deepEqual(answer.findings, []);
    }
  });

  it('again by the same party changes nothing', () => {
    const answer = ask([
      born,
      sent,
      got,
      receive('a', '16:00', maker, wholesaler, u, { bizStep: 'accepting', bizLocation: wholesaler.site }),
    ]);
    assert.equal(answer.chain.length, 3);
    assert.equal(answer.chain[2]?.place, wholesaler.siteLink);
    assert.equal(answer.handOvers.length, 1);
  });

  it('makes a hand-over together with its shipping', () => {
    assert.deepEqual(ask([born, sent, got]).handOvers, [
      {
        sender: maker.link,
        receiver: wholesaler.link,
        shipped: { time: when('09:00'), event: urnOf('sent') },
        received: { time: when('15:00'), event: urnOf('got') },
      },
    ]);
  });
});

describe('steps that only move', () => {
  for (const bizStep of ['arriving', 'staging_outbound', 'loading', 'unloading', 'transporting']) {
    it(`${bizStep} gives the place and no holder`, () => {
      const answer = ask([born, sent, act('e', '12:00', bizStep, wholesaler.main, u, between(undefined, undefined))]);
      assert.deepEqual(lines(answer).at(-1), 'in_transit maker>wholesaler 03T09:00');
      assert.equal(answer.chain.at(-1)?.place, wholesaler.mainLink);
      assert.deepEqual(answer.findings, []);
    });
  }
});

describe('any other event', () => {
  it('at the place of another party surely known moves possession', () => {
    const seen = act('seen', '20:00', 'storing', maker.main, u);
    const answer = ask([born, sent, got, seen]);
    assert.deepEqual(lines(answer).at(-1), 'held maker 03T20:00');
    assert.equal(answer.chain.at(-1)?.basis, 'known-party');
    assert.deepEqual(findingIdsOf(answer), ['handover-not-reported']);
  });

  it('while it is on its way ends the transit, even with who sent it', () => {
    assert.deepEqual(
      lines(ask([born, sent, act('seen', '12:00', 'storing', wholesaler.main, u)])).at(-1),
      'held wholesaler 03T12:00',
    );
    assert.deepEqual(lines(ask([born, sent, act('seen', '12:00', 'storing', maker.main, u)])).at(-1), 'held maker 03T12:00');
  });

  it('at a place whose party is only guessed moves nothing', () => {
    for (const place of [stranger.main, wholesaler.site]) {
      const answer = ask([born, act('seen', '12:00', 'storing', place, u), ship('later', '5 09:00', maker, wholesaler, u)]);
      assert.deepEqual(lines(answer).slice(0, 2), ['held maker 03T08:00', 'in_transit maker>wholesaler 05T09:00'], place);
    }
  });

  it('states between whom it goes, not who has it: a packing for a customer stays with who packs', () => {
    const packed = as('p', { ...pack('p', '09:00', { by: maker, into: box(1) }, u).event, ...between(maker, wholesaler) });
    const addressed = as('p', { ...pack('p', '09:00', { by: maker, into: box(1) }, u).event, ...between(undefined, wholesaler) });
    for (const event of [packed, addressed])
      assert.deepEqual(lines(ask([born, event, ship('s', '7 09:00', maker, pharmacy, u)]))[0], 'held maker 03T08:00');
    assert.equal(ask([born, packed]).chain.length, 1);
  });
});

describe('the end', () => {
  const endings = [
    ['dispensing', 'OBSERVE', 'dispensing'],
    ['retail_selling', 'OBSERVE', 'retail_selling'],
    ['decommissioning', 'DELETE', 'decommissioning'],
    ['destroying', 'DELETE', 'destroying'],
    ['destroying', 'OBSERVE', 'destroying'],
    [undefined, 'DELETE', 'decommissioning'],
  ] as const;
  for (const [bizStep, action, reason] of endings) {
    it(`is ${bizStep ?? 'no step'}, ${action}`, () => {
      const event = anObjectEvent({
        eventTime: when('12:00'),
        action,
        epcList: u,
        bizLocation: maker.main,
        ...(bizStep && { bizStep }),
      });
      const answer = ask([born, as('end', event)]);
      assert.deepEqual(lines(answer), ['held maker 03T08:00', `ended ${reason} 03T12:00`]);
      assert.deepEqual([answer.status, answer.chain[1]?.to, answer.chain[1]?.place], ['ended', null, maker.mainLink]);
    });
  }

  it('is being used up in a transformation; lineage goes on', () => {
    const used = as(
      't',
      aTransformationEvent({ eventTime: when('12:00'), inputEPCList: u, outputEPCList: [unit('2')], bizLocation: maker.main }),
    );
    assert.deepEqual(lines(ask([born, used])), ['held maker 03T08:00', 'ended transformation 03T12:00']);
    assert.deepEqual(lines(ask([born, used], unit('2'))), ['held maker 03T12:00']);
  });

  it('is not being in a transformation and still itself', () => {
    const reworked = as(
      't',
      aTransformationEvent({ eventTime: when('12:00'), inputEPCList: u, outputEPCList: u, bizLocation: maker.main }),
    );
    const answer = ask([born, reworked]);
    assert.deepEqual([lines(answer), findingIdsOf(answer)], [['held maker 03T08:00'], []]);
  });

  it('stays an end', () => {
    const dispensed = act('end', '12:00', 'dispensing', maker.main, u);
    const answer = ask([born, dispensed, ship('s', '13:00', maker, wholesaler, u), receive('r', '14:00', maker, wholesaler, u)]);
    assert.deepEqual(lines(answer), ['held maker 03T08:00', 'ended dispensing 03T12:00']);
    assert.deepEqual(findingIdsOf(answer), ['active-after-end', 'active-after-end']);
    assert.equal(answer.events.length, 4);
  });

  it('is not the step of an aggregation for its parent, nor a transaction taken back', () => {
    const event = anAggregationEvent({
      eventTime: when('12:00'),
      action: 'DELETE',
      bizStep: 'dispensing',
      parentID: box(1),
      childEPCs: u,
    });
    const events = [born, pack('p', '09:00', { by: maker, into: box(1) }, u), as('d', event)];
    assert.equal(ask(events).status, 'ended');
    assert.equal(ask(events, box(1)).status, 'held');
    const undone = as('t', aTransactionEvent({ eventTime: when('12:00'), action: 'DELETE', epcList: u }));
    assert.equal(ask([born, undone]).status, 'held');
  });
});

describe('stolen and unknown', () => {
  const stolen = act('stolen', '10:00', 'inspecting', maker.main, u, { disposition: 'stolen' });

  it('leave nobody holding it', () => {
    const answer = ask([born, stolen]);
    assert.deepEqual(lines(answer), ['held maker 03T08:00', 'unknown 03T10:00']);
    assert.deepEqual([answer.status, answer.disposition, answer.chain[1]?.holder], ['unknown', 'stolen', null]);
  });

  it('may be set as persistent disposition', () => {
    const set = act('p', '10:00', 'inspecting', maker.main, u, { persistentDisposition: { set: [aWord('unknown')] } });
    const answer = ask([born, set]);
    assert.deepEqual([answer.status, answer.persistentDispositions], ['unknown', ['unknown']]);
  });

  it('end when it is received, or seen with somebody', () => {
    assert.deepEqual(
      lines(ask([born, sent, act('s', '10:00', 'inspecting', maker.main, u, { disposition: 'stolen' }), got])).at(-1),
      'held wholesaler 03T15:00',
    );
    const back = act('b', '12:00', 'storing', maker.main, u, { disposition: 'in_progress' });
    const answer = ask([born, stolen, back]);
    assert.deepEqual([lines(answer).at(-1), findingIdsOf(answer)], ['held maker 03T12:00', []]);
  });

  it('goes on where it is seen at a place that is nobody’s for sure', () => {
    assert.equal(ask([born, stolen, act('b', '12:00', 'storing', stranger.main, u)]).status, 'unknown');
  });

  it('is no obstacle to an end', () => {
    const found = act('e', '12:00', 'destroying', maker.main, u, { action: 'DELETE', disposition: 'stolen' });
    assert.equal(ask([born, stolen, found]).status, 'ended');
  });
});

describe('a segment', () => {
  it('has the place of its last event that has a bizLocation', () => {
    const seen = as(
      'rp',
      anObjectEvent({ eventTime: when('12:00'), epcList: u, bizStep: 'storing', readPoint: wholesaler.main }),
    );
    const answer = ask([born, act('st', '10:00', 'storing', maker.site, u), seen]);
    assert.deepEqual(
      answer.chain.map(({ place }) => place),
      [maker.siteLink],
    );
    assert.deepEqual(answer.chain[0]?.events, [urnOf('born'), urnOf('st'), urnOf('rp')]);
    assert.equal(ask([born, sent]).chain[1]?.place, null);
  });

  it('ends where the next begins, also where both have one time', () => {
    const forward = ship('fwd', '15:00', wholesaler, pharmacy, u);
    const answer = ask([born, sent, got, forward]);
    assert.deepEqual(lines(answer).slice(2), ['held wholesaler 03T15:00', 'in_transit wholesaler>pharmacy 03T15:00']);
    assert.deepEqual(
      answer.chain.map(({ to }) => to),
      [when('09:00'), when('15:00'), when('15:00'), null],
    );
  });
});
