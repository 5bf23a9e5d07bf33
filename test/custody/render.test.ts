/** The answer as people read it. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { renderCustody } from '../../server/custody/render.ts';
import { ask } from '../build/ask-custody.ts';
import { aQuantity } from '../build/event.ts';
import { act, box, commission, lot, maker, pack, receive, ship, sold, unit, wholesaler } from '../build/supply-chain.ts';

const u = [unit('1')];
const events = [
  commission('born', '08:00', maker, u, { disposition: 'active' }),
  pack('packed', '08:30', { by: maker, into: box(1) }, u),
  ship('sent', '09:00', maker, wholesaler, [box(1)]),
  receive('got', '15:00', maker, wholesaler, [box(1)]),
];

describe('the readable answer', () => {
  it('tells who held it, when, where, inside what, on what grounds, and what is odd', () => {
    const text = renderCustody(ask([...events, act('again', '20:00', 'storing', maker.main, u)]));
    assert.equal(
      text.slice(0, text.indexOf('\nEvents')),
      `Chain of custody of  https://id.gs1.org/01/09521001123457/21/1
Status               held by 417/9521001000000
Disposition          active

Chain
  from                  to                    state       who                                    where              inside                 known by
  2025-03-03T08:00:00Z  2025-03-03T09:00:00Z  held        417/9521001000000                      414/9521001000000  -                      known-party
  2025-03-03T09:00:00Z  2025-03-03T15:00:00Z  in transit  417/9521001000000 > 417/9521002000009  -                  00/395210010000000018  stated
  2025-03-03T15:00:00Z  2025-03-03T20:00:00Z  held        417/9521002000009                      414/9521002000009  00/395210010000000018  stated
  2025-03-03T20:00:00Z  -                     held        417/9521001000000                      414/9521001000000  00/395210010000000018  known-party

Inside
  00/395210010000000018

Hand-overs
  from               to                 shipped               received
  417/9521001000000  417/9521002000009  2025-03-03T09:00:00Z  2025-03-03T15:00:00Z

Findings
  warning  handover-not-reported  Seen with 417/9521001000000; no hand-over from 417/9521002000009 is reported.
`,
    );
  });

  it('lists the events with what carried the object into them', () => {
    const text = renderCustody(ask(events));
    assert.match(text, /\n {2}2025-03-03T08:30:00Z {2}AggregationEvent {2}packing {8}itself {17}urn:example:event:packed\n/);
    assert.match(
      text,
      /\n {2}2025-03-03T09:00:00Z {2}ObjectEvent {7}shipping {7}00\/395210010000000018 {2}urn:example:event:sent\n/,
    );
    assert.ok(text.endsWith('\n'));
  });

  it('says as of when and as known when, and what ended it', () => {
    const at = Date.parse('2025-03-04T00:00:00Z');
    const text = renderCustody(
      ask([...events, act('end', '16:00', 'destroying', wholesaler.main, u)], unit('1'), { asOf: at, knownAt: at }),
    );
    assert.match(text, /^as of +2025-03-04T00:00:00Z$/m);
    assert.match(text, /^as known at +2025-03-04T00:00:00Z$/m);
    assert.match(text, /^Status +ended by destroying$/m);
    assert.match(text, / ended: destroying +- /);
  });

  it('tells ownership, persistent dispositions, an owner read as holder, and nobody named', () => {
    const sale = ship('sale', '09:00', maker, wholesaler, u, sold(maker, wholesaler));
    const recalled = act('r', '10:00', 'inspecting', 'urn:example:place', u, {
      persistentDisposition: { set: [{ word: 'recalled', text: 'recalled' }] },
    });
    const text = renderCustody(ask([sale, recalled]));
    assert.match(text, /stated \(as owner\)/);
    assert.match(text, /^Persistent +recalled$/m);
    assert.match(text, /^Ownership\n {2}2025-03-03T09:00:00Z {2}- {2}417\/9521002000009 {2}stated$/m);
    assert.match(renderCustody(ask([recalled])), /held by not named/);
  });

  it('shows of a long list the beginning and how much more there is', () => {
    const children = Array.from({ length: 25 }, (_, i) => unit(`N${i}`));
    const text = renderCustody(ask([pack('p', '08:00', { by: maker, into: box(1) }, children)], box(1)));
    assert.match(text, /^Contents \(25\)$/m);
    assert.match(text, /^ {2}and 5 more$/m);
  });

  it('tells of a lot its ledger and its units', () => {
    const ilmd = [{ ns: 'urn:epcglobal:cbv:mda', name: 'lotNumber', prefix: 'm', value: 'L1' }];
    const of = [
      commission('c', '08:00', maker, u, { ilmd, quantityList: [aQuantity(lot, 4, 'KGM')] }),
      ship('s', '09:00', maker, wholesaler, u),
    ];
    const text = renderCustody(ask(of, lot));
    assert.match(text, /^ {2}417\/9521001000000 {2}KGM {5}4 {6}0 {9}0 {8}0 {6}0 {8}4$/m);
    assert.match(text, /^ {2}on the way from 417\/9521001000000 to 417\/9521002000009: 1 piece$/m);
    assert.match(text, /^ {2}01\/09521001123457\/21\/1 {2}in transit {2}417\/9521001000000 > 417\/9521002000009 {2}-$/m);
  });
});
