/** Every finding: when it is raised, by which events, and when not. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CustodyAnswer } from '../../../server/custody/answer.ts';
import { findingIds, findingTable } from '../../../server/custody/findings/table.ts';
import type { VocabularyElement } from '../../../server/epcis/document.ts';
import { ask, findingIdsOf, lines } from '../../build/ask-custody.ts';
import { aTransformationEvent } from '../../build/event.ts';
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
} from '../../build/supply-chain.ts';

const u = [unit('1')];
const born = commission('born', '08:00', maker, u);
const sent = ship('sent', '09:00', maker, wholesaler, u);
const got = receive('got', '15:00', maker, wholesaler, u);
const at = (time: string) => Date.parse(when(time));

/** The one finding of an answer. */
function only(answer: CustodyAnswer) {
  assert.equal(answer.findings.length, 1, JSON.stringify(answer.findings));
  return answer.findings[0] ?? assert.fail();
}

describe('a finding', () => {
  it('has a stable id, a severity, a sentence and the events that show it', () => {
    const finding = only(ask([born, sent, receive('other', '15:00', maker, pharmacy, u)]));
    assert.deepEqual(finding, {
      id: 'received-elsewhere',
      severity: 'warning',
      message: `Received by ${pharmacy.link}, but shipped to ${wholesaler.link}.`,
      events: [urnOf('sent'), urnOf('other')],
    });
  });

  it('can be said of whatever is known', () => {
    for (const id of findingIds) assert.match(findingTable[id].says({}), /^.{12,200}\.$/, id);
  });

  it('is no part of a clean chain', () => {
    const events = [
      born,
      pack('p', '08:30', { by: maker, into: box(1) }, u),
      ship('s', '09:00', maker, wholesaler, [box(1)]),
      receive('r', '15:00', maker, wholesaler, [box(1)]),
      pack('o', '16:00', { by: wholesaler, into: box(1), action: 'DELETE' }, u),
      act('d', '17:30', 'dispensing', wholesaler.main, u),
    ];
    assert.deepEqual(ask(events).findings, []);
  });

  it('stands in order of time', () => {
    const answer = ask([commission('again', '17:00', maker, u), receive('r', '08:00', wholesaler, pharmacy, u), born]);
    assert.deepEqual(findingIdsOf(answer), ['received-not-shipped', 'two-places', 'commissioned-twice']);
  });
});

describe('shipped-not-received', () => {
  it('is a transit without end for longer than the limit', () => {
    assert.deepEqual(findingIdsOf(ask([born, sent], unit('1'), { now: at('17 09:00') })), []);
    const finding = only(ask([born, sent], unit('1'), { now: at('17 09:00') + 1 }));
    assert.deepEqual([finding.id, finding.events], ['shipped-not-received', [urnOf('sent')]]);
    assert.match(finding.message, /after 14 days/);
    assert.deepEqual(findingIdsOf(ask([born, sent], unit('1'), { now: at('5 09:00'), limits: { transitDays: 1 } })), [
      'shipped-not-received',
    ]);
  });

  it('is over with the receipt, however late', () => {
    assert.deepEqual(
      findingIdsOf(ask([born, sent, receive('late', '30 15:00', maker, wholesaler, u)], unit('1'), { now: at('31 00:00') })),
      [],
    );
  });
});

describe('received-not-shipped', () => {
  it('is a receiving by another party than who held it', () => {
    const finding = only(ask([born, got]));
    assert.deepEqual([finding.id, finding.events], ['received-not-shipped', [urnOf('got')]]);
    assert.deepEqual(ask([born, got]).handOvers, [
      { sender: maker.link, receiver: wholesaler.link, shipped: null, received: { time: when('15:00'), event: urnOf('got') } },
    ]);
  });

  it('is told of an object never seen before where the event itself names the sender', () => {
    assert.deepEqual(findingIdsOf(ask([got])), ['received-not-shipped']);
    assert.deepEqual(findingIdsOf(ask([receive('got', '15:00', maker, wholesaler, u, { sourceList: [] })])), []);
  });

  it('is not a receiving by who holds it', () => {
    assert.deepEqual(findingIdsOf(ask([born, receive('r', '15:00', maker, maker, u)])), []);
  });
});

describe('received-elsewhere', () => {
  it('is not told where the shipping names no receiver', () => {
    assert.deepEqual(findingIdsOf(ask([born, ship('s', '09:00', maker, wholesaler, u, { destinationList: [] }), got])), []);
  });
});

describe('received-before-shipped', () => {
  it('is the pair in the wrong order: it was received, and the shipping moves nothing', () => {
    const late = ship('late', '18:00', maker, wholesaler, u);
    const answer = ask([born, got, late]);
    const finding = only(answer);
    assert.deepEqual([finding.id, finding.events], ['received-before-shipped', [urnOf('got'), urnOf('late')]]);
    assert.deepEqual(lines(answer), ['held maker 03T08:00', 'held wholesaler 03T15:00']);
    assert.deepEqual(
      answer.handOvers.map(({ shipped, received }) => [shipped?.event, received?.event]),
      [[urnOf('late'), urnOf('got')]],
    );
    assert.deepEqual(findingIdsOf(ask([born, got, late], unit('1'), { asOf: at('17:00') })), ['received-not-shipped']);
  });

  it('is no shipping onwards', () => {
    const answer = ask([born, got, ship('on', '18:00', wholesaler, pharmacy, u)]);
    assert.deepEqual([answer.status, findingIdsOf(answer)], ['in_transit', ['received-not-shipped']]);
  });
});

describe('shipped-by-other', () => {
  it('is a shipping by who did not hold it', () => {
    const answer = ask([born, sent, got, ship('again', '18:00', maker, pharmacy, u)]);
    assert.deepEqual([only(answer).id, lines(answer).at(-1)], ['shipped-by-other', 'in_transit maker>pharmacy 03T18:00']);
  });

  it('is not a shipping by the receiver who never said that he has it: that is a hand-over not reported', () => {
    const answer = ask([born, sent, ship('on', '18:00', wholesaler, pharmacy, u)]);
    assert.deepEqual(
      [only(answer).id, lines(answer).at(-1)],
      ['handover-not-reported', 'in_transit wholesaler>pharmacy 03T18:00'],
    );
    const silent = ask([born, sent, ship('on', '18:00', wholesaler, pharmacy, u, { sourceList: [] })]);
    assert.deepEqual(
      [only(silent).id, lines(silent).at(-1)],
      ['handover-not-reported', 'in_transit wholesaler>pharmacy 03T18:00'],
    );
  });

  it('is a shipping by a third party while it is on its way', () => {
    assert.deepEqual(findingIdsOf(ask([born, sent, ship('on', '18:00', stranger, pharmacy, u)])), ['shipped-by-other']);
  });
});

describe('handover-not-reported', () => {
  it('is being seen at the place of another party surely known', () => {
    const seen = act('seen', '18:00', 'storing', wholesaler.main, u, between(wholesaler, undefined));
    assert.deepEqual(
      [only(ask([born, seen])).id, lines(ask([born, seen])).at(-1)],
      ['handover-not-reported', 'held wholesaler 03T18:00'],
    );
  });

  it('is ending at the place of another party, or of the receiver who never said that he has it', () => {
    const dispensed = act('d', '18:00', 'dispensing', wholesaler.main, u);
    const answer = ask([born, sent, dispensed]);
    assert.deepEqual(
      [only(answer).id, lines(answer).slice(1)],
      ['handover-not-reported', ['in_transit maker>wholesaler 03T09:00', 'ended dispensing 03T18:00']],
    );
    assert.deepEqual(findingIdsOf(ask([born, sent, act('lost', '18:00', 'destroying', 'urn:example:road', u)])), []);
  });

  it('is shipping from a place of another party, where nobody is stated as sender', () => {
    const partners = new Map([['w', wholesaler.party]]);
    const from = ship('s', '18:00', wholesaler, pharmacy, u, { sourceList: [] });
    assert.deepEqual(findingIdsOf(ask([born, from], unit('1'), { partners })), ['handover-not-reported']);
  });
});

describe('packed-twice', () => {
  it('is having two parents at once, and concerns only what was packed and what is inside of it', () => {
    const inner = pack('inner', '08:30', { by: maker, into: box(1) }, u);
    const first = pack('first', '09:00', { by: maker, into: box(2) }, [box(1)]);
    const second = pack('second', '10:00', { by: maker, into: box(3) }, [box(1)]);
    for (const object of [unit('1'), box(1)]) {
      const finding = only(ask([born, inner, first, second], object));
      assert.deepEqual([finding.id, finding.events], ['packed-twice', [urnOf('first'), urnOf('second')]], object);
    }
    for (const object of [box(2), box(3)]) assert.deepEqual(findingIdsOf(ask([born, inner, first, second], object)), [], object);
  });

  it('is not being packed where it is already', () => {
    const again = pack('again', '10:00', { by: maker, into: box(1) }, u);
    assert.deepEqual(findingIdsOf(ask([born, pack('p', '09:00', { by: maker, into: box(1) }, u), again])), []);
  });
});

describe('unpacked-not-packed', () => {
  it('is being taken out of what it was not in, and changes nothing', () => {
    const out = pack('out', '10:00', { by: maker, into: box(2), action: 'DELETE' }, u);
    const answer = ask([born, pack('in', '09:00', { by: maker, into: box(1) }, u), out]);
    assert.deepEqual([only(answer).id, answer.containment.parents.length], ['unpacked-not-packed', 1]);
    assert.deepEqual(findingIdsOf(ask([born, out])), ['unpacked-not-packed']);
  });

  it('is nothing of a container emptied twice', () => {
    const empty = (name: string, time: string) => pack(name, time, { by: maker, into: box(1), action: 'DELETE' }, []);
    assert.deepEqual(
      findingIdsOf(ask([pack('in', '09:00', { by: maker, into: box(1) }, u), empty('a', '10:00'), empty('b', '11:00')], box(1))),
      [],
    );
  });
});

describe('commissioned-twice', () => {
  it('is a second beginning; it moves nothing and restarts nothing', () => {
    const answer = ask([born, commission('again', '12:00', wholesaler, u)], unit('1'), {
      partners: new Map([['w', wholesaler.party]]),
    });
    assert.deepEqual([only(answer).id, lines(answer)], ['commissioned-twice', ['held maker 03T08:00']]);
  });

  it('is not coming out of one transformation in several events', () => {
    const transformationID = 'urn:example:mix';
    const out = (name: string, time: string) =>
      as(name, aTransformationEvent({ eventTime: when(time), transformationID, outputEPCList: u }));
    assert.deepEqual(findingIdsOf(ask([out('a', '08:00'), out('b', '09:00')])), []);
  });

  it('is not ADD beside a step that says something else', () => {
    assert.deepEqual(findingIdsOf(ask([born, act('e', '09:00', 'encoding', maker.main, u, { action: 'ADD' })])), []);
    assert.deepEqual(
      findingIdsOf(ask([born, act('e', '09:00', 'https://example.com/print', maker.main, u, { action: 'ADD' })])),
      ['commissioned-twice'],
    );
  });
});

describe('used-before-commissioning', () => {
  it('is every event earlier than the beginning', () => {
    const answer = ask([
      act('early', '07:00', 'inspecting', maker.main, u),
      act('earlier', '06:00', 'inspecting', maker.main, u),
      born,
    ]);
    const finding = only(answer);
    assert.deepEqual(
      [finding.id, finding.events],
      ['used-before-commissioning', [urnOf('earlier'), urnOf('early'), urnOf('born')]],
    );
    assert.deepEqual(lines(answer), ['held maker 03T06:00']);
  });
});

describe('active-after-end', () => {
  it('is every event after the end, the end being the first witness', () => {
    const answer = ask([born, act('end', '09:00', 'destroying', maker.main, u), act('later', '10:00', 'storing', maker.main, u)]);
    const finding = only(answer);
    assert.deepEqual([finding.id, finding.events], ['active-after-end', [urnOf('end'), urnOf('later')]]);
  });
});

describe('two-places', () => {
  const there = (minute: string) => act('there', `09:${minute}`, 'inspecting', stranger.main, u);
  const here = act('here', '09:00', 'inspecting', maker.main, u);

  it('is two places in less time than the limit', () => {
    const finding = only(ask([here, there('59')]));
    assert.deepEqual([finding.id, finding.events], ['two-places', [urnOf('here'), urnOf('there')]]);
    assert.match(finding.message, /59 minutes later/);
    assert.deepEqual(findingIdsOf(ask([here, there('59')], unit('1'), { limits: { twoPlacesMinutes: 59 } })), []);
    assert.deepEqual(findingIdsOf(ask([here, act('t', '10:00', 'inspecting', stranger.main, u)])), []);
  });

  it('is not two docks of one site', () => {
    assert.deepEqual(findingIdsOf(ask([here, act('dock', '09:01', 'inspecting', maker.dock, u)])), []);
  });

  it('goes by what can be travelled where coordinates are known', () => {
    const place = (id: string, latitude: string, longitude: string): VocabularyElement => ({
      type: 'urn:epcglobal:epcis:vtype:BusinessLocation',
      id,
      attributes: [
        { id: 'urn:epcglobal:cbv:mda:latitude', value: latitude },
        { id: 'urn:epcglobal:cbv:mda:longitude', value: longitude },
      ],
      children: [],
    });
    const masterData = [
      place(maker.main, '50.85', '4.35'),
      place(stranger.main, '50.88', '4.70'),
      place(pharmacy.main, '-33.87', '151.21'),
    ];
    assert.deepEqual(findingIdsOf(ask([here, there('10')], unit('1'), { masterData })), []);
    const sydney = act('sydney', '20:00', 'inspecting', pharmacy.main, u);
    assert.deepEqual(findingIdsOf(ask([here, sydney], unit('1'), { masterData })), ['two-places']);
    assert.deepEqual(
      findingIdsOf(ask([here, act('sydney', '4 20:00', 'inspecting', pharmacy.main, u)], unit('1'), { masterData })),
      [],
    );
  });
});

describe('contents-left', () => {
  const packed = pack('packed', '09:00', { by: maker, into: box(1) }, [unit('1'), unit('2')]);
  const retired = act('end', '10:00', 'decommissioning', maker.main, [box(1)], { action: 'DELETE' });

  it('is a container that ended with something inside: of the container, and of what was inside', () => {
    assert.deepEqual(only(ask([born, packed, retired])).id, 'contents-left');
    assert.match(only(ask([born, packed, retired], box(1))).message, /2 objects inside/);
    const out = pack('out', '09:30', { by: maker, into: box(1), action: 'DELETE' }, u);
    assert.deepEqual(findingIdsOf(ask([born, packed, out, retired])), []);
    assert.match(only(ask([born, packed, out, retired], box(1))).message, /1 object inside/);
    const other = pack('other', '09:30', { by: maker, into: box(2) }, [unit('2')]);
    assert.match(only(ask([born, packed, other, retired], box(1))).message, /1 object inside/);
  });

  it('is a container taken into use again with something inside', () => {
    const fresh = (name: string, time: string) => commission(name, time, maker, [box(1)]);
    assert.deepEqual(findingIdsOf(ask([born, fresh('a', '08:00'), packed, fresh('b', '12:00')])), ['contents-left']);
    assert.deepEqual(ask([born, fresh('a', '08:00'), packed, fresh('b', '12:00')]).containment.parents, []);
    assert.deepEqual(findingIdsOf(ask([fresh('a', '08:00'), packed, fresh('b', '12:00')], box(1))).toSorted(), [
      'commissioned-twice',
      'contents-left',
    ]);
  });

  it('is not a container whose first beginning is reported late', () => {
    const answer = ask([born, packed, commission('late', '09:30', maker, [box(1)])]);
    assert.deepEqual([findingIdsOf(answer), answer.containment.parents.length], [[], 1]);
  });
});

describe('clock', () => {
  it('is an event recorded before it happened, beyond a few minutes', () => {
    const recorded = (minutes: number) => [{ ...born, origin: { ...born.origin, recordTime: at('08:00') - minutes * 60_000 } }];
    assert.deepEqual(findingIdsOf(ask(recorded(5))), []);
    assert.deepEqual(only(ask(recorded(6))).id, 'clock');
    assert.deepEqual(lines(ask(recorded(6))), ['held maker 03T08:00']);
  });
});
