/**
 * How fast events become term keys: `node bench/terms.ts`, one JSON object on standard output.
 *
 * Shapes as in the capture goals: 100 events of 10 EPCs, 5 events of 2,000. EPC mentions per second, the median of 5.
 */
import type { StoredEvent } from '../server/epcis/stored-event.ts';
import { termKey } from '../server/query/term-key.ts';
import { termKeysOf } from '../server/query/term-keys.ts';
import { factsOf, termsOf } from '../server/query/terms.ts';
import { aDestination, anObjectEvent, aSource, aWord, stored } from '../test/build/event.ts';

const ROUNDS = 5;
const MILLISECONDS = 400;

const shipment = (epcs: number, head: string, at: number): StoredEvent =>
  stored(
    anObjectEvent({
      epcList: Array.from({ length: epcs }, (_, i) => `${head}${at * epcs + i + 100_000}`),
      bizStep: 'shipping',
      disposition: 'in_transit',
      readPoint: 'urn:epc:id:sgln:9521321.00101.P1',
      bizLocation: 'urn:epc:id:sgln:9521321.00101.0',
      eventID: `urn:uuid:${at}`,
      bizTransactionList: [{ type: aWord('desadv'), bizTransaction: `urn:epcglobal:cbv:bt:9521321001015:${at}` }],
      sourceList: [aSource('possessing_party', 'urn:epc:id:pgln:9521321.00101')],
      destinationList: [aDestination('possessing_party', 'urn:epc:id:pgln:9521321.00102')],
    }),
  );

/** Units of work per second, the median of some rounds. */
function rate(units: number, work: () => void): number {
  const rates = Array.from({ length: ROUNDS }, () => {
    const begin = performance.now();
    let done = 0;
    do {
      work();
      done += units;
    } while (performance.now() - begin < MILLISECONDS);
    return (done * 1000) / (performance.now() - begin);
  }).toSorted((a, b) => a - b);
  return Math.round(rates[ROUNDS >> 1] ?? 0);
}

const heads = { urn: 'urn:epc:id:sgtin:9521234.012345.', digitalLink: 'https://id.gs1.org/01/09521234123453/21/' };
const shapes = { '100x10': [100, 10], '5x2000': [5, 2000] } as const;
const results: Record<string, number> = {};
let checksum = 0;

for (const [shape, [count, epcs]] of Object.entries(shapes)) {
  for (const [notation, head] of Object.entries(heads)) {
    const events = Array.from({ length: count }, (_, at) => shipment(epcs, head, at));
    results[`keys ${shape} ${notation}, mentions/s`] = rate(count * epcs, () => {
      for (const event of events) checksum += termKeysOf(event).length;
    });
    results[`terms ${shape} ${notation}, mentions/s`] = rate(count * epcs, () => {
      for (const event of events) checksum += termsOf(event).length;
    });
    results[`facts ${shape} ${notation}, events/s`] = rate(count, () => {
      for (const event of events) checksum += factsOf(event).length;
    });
  }
}
const terms = Array.from({ length: 100_000 }, (_, i) => `epc=01/09521234123453/21/${i + 100_000}`);
results['termKey, terms/s'] = rate(terms.length, () => {
  for (const term of terms) checksum += termKey(term) % 2;
});

console.log(JSON.stringify({ node: process.version, ...results, checksum: checksum > 0 }));
