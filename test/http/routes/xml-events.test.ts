/** Events as XML: which version comes, in which notation, and that it is what the standard's schemas ask for. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { xmlRegisterFsInputProviders } from 'libxml2-wasm/lib/nodejs.mjs';
import type { Asked } from '../serve.ts';
import { EX, idOf, idsOf, jsonDocument, jsonEvent, startTestHub, type TestHub } from '../start-hub.ts';

const UNIT = 'urn:epc:id:sgtin:0614141.107346.2017';
const UNIT_LINK = 'https://id.gs1.org/01/10614141073464/21/2017';
const xml = { accept: 'application/xml' };
const old = { ...xml, 'gs1-epcis-max': '1.2' };

let hub: TestHub;
before(async () => {
  hub = await startTestHub();
  const events = [
    jsonEvent(1, { action: 'ADD', bizStep: 'commissioning', epcList: [UNIT], 'ex:carrier': 'north & <west>' }),
    jsonEvent(2, { bizStep: 'shipping', epcList: [UNIT_LINK], eventID: undefined }),
    {
      ...jsonEvent(3, { bizStep: 'packing', parentID: 'urn:epc:id:sscc:0614141.1234567890', childEPCs: [UNIT] }),
      type: 'AssociationEvent',
      epcList: undefined,
      action: 'ADD',
    },
    {
      ...jsonEvent(4),
      sensorElementList: [{ sensorReport: [{ type: 'Temperature', value: 3.5, uom: 'CEL' }] }],
      persistentDisposition: { set: ['completeness_verified'] },
    },
  ];
  const job = await hub.job((await hub.post('/capture', jsonDocument(events))).headers.location);
  assert.deepEqual([job.success, job.stored], [true, 4], JSON.stringify(job));
});
after(() => hub[Symbol.asyncDispose]());

const versions = ({ headers }: Asked) => [headers['gs1-epcis-version'], headers['gs1-cbv-version']];

const standard = process.env['EPCIS_STANDARD'];
const skip = standard === undefined ? 'EPCIS_STANDARD does not name the folder of the standard' : false;

function check(version: '1.2' | '2.0', text: string): void {
  xmlRegisterFsInputProviders();
  const file = join(standard ?? '', `xsd-${version}`, `EPCglobal-epcis-query-${version.replace('.', '_')}.xsd`);
  using schema = XmlDocument.fromBuffer(readFileSync(file), { url: file });
  using validator = XsdValidator.fromDoc(schema);
  using document = XmlDocument.fromString(text);
  assert.doesNotThrow(() => validator.validate(document), text);
  using wrong = XmlDocument.fromString(text.replaceAll('resultsBody>', 'resultBody>'));
  assert.throws(() => validator.validate(wrong), 'the schema judges');
}

describe('events as XML', () => {
  it('come in version 2.0 with Digital Links and Web URIs', async () => {
    for (const path of ['/events', '/bizSteps/commissioning/events', `/events/${encodeURIComponent(idOf(1))}`]) {
      const answer = await hub.get(path, xml);
      assert.equal(answer.headers['content-type'], 'application/xml; charset=utf-8');
      assert.deepEqual(versions(answer), ['2.0.0', '2.0.0']);
      assert.match(answer.text, /<epcisq:EPCISQueryDocument [^>]*"urn:epcglobal:epcis-query:xsd:2"/);
      assert.ok(answer.text.includes(`<epc>${UNIT_LINK}</epc>`));
      assert.ok(answer.text.includes('>https://ref.gs1.org/cbv/BizStep-commissioning<'));
      assert.ok(answer.text.includes('north &amp; &lt;west&gt;') && answer.text.includes(EX));
    }
  });

  it('carry the identity and record time that the hub gave them', async () => {
    const [hashed] = idsOf(await hub.get('/events?EQ_bizStep=shipping'));
    const { text } = await hub.get('/events?EQ_bizStep=shipping', xml);
    assert.ok(hashed?.startsWith('ni:') && text.includes(`<eventID>${hashed}</eventID>`));
    const recorded = /<recordTime>([^<]+)</.exec(text)?.[1] ?? '';
    assert.ok(Math.abs(Date.now() - Date.parse(recorded)) < 600_000, recorded);
  });

  // How long a company prefix is a Digital Link does not say: one whose prefix is not known stays what it is.
  it('come in version 1.2, in URNs, to who takes nothing newer', async () => {
    for (const headers of [
      old,
      { 'gs1-epcis-max': '1.2.0' },
      { ...xml, 'gs1-cbv-max': '1.2' },
      { ...old, 'gs1-epcis-min': '1.0' },
    ]) {
      const answer = await hub.get('/events?EQ_bizStep=commissioning|shipping', headers);
      assert.equal(answer.status, 200, answer.text);
      assert.deepEqual(versions(answer), ['1.2.0', '1.2.0']);
      assert.match(answer.text, /"urn:epcglobal:epcis-query:xsd:1"/);
      assert.ok(answer.text.includes(`<epc>${UNIT}</epc>`));
      assert.ok(answer.text.includes('>urn:epcglobal:cbv:bizstep:shipping<'));
    }
  });

  it('write words as GS1-CBV-XML-Format says, and JSON never does', async () => {
    const step = async (format: string, headers: Readonly<Record<string, string>> = xml) =>
      (await hub.get('/events?EQ_bizStep=commissioning', { ...headers, 'gs1-cbv-xml-format': format })).text;
    assert.ok((await step('Always_URN')).includes('>urn:epcglobal:cbv:bizstep:commissioning<'));
    assert.ok((await step('Always_Web_URI')).includes('>https://ref.gs1.org/cbv/BizStep-commissioning<'));
    assert.ok((await step('Always_URN', {})).includes('"bizStep":"commissioning"'));
  });

  it('are chosen by q, media type and nothing else', async () => {
    for (const [accept, type] of [
      ['application/json;q=0.2, application/xml;q=0.9', 'application/xml'],
      ['application/xml;q=0.2, application/json;q=0.9', 'application/json'],
      ['text/xml', 'text/xml'],
      ['*/*', 'application/json'],
      ['text/html, */*;q=0.1', 'application/json'],
      ['application/*', 'application/json'],
    ] as const) {
      const answer = await hub.get('/events', { accept });
      assert.equal(String(answer.headers['content-type']).split(';')[0], type, accept);
    }
  });

  it('are refused where no version and syntax suits', async () => {
    for (const headers of [
      { accept: 'text/html' },
      { accept: 'application/json', 'gs1-epcis-max': '1.2' },
      { ...xml, 'gs1-epcis-max': '1.1' },
      { ...xml, 'gs1-epcis-min': '2.1' },
      { ...xml, 'gs1-epcis-min': '2.0', 'gs1-cbv-max': '1.2' },
      { ...xml, 'gs1-epcis-min': '2.0', 'gs1-epcis-max': '1.2' },
    ]) {
      const answer = await hub.get('/events', headers);
      assert.equal(answer.status, 406, JSON.stringify(headers));
      assert.ok(answer.text.includes('epcisException:NotAcceptableException'));
    }
  });

  it('come in pages as JSON does', async () => {
    const answer = await hub.get('/events?perPage=3', xml);
    assert.equal(answer.text.match(/<eventID>/g)?.length, 3);
    assert.match(String(answer.headers['link']), /rel="next"/);
    const none = await hub.get('/events?EQ_eventID=urn:x:nobody', xml);
    assert.equal(none.status, 200);
    assert.ok(none.text.includes('<EventList>'));
  });

  it('are announced by OPTIONS', async () => {
    const { headers } = await hub.send('OPTIONS', '/events');
    assert.deepEqual([headers['gs1-epcis-min'], headers['gs1-epcis-max']], ['1.2.0', '2.0.0']);
  });

  it('are valid against the schemas of the standard', { skip }, async () => {
    for (const query of ['', '?EQ_eventID=urn:x:nobody', '?eventType=AssociationEvent']) {
      check('2.0', (await hub.get(`/events${query}`, xml)).text);
      check('1.2', (await hub.get(`/events${query}`, old)).text);
    }
    await hub.post('/queries', { name: 'all & <more>', query: {} });
    const named = (await hub.get(`/queries/${encodeURIComponent('all & <more>')}/events`, xml)).text;
    assert.ok(named.includes('<queryName>all &amp; &lt;more&gt;</queryName>'));
    check('2.0', named);
  });
});
