/**
 * History of one EPC and custody chain of one unit over HTTP, in repositories of growing size.
 *
 *   node bench/lookups.ts [--sizes 100000,1000000] [--asks 300] [--mongodb URI]
 *
 * The unit has ten hands and three levels of packing. Prints one JSON line per size and question: p50 and p95 in ms.
 */
import { parseArgs } from 'node:util';
import { type HubProcess, startHubProcess, temporaryFolder } from '../test/hub-process.ts';
import { makeDocuments } from './documents.ts';

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '100000,1000000' },
    asks: { type: 'string', default: '300' },
    mongodb: { type: 'string' },
  },
});
const store = values.mongodb ? 'mongodb' : 'sqlite';
const UNIT = 'urn:epc:id:sgtin:9521141.012345.THEUNIT';

const data = temporaryFolder('epcis-bench-');
const env = values.mongodb ? { MONGODB_URI: values.mongodb, EPCIS_MONGODB_DATABASE: `epcis_bench_lookups_${process.pid}` } : {};
const hub = await startHubProcess({ data: data.folder, env });
try {
  await must(hub.capture(chainOfOneUnit(), 'application/json'));
  const next = makeDocuments('json-2.0', { events: 5, epcs: 2000 }, 'A');
  const known: string[] = [];
  let mentions = 0;
  for (const size of values.sizes.split(',').map(Number)) {
    for (; mentions < size; mentions += 10_000) {
      const body = next();
      known.push(/urn:epc:id:sgtin:[^"]+/.exec(body)?.[0] ?? '');
      await must(hub.capture(body, 'application/json'));
    }
    const any = (): string => known[Math.floor(Math.random() * known.length)] ?? '';
    report('history of one EPC', size, await ask(hub, () => `/events?MATCH_anyEPC=${any()}`));
    report('custody of one unit', size, await ask(hub, () => `/hub/custody/${UNIT}`));
  }
} finally {
  await hub.kill();
  data.remove();
}

async function must(job: Promise<{ readonly success: boolean }>): Promise<void> {
  const done = await job;
  if (!done.success) throw new Error(JSON.stringify(done));
}

async function ask(hub: HubProcess, path: () => string): Promise<readonly number[]> {
  const times: number[] = [];
  for (let i = -20; i < Number(values.asks); i++) {
    const begun = performance.now();
    const answer = await hub.ask(path());
    const text = await answer.text();
    if (answer.status !== 200) throw new Error(text);
    if (i >= 0) times.push(performance.now() - begun);
  }
  return times.sort((a, b) => a - b);
}

function report(question: string, mentions: number, times: readonly number[]): void {
  const at = (part: number): number => Math.round((times[Math.floor(times.length * part)] ?? Number.NaN) * 100) / 100;
  console.log(JSON.stringify({ bench: 'lookups', store, question, mentions, p50: at(0.5), p95: at(0.95) }));
}

/** Commissioned, packed into a case, a pallet and a container, and handed on ten times, mostly inside of them. */
function chainOfOneUnit(): string {
  const start = Date.parse('2026-01-02T06:00:00Z');
  let hours = 0;
  const party = (n: number): string => `urn:epc:id:pgln:95212${String(n).padStart(2, '0')}.00000`;
  const place = (n: number): string => `urn:epc:id:sgln:95212${String(n).padStart(2, '0')}.00001.0`;
  const events: object[] = [];
  const add = (who: number, type: string, rest: object): void => {
    const eventTime = new Date(start + ++hours * 3_600_000).toISOString();
    events.push({
      type,
      eventID: `urn:uuid:00000000-0000-4000-9000-${String(hours).padStart(12, '0')}`,
      eventTime,
      eventTimeZoneOffset: '+00:00',
      readPoint: { id: place(who) },
      bizLocation: { id: place(who) },
      ...rest,
    });
  };
  const [box, pallet, container] = [1, 2, 3].map((n) => `urn:epc:id:sscc:9521201.100000000${n}`) as [string, string, string];
  add(1, 'ObjectEvent', { action: 'ADD', bizStep: 'commissioning', disposition: 'active', epcList: [UNIT] });
  add(1, 'AggregationEvent', { action: 'ADD', bizStep: 'packing', parentID: box, childEPCs: [UNIT] });
  add(1, 'AggregationEvent', { action: 'ADD', bizStep: 'packing', parentID: pallet, childEPCs: [box] });
  add(1, 'AggregationEvent', { action: 'ADD', bizStep: 'packing', parentID: container, childEPCs: [pallet] });
  for (let hand = 1; hand < 10; hand++) {
    const [goods, outer] = hand < 4 ? [container] : hand < 7 ? [pallet, container] : [box, pallet];
    if (outer && (hand === 4 || hand === 7))
      add(hand, 'AggregationEvent', { action: 'DELETE', bizStep: 'unpacking', parentID: outer, childEPCs: [goods] });
    const ends = {
      sourceList: [{ type: 'possessing_party', source: party(hand) }],
      destinationList: [{ type: 'possessing_party', destination: party(hand + 1) }],
    };
    add(hand, 'ObjectEvent', { action: 'OBSERVE', bizStep: 'shipping', disposition: 'in_transit', epcList: [goods], ...ends });
    add(hand + 1, 'ObjectEvent', {
      action: 'OBSERVE',
      bizStep: 'receiving',
      disposition: 'in_progress',
      epcList: [goods],
      ...ends,
    });
  }
  const context = 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld';
  return JSON.stringify({
    '@context': [context],
    type: 'EPCISDocument',
    schemaVersion: '2.0',
    creationDate: '2026-01-05T06:00:00Z',
    epcisBody: { eventList: events },
  });
}
