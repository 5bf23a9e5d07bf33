/** Who is behind an event, and on what grounds: every row of the table, and which row wins. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { VocabularyElement } from '../../server/epcis/document.ts';
import { ask, lines } from '../build/ask-custody.ts';
import { aDestination, anObjectEvent, aSource } from '../build/event.ts';
import {
  act,
  as,
  between,
  commission,
  maker,
  pharmacy,
  receive,
  ship,
  stranger,
  unit,
  when,
  wholesaler,
} from '../build/supply-chain.ts';

const u = [unit('1')];
const element = (type: string, id: string, more: Partial<VocabularyElement> = {}): VocabularyElement => ({
  type: `urn:epcglobal:epcis:vtype:${type}`,
  id,
  attributes: [],
  children: [],
  ...more,
});
const first = (answer: ReturnType<typeof ask>) => {
  const { holder, basis, note } = answer.chain[0] ?? assert.fail('no chain');
  return { holder, basis, ...(note && { note }) };
};

describe('the holder', () => {
  it('is the party stated, whatever the place', () => {
    const event = act('e', '08:00', 'inspecting', stranger.main, u, between(maker, undefined));
    assert.deepEqual(first(ask([event])), { holder: maker.link, basis: 'stated' });
  });

  it('is named by an attribute of the place in master data', () => {
    const place = element('BusinessLocation', pharmacy.site, {
      attributes: [{ id: 'urn:epcglobal:cbv:mda:possessing_party', value: stranger.party }],
    });
    const events = [act('e', '08:00', 'inspecting', pharmacy.site, u)];
    assert.deepEqual(first(ask(events, unit('1'), { masterData: [place] })), { holder: stranger.link, basis: 'master-data' });
  });

  it('is named by the party above the place in master data, through any number of levels', () => {
    const masterData = [
      element('Party', stranger.party, { children: [pharmacy.main] }),
      element('Location', pharmacy.main, { children: [pharmacy.site] }),
    ];
    const events = [act('e', '08:00', 'inspecting', pharmacy.site, u)];
    assert.deepEqual(first(ask(events, unit('1'), { masterData })), { holder: stranger.link, basis: 'master-data' });
  });

  it('is found by the site that a place says it belongs to', () => {
    const masterData = [
      element('BusinessLocation', 'urn:example:shelf', {
        attributes: [{ id: 'urn:epcglobal:cbv:mda:site', value: '9521003000008' }],
      }),
      element('Location', pharmacy.main, { attributes: [{ id: 'party', value: stranger.party }] }),
    ];
    const events = [act('e', '08:00', 'inspecting', 'urn:example:shelf', u)];
    assert.deepEqual(first(ask(events, unit('1'), { masterData })), { holder: stranger.link, basis: 'master-data' });
  });

  it('is the GLN of the place where it is known as a party: from this chain, whether SGLN or PGLN', () => {
    const events = [commission('c', '08:00', maker, u), ship('s', '09:00', maker, wholesaler, u)];
    assert.deepEqual(first(ask(events)), { holder: maker.link, basis: 'known-party' });
    const asSgln = ship('s', '09:00', maker, wholesaler, u, { sourceList: [aSource('possessing_party', maker.main)] });
    assert.deepEqual(first(ask([commission('c', '08:00', maker, u), asSgln])), { holder: maker.link, basis: 'known-party' });
  });

  it('is the GLN of the place where it is known as a party: from the partner register or master data', () => {
    const events = [commission('c', '08:00', maker, u)];
    const partners = new Map([['maker', maker.party]]);
    assert.deepEqual(first(ask(events, unit('1'), { partners })), { holder: maker.link, basis: 'known-party' });
    const masterData = [element('Party', maker.party)];
    assert.deepEqual(first(ask(events, unit('1'), { masterData })), { holder: maker.link, basis: 'known-party' });
  });

  it('belongs, at a sub-location, to its GLN', () => {
    const events = [
      act('c', '08:00', 'commissioning', maker.dock, u, { action: 'ADD' }),
      ship('s', '09:00', maker, wholesaler, u),
    ];
    const answer = ask(events);
    assert.deepEqual(first(answer), { holder: maker.link, basis: 'known-party' });
    assert.equal(answer.chain[0]?.place, `${maker.mainLink}/254/dock4`);
  });

  it('is the known party of the same company prefix, as a URN of the chain or a table tells it', () => {
    const events = [
      act('c', '08:00', 'commissioning', maker.site, u, { action: 'ADD' }),
      ship('s', '09:00', maker, wholesaler, u),
    ];
    assert.deepEqual(first(ask(events)), { holder: maker.link, basis: 'prefix' });
    const link = { readPoint: maker.mainLink, ...{ sourceList: [aSource('possessing_party', maker.link)] } };
    const byLink = [
      act('c', '08:00', 'commissioning', maker.siteLink, u, { action: 'ADD' }),
      ship('s', '09:00', maker, wholesaler, u, { ...link, destinationList: [aDestination('possessing_party', wholesaler.link)] }),
    ];
    assert.deepEqual(first(ask(byLink)), { holder: 'https://id.gs1.org/417/9521001000178', basis: 'assumed' });
    assert.deepEqual(first(ask(byLink, unit('1'), { prefixes: new Map([['9521001', 7]]) })), {
      holder: maker.link,
      basis: 'prefix',
    });
  });

  it('is the sender of the document, else the partner who delivered it', () => {
    const event = anObjectEvent({ eventTime: when('08:00'), epcList: u, readPoint: maker.site });
    const sent = as('e', event, { sender: '9521004000007' });
    assert.deepEqual(first(ask([sent])), { holder: stranger.link, basis: 'sender' });
    const partners = new Map([['tester', stranger.party]]);
    assert.deepEqual(first(ask([as('e', event)], unit('1'), { partners })), { holder: stranger.link, basis: 'sender' });
    const named = as('e', event, { deliveredBy: stranger.party });
    assert.deepEqual(first(ask([named])), { holder: stranger.link, basis: 'sender' });
  });

  it('is at last the GLN of the place itself', () => {
    assert.deepEqual(first(ask([commission('c', '08:00', maker, u)])), { holder: maker.link, basis: 'assumed' });
  });

  it('is nobody where nobody can be named', () => {
    const nowhere = as('e', anObjectEvent({ eventTime: when('08:00'), epcList: u, readPoint: 'urn:example:place' }));
    assert.deepEqual(first(ask([nowhere])), { holder: null, basis: null });
  });

  it('is told by bizLocation before readPoint', () => {
    const event = anObjectEvent({ eventTime: when('08:00'), epcList: u, readPoint: maker.main, bizLocation: wholesaler.main });
    assert.equal(first(ask([as('e', event)])).holder, wholesaler.link);
  });

  it('is the owner only in a document that never says who is in possession, and then it is noted', () => {
    const owners = {
      sourceList: [aSource('owning_party', maker.party)],
      destinationList: [aDestination('owning_party', wholesaler.party)],
    };
    const bought = ship('s', '09:00', maker, wholesaler, u, owners);
    const answer = ask([commission('c', '08:00', maker, u), bought]);
    assert.deepEqual(lines(answer), ['held maker 03T08:00', 'in_transit maker>wholesaler 03T09:00']);
    assert.equal(answer.chain[1]?.note, 'owning_party');
    const beside = act('i', '08:30', 'inspecting', maker.main, u, between(maker, undefined));
    const oneDocument = [commission('c', '08:00', maker, u), beside, bought].map((one) => ({
      ...one,
      origin: { ...one.origin, captureID: 'one' },
    }));
    assert.equal(ask(oneDocument).chain[1]?.receiver, null);
  });

  it('is, at a receiving that states nobody, the receiver that the shipping named, at a place that is nobody else’s', () => {
    const silent = { sourceList: [], destinationList: [] };
    const sent = [commission('c', '08:00', maker, u), ship('s', '09:00', maker, wholesaler, u)];
    const answer = ask([
      ...sent,
      receive('r', '12:00', maker, wholesaler, u, { ...silent, readPoint: 'urn:example:dock', bizLocation: 'urn:example:dock' }),
    ]);
    assert.deepEqual([answer.chain[2]?.holder, answer.chain[2]?.basis], [wholesaler.link, 'stated']);
    const elsewhere = ask([...sent, receive('r', '12:00', maker, pharmacy, u, silent)], unit('1'), {
      partners: new Map([['p', pharmacy.party]]),
    });
    assert.deepEqual([elsewhere.chain[2]?.holder, elsewhere.chain[2]?.basis], [pharmacy.link, 'known-party']);
  });
});
