import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { nextOf, onEachStore } from '../on-each-store.ts';
import { jsonDocument, jsonEvent, startTestHub, type TestHub } from '../start-hub.ts';

const vtype = (name: string) => `urn:epcglobal:epcis:vtype:${name}`;
const site = (n: number) => `urn:epc:id:sgln:0614141.0000${n}.0`;
const NAME = 'urn:epcglobal:cbv:mda:name';
const COLOUR = 'https://ns.example.org/test/colour';

type Element = { readonly id: string; readonly attributes?: readonly object[]; readonly children?: readonly string[] };

const withMasterData = (n: number, vocabularies: Readonly<Record<string, readonly Element[]>>): object => ({
  ...jsonDocument([jsonEvent(n)]),
  epcisHeader: {
    epcisMasterData: {
      vocabularyList: Object.entries(vocabularies).map(([name, vocabularyElementList]) => ({
        type: vtype(name),
        vocabularyElementList,
      })),
    },
  },
});

const attributes = (name: string, colour?: string) => [
  { id: NAME, attribute: name },
  ...(colour === undefined ? [] : [{ id: COLOUR, attribute: colour }]),
];

onEachStore('master data', (environment) => {
  let hub: TestHub;
  let between: string;
  before(async () => {
    hub = await startTestHub(environment);
    const capture = async (document: object) => {
      const job = await hub.job((await hub.post('/capture', document)).headers.location);
      assert.equal(job.success, true, JSON.stringify(job));
      return job;
    };
    const locations = [
      { id: site(1), attributes: attributes('one', 'red'), children: [site(2)] },
      { id: site(2), attributes: attributes('two', 'blue'), children: [site(3)] },
      { id: site(3), attributes: attributes('three') },
      { id: site(4), attributes: attributes('four', 'red') },
    ];
    await capture(
      withMasterData(1, { BusinessLocation: locations, ReadPoint: [{ id: site(1), attributes: attributes('gate') }] }),
    );
    await new Promise((resolve) => setTimeout(resolve, 30));
    between = new Date().toISOString();
    await new Promise((resolve) => setTimeout(resolve, 30));
    await capture(withMasterData(2, { BusinessLocation: [{ id: site(4), attributes: attributes('four again', 'green') }] }));
  });
  after(() => hub[Symbol.asyncDispose]());

  const list = async (query = '') => {
    const answer = await hub.get(`/hub/vocabularies/BusinessLocation?${query}`);
    assert.equal(answer.status, 200, answer.text);
    return answer.json().vocabularyElementList;
  };
  const ids = async (query = '') => (await list(query)).map(({ id }: Element) => id);

  it('lists the types there are', async () => {
    assert.deepEqual((await hub.get('/hub/vocabularies')).json(), { types: [vtype('BusinessLocation'), vtype('ReadPoint')] });
    assert.deepEqual((await hub.get('/hub/vocabularies?knownAt=2001-01-01T00:00:00Z')).json(), { types: [] });
  });

  it('lists the elements of a type in their newest state', async () => {
    const found = await list();
    assert.deepEqual(
      found.map(({ id }: Element) => id),
      [1, 2, 3, 4].map(site),
    );
    const [first, , , last] = found;
    assert.deepEqual(first.attributes, attributes('one', 'red'));
    assert.deepEqual(first.children, [site(2)]);
    assert.deepEqual(last.attributes, attributes('four again', 'green'));
    assert.ok(Date.parse(last.recordTime) > Date.parse(first.recordTime));
    const byUri = await hub.get(`/hub/vocabularies/${encodeURIComponent(vtype('ReadPoint'))}`);
    assert.equal(byUri.json().type, vtype('ReadPoint'));
    assert.deepEqual(byUri.json().vocabularyElementList[0].attributes, attributes('gate'));
  });

  it('answers as it was known at a time', async () => {
    const [found] = await list(`EQ_name=${site(4)}&knownAt=${between}`);
    assert.deepEqual(found.attributes, attributes('four', 'red'));
    assert.equal((await hub.get('/hub/vocabularies/BusinessLocation?knownAt=2001-01-01T00:00:00Z')).status, 404);
  });

  it('finds elements by name, hierarchy and attributes, all together', async () => {
    const link = encodeURIComponent('https://id.gs1.org/414/0614141000036');
    assert.deepEqual(await ids(`EQ_name=${site(1)}|${site(4)}`), [site(1), site(4)]);
    assert.deepEqual(await ids(`EQ_name=${link}`), [site(3)]);
    assert.deepEqual(await ids(`WD_name=${site(2)}`), [site(2), site(3)]);
    assert.deepEqual(await ids(`WD_name=${site(1)}&HASATTR=${COLOUR}`), [site(1), site(2)]);
    assert.deepEqual(await ids(`EQATTR_${COLOUR}=red|blue`), [site(1), site(2)]);
    assert.deepEqual(await ids(`EQATTR_${COLOUR}=red&EQATTR_${NAME}=two`), []);
    assert.deepEqual(await ids(`EQATTR_cbvmda:name=two`), [site(2)]);
    assert.deepEqual(await ids('EQ_name=urn:x:nobody'), []);
  });

  it('tells no more than is asked', async () => {
    const [bare] = await list(`EQ_name=${site(1)}&includeAttributes=false&includeChildren=false`);
    assert.deepEqual(Object.keys(bare).toSorted(), ['id', 'recordTime']);
    const [named] = await list(`EQ_name=${site(1)}&attributeNames=cbvmda:name`);
    assert.deepEqual(named.attributes, attributes('one'));
  });

  it('comes in pages that hold every element once', async () => {
    for (const query of ['', `WD_name=${site(1)}`]) {
      const found: string[] = [];
      for (let path: string | undefined = `/hub/vocabularies/BusinessLocation?perPage=1&${query}`; path; ) {
        const page = await hub.get(path);
        const elements: readonly Element[] = page.json().vocabularyElementList;
        assert.ok(elements.length <= 1);
        found.push(...elements.map(({ id }) => id));
        path = nextOf(page.headers);
      }
      assert.deepEqual(found, (query === '' ? [1, 2, 3, 4] : [1, 2, 3]).map(site));
    }
  });

  it('refuses what it cannot answer, by name', async () => {
    for (const [path, status, name] of [
      ['Nothing', 404, 'type'],
      ['BusinessLocation?maxElementCount=3', 413, 'maxElementCount'],
      ['BusinessLocation?maxElementCount=0', 400, 'maxElementCount'],
      ['BusinessLocation?includeAttributes=yes', 400, 'includeAttributes'],
      ['BusinessLocation?EQ_colour=red', 400, 'EQ_colour'],
      ['BusinessLocation?EQATTR_=red', 400, 'EQATTR_'],
      ['BusinessLocation?HASATTR=', 400, 'HASATTR'],
      ['BusinessLocation?knownAt=yesterday', 400, 'knownAt'],
      ['BusinessLocation?nextPageToken=nobody-gave-this', 400, 'nextPageToken'],
    ] as const) {
      const answer = await hub.get(`/hub/vocabularies/${path}`);
      assert.deepEqual([answer.status, answer.json().name], [status, name], path);
    }
    assert.equal((await list('maxElementCount=4')).length, 4);
  });
});
