/** Class level: the ledger of a lot, in amounts and in serialised units. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { StoredEvent } from '../../server/epcis/stored-event.ts';
import { ask, findingIdsOf } from '../build/ask-custody.ts';
import { anAggregationEvent, aQuantity, aTransformationEvent } from '../build/event.ts';
import {
  act,
  as,
  box,
  commission,
  lot,
  lotLink,
  maker,
  pack,
  pharmacy,
  receive,
  ship,
  unit,
  unitLink,
  urnOf,
  when,
  wholesaler,
} from '../build/supply-chain.ts';

const some = (amount: number, uom?: string) => ({ epcList: [], quantityList: [aQuantity(lot, amount, uom)] });
const made = (amount: number, uom?: string) => commission('made', '08:00', maker, [], some(amount, uom));
const sent = (name: string, time: string, amount: number, uom?: string) =>
  ship(name, time, maker, wholesaler, [], some(amount, uom));
const got = (name: string, time: string, amount: number, uom?: string) =>
  receive(name, time, maker, wholesaler, [], some(amount, uom));

/** begun, received, shipped, ended, missing, left by holder and unit. */
function rows(events: readonly StoredEvent[]) {
  const { ledger } = ask(events, lot);
  return Object.fromEntries(
    (ledger?.rows ?? []).map(({ holder, uom, begun, received, shipped, ended, missing, left }) => [
      `${companies[holder ?? ''] ?? holder}${uom === null ? '' : ` ${uom}`}`,
      [begun, received, shipped, ended, missing, left],
    ]),
  );
}
const companies: Readonly<Record<string, string>> = {
  [maker.link]: 'maker',
  [wholesaler.link]: 'wholesaler',
  [pharmacy.link]: 'pharmacy',
};

describe('the ledger of a lot', () => {
  it('goes by begun, shipped, received and ended, and has no chain', () => {
    const events = [
      made(100),
      sent('s', '09:00', 60),
      got('g', '15:00', 60),
      act('d', '16:00', 'dispensing', wholesaler.main, [], some(5)),
    ];
    const answer = ask(events, lot);
    assert.deepEqual(rows(events), { maker: [100, 0, 60, 0, 0, 40], wholesaler: [0, 60, 0, 5, 0, 55] });
    assert.deepEqual([answer.identifier, answer.status, answer.chain, answer.findings], [lotLink, 'held', [], []]);
    assert.deepEqual(answer.handOvers, [
      {
        sender: maker.link,
        receiver: wholesaler.link,
        shipped: { time: when('09:00'), event: urnOf('s') },
        received: { time: when('15:00'), event: urnOf('g') },
      },
    ]);
    assert.deepEqual(
      answer.events.map(({ eventID, carriedBy }) => [eventID, carriedBy]),
      events.map(({ eventID }) => [eventID, lotLink]),
    );
  });

  it('is kept by unit of measure', () => {
    assert.deepEqual(
      rows([
        made(100, 'KGM'),
        commission('more', '08:30', maker, [], some(3, 'LTR')),
        sent('s', '09:00', 0.1, 'KGM'),
        got('g', '15:00', 0.1, 'KGM'),
      ]),
      {
        'maker KGM': [100, 0, 0.1, 0, 0, 99.9],
        'maker LTR': [3, 0, 0, 0, 0, 3],
        'wholesaler KGM': [0, 0.1, 0, 0, 0, 0.1],
      },
    );
  });

  it('shows what is on its way', () => {
    const { ledger, status } = ask([made(60), sent('s', '09:00', 60), got('g', '15:00', 20)], lot);
    assert.deepEqual(ledger?.inTransit, [
      { sender: maker.link, receiver: wholesaler.link, identifier: lotLink, uom: null, quantity: 40 },
    ]);
    assert.equal(status, 'held');
    assert.equal(ask([made(60), sent('s', '09:00', 60)], lot).status, 'in_transit');
    assert.deepEqual(
      findingIdsOf(
        ask([made(60), sent('s', '09:00', 60), got('g', '15:00', 20)], lot, { now: Date.parse('2025-06-01T00:00:00Z') }),
      ),
      ['shipped-not-received'],
    );
  });

  it('takes a shipping back', () => {
    const events = [made(60), sent('s', '09:00', 50), act('v', '10:00', 'void_shipping', maker.main, [], some(50))];
    assert.deepEqual(rows(events), { maker: [60, 0, 0, 0, 0, 60] });
    assert.deepEqual(ask(events, lot).ledger?.inTransit, []);
  });

  it('begins with the first amount ever seen', () => {
    const answer = ask([sent('s', '09:00', 60)], lot);
    assert.deepEqual([rows([sent('s', '09:00', 60)]), answer.findings], [{ maker: [60, 0, 60, 0, 0, 0] }, []]);
    assert.deepEqual(rows([receive('g', '15:00', maker, wholesaler, [], { ...some(60), sourceList: [] })]), {
      wholesaler: [0, 60, 0, 0, 0, 60],
    });
  });

  it('counts what a transformation makes and uses', () => {
    const mixed = as(
      't',
      aTransformationEvent({
        eventTime: when('09:00'),
        inputQuantityList: [aQuantity(lot, 30, 'KGM')],
        outputEPCList: [unit('1')],
        bizLocation: maker.main,
      }),
    );
    assert.deepEqual(rows([made(100, 'KGM'), mixed]), { 'maker KGM': [100, 0, 0, 30, 0, 70] });
    const filled = as(
      't',
      aTransformationEvent({
        eventTime: when('09:00'),
        inputEPCList: [unit('1')],
        outputQuantityList: [aQuantity(lot, 30, 'KGM')],
        bizLocation: maker.main,
      }),
    );
    assert.deepEqual(rows([filled]), { 'maker KGM': [30, 0, 0, 0, 0, 30] });
  });

  it('counts what is stolen as missing', () => {
    assert.deepEqual(rows([made(10), act('x', '09:00', 'inspecting', maker.main, [], { ...some(4), disposition: 'stolen' })]), {
      maker: [10, 0, 0, 0, 4, 6],
    });
  });

  it('leaves out amounts that nobody gave', () => {
    const unsaid = { epcList: [], quantityList: [aQuantity(lot)] };
    assert.deepEqual(rows([made(10), ship('s', '09:00', maker, wholesaler, [], unsaid)]), { maker: [10, 0, 0, 0, 0, 10] });
  });

  it('is ended when all of it is', () => {
    const used = act('d', '09:00', 'destroying', maker.main, [], some(10));
    assert.equal(ask([made(10), used], lot).status, 'ended');
    assert.equal(
      ask([made(10), act('x', '09:00', 'inspecting', maker.main, [], { ...some(10), disposition: 'unknown' })], lot).status,
      'unknown',
    );
  });

  it('follows what is packed', () => {
    const packed = (action: 'ADD' | 'DELETE', name: string, time: string, amount: number) =>
      as(
        name,
        anAggregationEvent({
          eventTime: when(time),
          action,
          parentID: box(1),
          childQuantityList: [aQuantity(lot, amount)],
          bizLocation: maker.main,
          readPoint: maker.main,
        }),
      );
    const inside = [made(100), packed('ADD', 'in', '08:30', 40), packed('DELETE', 'out', '08:45', 10)];
    const away = [
      ...inside,
      pack('stack', '08:50', { by: maker, into: box(2) }, [box(1)]),
      ship('s', '09:00', maker, wholesaler, [box(2)]),
    ];
    assert.deepEqual(rows(inside), { maker: [100, 0, 0, 0, 0, 100] });
    assert.deepEqual(rows(away), { maker: [100, 0, 30, 0, 0, 70] });
    const there = [...away, receive('r', '15:00', maker, wholesaler, [box(2)])];
    assert.deepEqual(rows(there), { maker: [100, 0, 30, 0, 0, 70], wholesaler: [0, 30, 0, 0, 0, 30] });
    assert.deepEqual(ask(there, lot).events.at(-1)?.carriedBy, 'https://id.gs1.org/00/395210010000000025');
    const emptied = pack('empty', '16:00', { by: wholesaler, into: box(1), action: 'DELETE' }, []);
    assert.deepEqual(rows([...there, emptied, ship('gone', '17:00', wholesaler, pharmacy, [box(1)])]), rows(there));
    const burnt = act('burn', '16:00', 'destroying', wholesaler.main, [box(2)], { action: 'DELETE' });
    assert.deepEqual(rows([...there, burnt])['wholesaler'], [0, 30, 0, 30, 0, 0]);
  });
});

describe('findings of a lot', () => {
  it('quantity: more left than was there', () => {
    const answer = ask([made(10), sent('s', '09:00', 25)], lot);
    assert.deepEqual(findingIdsOf(answer), ['quantity']);
    assert.match(answer.findings[0]?.message ?? '', /^15 more of /);
    assert.deepEqual(findingIdsOf(ask([made(10), act('d', '09:00', 'dispensing', maker.main, [], some(11))], lot)), ['quantity']);
    assert.deepEqual(findingIdsOf(ask([made(10), sent('s', '09:00', 10), got('g', '15:00', 12)], lot)), ['quantity']);
    const out = as(
      'out',
      anAggregationEvent({
        eventTime: when('10:00'),
        action: 'DELETE',
        parentID: box(1),
        childQuantityList: [aQuantity(lot, 1)],
      }),
    );
    assert.deepEqual(findingIdsOf(ask([made(10), out], lot)), ['quantity']);
  });

  it('received without shipping, or elsewhere', () => {
    assert.deepEqual(findingIdsOf(ask([made(10), got('g', '15:00', 5)], lot)), ['received-not-shipped']);
    const elsewhere = receive('g', '15:00', maker, pharmacy, [], some(5));
    const answer = ask([made(10), sent('s', '09:00', 5), elsewhere], lot);
    assert.deepEqual(findingIdsOf(answer), ['received-elsewhere']);
    assert.deepEqual(answer.ledger?.inTransit, []);
  });

  it('corrected', () => {
    const wrong = sent('s', '09:00', 5);
    const declared = {
      ...as('s', { ...wrong.event, errorDeclaration: { declarationTime: wrong.event.eventTime } }),
      key: 'declared',
    };
    const answer = ask([made(10), wrong, declared], lot);
    assert.deepEqual([findingIdsOf(answer), rows([made(10), wrong, declared])], [['corrected'], { maker: [10, 0, 0, 0, 0, 10] }]);
  });
});

describe('serialised units of a lot', () => {
  const ilmd = [{ ns: 'urn:epcglobal:cbv:mda:', name: 'lotNumber', prefix: 'cbvmda', value: 'L1' }];
  const three = [unit('1'), unit('2'), unit('3')];
  const born = commission('born', '08:00', maker, three, { ilmd });

  it('are counted in, and a recall names each with its present holder', () => {
    const events = [
      born,
      ship('s', '09:00', maker, wholesaler, [unit('1'), unit('2')]),
      receive('r', '15:00', maker, wholesaler, [unit('1')]),
      act('d', '16:00', 'dispensing', wholesaler.main, [unit('1')]),
    ];
    assert.deepEqual(rows(events), { maker: [3, 0, 2, 0, 0, 1], wholesaler: [0, 1, 0, 1, 0, 0] });
    const { ledger } = ask(events, lot);
    assert.deepEqual(
      ledger?.inTransit.map(({ quantity }) => quantity),
      [1],
    );
    assert.deepEqual(
      ledger?.instances.map(({ identifier, status, holder, receiver }) => [identifier, status, holder, receiver]),
      [
        [unitLink('1'), 'ended', null, null],
        [unitLink('2'), 'in_transit', null, wholesaler.link],
        [unitLink('3'), 'held', maker.link, null],
      ],
    );
  });

  it('are counted together with pieces stated as a quantity', () => {
    assert.deepEqual(rows([born, commission('more', '08:30', maker, [], some(7))]), { maker: [10, 0, 0, 0, 0, 10] });
  });

  it('are those whose beginning names the lot, in either vocabulary, and no others', () => {
    const other = commission('o', '08:00', maker, [unit('9')], {
      ilmd: [{ ns: 'urn:epcglobal:cbv:mda', name: 'lotNumber', prefix: 'm', value: 'L2' }],
    });
    const web = commission('w', '08:00', maker, [unit('8')], {
      ilmd: [{ ns: 'https://gs1.org/voc/', name: 'hasBatchLotNumber', prefix: 'gs1', value: 'L1' }],
    });
    const otherItem = commission('i', '08:00', maker, ['urn:epc:id:sgtin:9521001.099999.1'], { ilmd });
    const { ledger } = ask([other, web, otherItem], lot);
    assert.deepEqual(
      ledger?.instances.map(({ identifier }) => identifier),
      [unitLink('8')],
    );
  });

  it('that were lost on the way, taken back, or shipped by another one keep the books balanced', () => {
    const stolen = act('x', '10:00', 'inspecting', maker.main, [unit('1')], { disposition: 'stolen' });
    assert.deepEqual(rows([born, ship('s', '09:00', maker, wholesaler, [unit('1')]), stolen]), { maker: [3, 0, 0, 0, 1, 2] });
    assert.deepEqual(
      rows([
        born,
        ship('s', '09:00', maker, wholesaler, [unit('1')]),
        act('v', '10:00', 'void_shipping', maker.main, [unit('1')]),
      ]),
      { maker: [3, 0, 0, 0, 0, 3] },
    );
    assert.deepEqual(rows([born, ship('s', '09:00', pharmacy, wholesaler, [unit('1')])]), {
      maker: [3, 0, 1, 0, 0, 2],
      pharmacy: [0, 1, 1, 0, 0, 0],
    });
  });
});

describe('a class of somebody’s own', () => {
  it('is asked for by its URI', () => {
    const gravel = 'urn:example:class:gravel';
    const events = [commission('c', '08:00', maker, [], { epcList: [], quantityList: [aQuantity(gravel, 2, 'TNE')] })];
    const answer = ask(events, gravel);
    assert.deepEqual([answer.identifier, answer.ledger?.rows[0]?.left], [gravel, 2]);
  });
});
