/** `node bench/event-hash.ts`: event hashes and identities per second on one core. One line of JSON. */
import type { ObjectEvent } from '../server/epcis/event.ts';
import { eventHash } from '../server/epcis/event-hash.ts';
import { identify } from '../server/epcis/identity.ts';

const time = { text: '2025-03-03T08:00:00.000+01:00', ms: Date.UTC(2025, 2, 3, 7) };

const shipping = (epcs: number, i: number): ObjectEvent => ({
  type: 'ObjectEvent',
  action: 'OBSERVE',
  eventTime: time,
  eventTimeZoneOffset: '+01:00',
  epcList: Array.from({ length: epcs }, (_, n) => `urn:epc:id:sgtin:9521234.012345.${i * epcs + n}`),
  bizStep: { word: 'shipping', text: 'shipping' },
  disposition: { word: 'in_transit', text: 'in_transit' },
  readPoint: { id: 'urn:epc:id:sgln:9521234.00001.0' },
  bizTransactionList: [{ type: { word: 'desadv', text: 'desadv' }, bizTransaction: `urn:epcglobal:cbv:bt:9521234000013:${i}` }],
  sourceList: [{ type: { word: 'owning_party', text: 'owning_party' }, source: 'urn:epc:id:pgln:9521234.00001' }],
  destinationList: [{ type: { word: 'owning_party', text: 'owning_party' }, destination: 'urn:epc:id:pgln:9521235.00001' }],
  extensions: [
    { ns: 'https://ns.example.com/epcis/', name: 'lot', prefix: 'ex', value: 'L-4711' },
    { ns: 'https://ns.example.com/epcis/', name: 'weight', prefix: 'ex', value: { value: 12.5, text: '12.50' } },
  ],
});

/** Best of some rounds. */
function perSecond(events: readonly ObjectEvent[], work: (event: ObjectEvent) => string): number {
  let best = 0;
  for (let round = 0; round < 4; round++) {
    const start = performance.now();
    let characters = 0;
    for (const event of events) characters += work(event).length;
    if (characters === 0) throw new Error('nothing was hashed');
    best = Math.max(best, events.length / ((performance.now() - start) / 1000));
  }
  return Math.round(best);
}

const small = Array.from({ length: 10_000 }, (_, i) => shipping(5, i));
const large = Array.from({ length: 40 }, (_, i) => shipping(2_000, i));
const named = small.map((event, i) => ({ ...event, eventID: `urn:uuid:00000000-0000-4000-8000-${String(i).padStart(12, '0')}` }));

console.log(
  JSON.stringify({
    bench: 'event-hash',
    unit: 'per second, one core',
    hashesOf5Epcs: perSecond(small, (event) => eventHash(event)),
    epcsHashedInEventsOf2000: 2_000 * perSecond(large, (event) => eventHash(event)),
    identitiesWithEventID: perSecond(named, (event) => identify(event).key),
  }),
);
