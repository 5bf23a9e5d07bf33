/** The demo story, from its documents over HTTP to the chain of custody of its packs, on every store. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { it } from 'node:test';
import { describeOnStores } from '../hub-on-stores.ts';

const folder = 'fixtures/supply-chains/aurora';
const documents = readdirSync(folder)
  .filter((name) => /^\d/.test(name))
  .sort();
const expected = JSON.parse(readFileSync(`${folder}/expected.json`, 'utf8')) as {
  readonly events: number;
  readonly eventIDs: Readonly<Record<string, string>>;
  readonly packs: readonly {
    readonly what: string;
    readonly ask: string;
    readonly identifier: string;
    readonly status: string;
    readonly states: readonly string[];
    readonly holders?: readonly (string | null)[];
    readonly parents?: readonly string[];
    readonly findings: readonly string[];
  }[];
};
const mediaType = (name: string): string => (name.endsWith('.xml') ? 'application/xml' : 'application/ld+json');

type Answer = {
  readonly identifier: string;
  readonly status: string;
  readonly chain: readonly { readonly state: string; readonly holder: string | null; readonly basis: string }[];
  readonly containment: { readonly parents: readonly string[] };
  readonly findings: readonly { readonly id: string }[];
};
type EventList = {
  readonly epcisBody: {
    readonly queryResults: { readonly resultsBody: { readonly eventList: readonly { readonly eventID: string }[] } };
  };
};

describeOnStores('the story of Aurora', ({ start }) => {
  it('is captured from XML 1.2, XML 2.0 and JSON-LD, and every pack tells where it is', async () => {
    const hub = await start();
    for (const name of documents) {
      const job = await hub.capture(readFileSync(`${folder}/${name}`), mediaType(name));
      assert.ok(job.success, `${name}: ${JSON.stringify(job)}`);
    }
    for (const pack of expected.packs) {
      const response = await hub.ask(`/hub/custody/${encodeURIComponent(pack.ask)}`);
      assert.equal(response.status, 200, pack.what);
      const answer = (await response.json()) as Answer;
      assert.equal(answer.identifier, pack.identifier, pack.what);
      assert.equal(answer.status, pack.status, pack.what);
      assert.deepEqual(
        answer.chain.map((segment) => segment.state),
        pack.states,
        pack.what,
      );
      if (pack.holders) {
        assert.deepEqual(
          answer.chain.map((segment) => segment.holder),
          pack.holders,
          pack.what,
        );
      }
      if (pack.parents) assert.deepEqual(answer.containment.parents, pack.parents, pack.what);
      assert.deepEqual(
        answer.findings.map((finding) => finding.id),
        pack.findings,
        pack.what,
      );
    }
    assert.equal(await hub.stop(), 0);
  });

  it('has no second effect when every document arrives again', async () => {
    const hub = await start();
    for (const name of [...documents, ...documents]) {
      const job = await hub.capture(readFileSync(`${folder}/${name}`), mediaType(name));
      assert.ok(job.success, `${name}: ${JSON.stringify(job)}`);
    }
    const list = (await (await hub.ask('/events?perPage=1000')).json()) as EventList;
    assert.equal(list.epcisBody.queryResults.resultsBody.eventList.length, expected.events);
  });

  it('finds a pack by URN, Digital Link of any domain and element string alike', async () => {
    const hub = await start();
    for (const name of documents) await hub.capture(readFileSync(`${folder}/${name}`), mediaType(name));
    const [first] = expected.packs;
    assert.ok(first);
    const path = first.identifier.replace('https://id.gs1.org/', '');
    const [, gtin, , serial] = path.split('/');
    const notations = [first.ask, first.identifier, `https://anything.example/a/b/${path}`, `(01)${gtin}(21)${serial}`];
    const found = [];
    for (const notation of notations) {
      const answer = await hub.ask(`/events?MATCH_anyEPC=${encodeURIComponent(notation)}`);
      assert.equal(answer.status, 200, notation);
      found.push(
        ((await answer.json()) as EventList).epcisBody.queryResults.resultsBody.eventList.map((event) => event.eventID).sort(),
      );
    }
    assert.ok((found[0]?.length ?? 0) >= 6, JSON.stringify(found[0]));
    for (const list of found) assert.deepEqual(list, found[0]);
  });
});
