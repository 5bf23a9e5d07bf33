/** Canonical events become EPCIS XML, each field at its place in the version that is asked for. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { encodeXml, encodeXmlEvent, type Loss, type XmlDocument, type XmlOptions } from '../../../server/codec/xml/encode.ts';
import type { DocumentHeader } from '../../../server/epcis/document.ts';
import type { EpcisEvent, Extension } from '../../../server/epcis/event.ts';
import {
  anAggregationEvent,
  anAssociationEvent,
  anObjectEvent,
  aQuantity,
  aTransformationEvent,
  aWord,
} from '../../build/event.ts';
import { ids, read } from './read.ts';

const header: DocumentHeader = {
  kind: 'EPCISDocument',
  syntax: 'xml',
  version: '2.0',
  creationDate: { text: '2025-03-03T09:00:00Z', ms: Date.parse('2025-03-03T09:00:00Z') },
  namespaces: { ex: 'https://example.com/epcis/' },
};

type Written = { readonly text: string; readonly losses: readonly Loss[] };

async function write(
  events: readonly EpcisEvent[],
  options: Partial<XmlOptions> = {},
  more: Partial<XmlDocument> = {},
): Promise<Written> {
  const losses: Loss[] = [];
  let text = '';
  const all: XmlOptions = { version: '2.0', epcFormat: 'as-written', onLoss: (loss) => losses.push(loss), ...options };
  for await (const piece of encodeXml({ header, ...more }, [events], all)) text += piece;
  return { text, losses };
}

const own = (name: string, value: Extension['value'], rest: Partial<Extension> = {}): Extension => ({
  ns: 'https://example.com/epcis/',
  name,
  prefix: 'ex',
  value,
  ...rest,
});

const written = (event: EpcisEvent, options: Partial<XmlOptions> = {}): string =>
  encodeXmlEvent(event, { version: '2.0', epcFormat: 'as-written', onLoss: () => {}, ...options });

describe('writing an event', () => {
  const event = anObjectEvent({
    eventID: 'urn:uuid:00000000-0000-4000-8000-000000000001',
    bizStep: 'shipping',
    epcList: ['urn:epc:id:sgtin:9521234.012345.1001'],
    quantityList: [aQuantity('urn:epc:class:lgtin:9521234.012345.L1', 2)],
    persistentDisposition: { set: [aWord('damaged')], unset: [aWord('active')] },
    certificationInfo: ['urn:x:c'],
  });
  const order = (text: string): readonly string[] => [...text.matchAll(/<([A-Za-z]+)[ >/]/g)].map(([, name]) => name ?? '');

  it('keeps the order of the schema, flat in 2.0', () => {
    const names = order(written(event));
    const wanted = [
      'eventTime',
      'eventTimeZoneOffset',
      'eventID',
      'certificationInfo',
      'epcList',
      'action',
      'bizStep',
      'quantityList',
      'persistentDisposition',
      'unset',
      'set',
    ];
    assert.deepEqual(
      names.filter((name) => wanted.includes(name)),
      wanted,
    );
    assert.ok(!names.includes('extension'));
  });

  it('puts later fields into the wrappers of 1.2', () => {
    const text = written(event, { version: '1.2' });
    assert.match(
      text,
      /<baseExtension><eventID>[^<]*<\/eventID><extension><certificationInfo>urn:x:c<\/certificationInfo><\/extension><\/baseExtension>/,
    );
    assert.match(
      text,
      /<extension><quantityList>.*<\/quantityList><extension><persistentDisposition>.*<\/extension><\/extension><\/ObjectEvent>$/,
    );
  });

  it('writes the list that 1.2 demands, even if it is empty', () => {
    const { epcList: _none, ...without } = anObjectEvent({ quantityList: [aQuantity('urn:x:c', 1)] });
    assert.match(written(without, { version: '1.2' }), /<epcList\/><action>/);
    assert.ok(!written(without).includes('epcList'));
  });

  it('writes words as Web URIs in 2.0 and URNs in 1.2, or as it is told', () => {
    const biz = (options: Partial<XmlOptions>) => /<bizStep>(.*)<\/bizStep>/.exec(written(event, options))?.[1];
    assert.equal(biz({}), 'https://ref.gs1.org/cbv/BizStep-shipping');
    assert.equal(biz({ version: '1.2' }), 'urn:epcglobal:cbv:bizstep:shipping');
    assert.equal(biz({ cbvFormat: 'urn' }), 'urn:epcglobal:cbv:bizstep:shipping');
    assert.equal(biz({ version: '1.2', cbvFormat: 'web-uri' }), 'https://ref.gs1.org/cbv/BizStep-shipping');
  });

  it('writes identifiers in the notation that is asked for, where they have it', () => {
    const event = anObjectEvent({
      epcList: ['urn:epc:id:sgtin:9521234.012345.1001', 'urn:x:private'],
      readPoint: 'urn:epc:id:sgln:9521234.00001.0',
    });
    const text = written(event, { epcFormat: 'digital-link' });
    assert.match(text, /<epc>https:\/\/id\.gs1\.org\/01\/\d{14}\/21\/1001<\/epc><epc>urn:x:private<\/epc>/);
    assert.match(text, /<readPoint><id>https:\/\/id\.gs1\.org\/414\/\d{13}<\/id>/);
  });

  it('escapes what XML would read as markup', () => {
    const text = written(
      anObjectEvent({
        epcList: ['https://example.com/?a=1&b=<2>'],
        extensions: [own('a', 'x < y & z\r\n]]>', { attributes: [own('b', 'say "a"\n\tb')] })],
      }),
    );
    assert.match(text, /<epc>https:\/\/example\.com\/\?a=1&amp;b=&lt;2&gt;<\/epc>/);
    assert.match(text, /ex:b="say &quot;a&quot;&#10;&#9;b">x &lt; y &amp; z&#13;\n\]\]&gt;<\/ex:a>/);
  });

  it('declares what it needs where it stands alone, and finds another prefix where one means something else', () => {
    const text = written(anObjectEvent({ extensions: [own('a', [own('b', '1', { ns: 'urn:other' })])] }));
    assert.match(text, /<ex:a xmlns:ex="https:\/\/example\.com\/epcis\/"><ex1:b xmlns:ex1="urn:other">1<\/ex1:b><\/ex:a>/);
  });

  it('writes an event type of somebody else, with its name declared', () => {
    const text = written({
      type: 'VendorEvent',
      eventType: { ns: 'https://example.com/epcis/', name: 'Inspection', prefix: 'ex' },
      eventTime: { text: '2025-03-03T08:00:00Z', ms: 0 },
      eventTimeZoneOffset: '+00:00',
    });
    assert.match(text, /^<ex:Inspection xmlns:ex="https:\/\/example\.com\/epcis\/"><eventTime>.*<\/ex:Inspection>$/);
  });

  it('writes a unit whose quantity is nil', () => {
    const event = anObjectEvent({ quantityList: [{ epcClass: 'urn:x:c', uom: 'KGM' }] });
    assert.match(written(event), /<epcClass>urn:x:c<\/epcClass><quantity xmlns:xsi="[^"]*" xsi:nil="true"\/><uom>KGM<\/uom>/);
  });

  it('writes numbers without exponent where the schema has none', () => {
    const event = anObjectEvent({ quantityList: [{ epcClass: 'urn:x:c', quantity: { value: 1.5e-7, text: '1.5e-7' } }] });
    assert.match(written(event), /<quantity>0\.00000015<\/quantity>/);
  });
});

describe('writing a document', () => {
  it('puts event types where the version has them', async () => {
    const events = [aTransformationEvent(), anObjectEvent(), anAssociationEvent()];
    const two = await write(events);
    assert.match(two.text, /<EventList>\s*<TransformationEvent>[\s\S]*<ObjectEvent>[\s\S]*<AssociationEvent>/);
    const old = await write(events, { version: '1.2' });
    assert.match(
      old.text,
      /<extension><TransformationEvent>[\s\S]*<\/TransformationEvent><\/extension>\s*<ObjectEvent>[\s\S]*<extension><extension><AssociationEvent>/,
    );
    for (const { text } of [two, old]) {
      const { events: back, errors } = await read(text);
      assert.deepEqual(errors, []);
      assert.deepEqual(
        back.map((event) => event?.type),
        events.map(({ type }) => type),
      );
    }
  });

  it('tells a loss for what the version cannot carry, with its path', async () => {
    const { text, losses } = await write([
      anObjectEvent({ certificationInfo: ['urn:x:1', 'urn:x:2'] }),
      anAggregationEvent({
        extensions: [own('no name', '1'), { ns: '', name: 'a', prefix: '', value: [own('b', '1')] }, own('ctl', 'a\u0001b')],
      }),
    ]);
    assert.deepEqual(losses.map(({ path }) => path).sort(), [
      '/EventList/AggregationEvent[2]/a',
      '/EventList/AggregationEvent[2]/ex:ctl',
      '/EventList/AggregationEvent[2]/ex:no name',
      '/EventList/ObjectEvent[1]/certificationInfo[2]',
    ]);
    assert.ok(losses.every(({ reason }) => reason !== ''));
    assert.deepEqual((await read(text)).errors, []);
  });

  it('tells that 1.2 has no place for an event type of somebody else', async () => {
    const vendor: EpcisEvent = {
      type: 'VendorEvent',
      eventType: { ns: 'https://example.com/epcis/', name: 'Inspection', prefix: 'ex' },
      eventTime: { text: '2025-03-03T08:00:00Z', ms: 0 },
      eventTimeZoneOffset: '+00:00',
    };
    const { losses } = await write([vendor], { version: '1.2' });
    assert.deepEqual(
      losses.map(({ path }) => path),
      ['/EventList/VendorEvent[1]'],
    );
    assert.deepEqual((await write([vendor])).losses, []);
  });

  it('turns an observed quantity back into the QuantityEvent it was', async () => {
    const event = anObjectEvent({ wasQuantityEvent: true, quantityList: [aQuantity('urn:epc:idpat:sgtin:9521234.012345.*', 5)] });
    const { epcList: _none, ...quantity } = event;
    const { text } = await write([quantity], { version: '1.2' });
    assert.match(text, /<QuantityEvent>.*<epcClass>[^<]*<\/epcClass><quantity>5<\/quantity>/);
    const back = (await read(text)).events[0];
    assert.ok(back?.type === 'ObjectEvent' && back.wasQuantityEvent);
    assert.match((await write([quantity])).text, /<ObjectEvent>.*<quantityList>/);
  });

  it('keeps SBDH and master data, and makes an SBDH of what a JSON document knows', async () => {
    const masterData = [
      { type: 'urn:x:v', id: 'urn:x:1', attributes: [{ id: 'urn:x:a', value: 'A & B' }], children: ['urn:x:2'] },
      { type: 'urn:x:v', id: 'urn:x:2', attributes: [{ id: 'urn:x:b', value: [own('c', '1')] }], children: [] },
      { type: 'urn:x:w', id: 'urn:x:3', attributes: [], children: [] },
    ];
    for (const version of ['1.2', '2.0'] as const) {
      const { text } = await write(
        [anObjectEvent()],
        { version },
        { header: { ...header, sender: 'urn:x:s', receiver: 'urn:x:r', instanceIdentifier: 'M1' }, masterData },
      );
      const back = await read(text);
      assert.deepEqual(back.errors, []);
      assert.deepEqual(back.vocabulary, masterData);
      assert.equal(back.header?.sender, 'urn:x:s');
      assert.equal(back.header?.receiver, 'urn:x:r');
      assert.equal(back.header?.instanceIdentifier, 'M1');
      const again = await write([anObjectEvent()], { version }, { header: back.header ?? header, masterData });
      assert.deepEqual((await read(again.text)).header?.sbdh, back.header?.sbdh);
    }
  });

  it('writes query results and master data documents', async () => {
    const query = await write(
      [anObjectEvent()],
      {},
      { header: { ...header, kind: 'EPCISQueryDocument', queryName: 'Q & A', subscriptionID: 'S' } },
    );
    const results = await read(query.text);
    assert.deepEqual(results.issues, []);
    assert.equal(results.header?.queryName, 'Q & A');
    assert.equal(results.events.length, 1);
    const masterData = [{ type: 'urn:x:v', id: 'urn:x:1', attributes: [], children: [] }];
    const master = await read((await write([], {}, { header: { ...header, kind: 'EPCISMasterDataDocument' }, masterData })).text);
    assert.deepEqual(master.issues, []);
    assert.deepEqual(master.vocabulary, masterData);
  });

  it('keeps a private word short where its prefix is declared', async () => {
    const bizStep = { word: 'https://example.com/epcis/blending', text: 'ex:blending' };
    const { text } = await write([anObjectEvent({ bizStep })]);
    assert.match(text, /<bizStep>ex:blending<\/bizStep>/);
    assert.deepEqual((await read(text)).events[0]?.bizStep, bizStep);
    assert.match(written(anObjectEvent({ bizStep })), /<bizStep>https:\/\/example\.com\/epcis\/blending<\/bizStep>/);
    const context = { ex: 'https://example.com/epcis/' };
    assert.match(
      written(anObjectEvent({ bizStep, context })),
      /^<ObjectEvent xmlns:ex="https:\/\/example\.com\/epcis\/">.*<bizStep>ex:blending</,
    );
  });

  it('takes the time of the first event where nothing tells when the document was made', async () => {
    const { creationDate: _none, ...undated } = header;
    const { text } = await write([anObjectEvent({ eventTime: '2025-03-03T08:00:00Z' })], {}, { header: undated });
    assert.match(text, /creationDate="2025-03-03T08:00:00\.000Z"/);
    assert.match((await write([], { createdAt: 0 }, { header: undated })).text, /creationDate="1970-01-01T00:00:00\.000Z"/);
  });

  it('hands on long documents in pieces, whatever batches the events come in', async () => {
    const event = anObjectEvent({ epcList: Array.from({ length: 100 }, (_, n) => `urn:x:${n}`) });
    async function* batches(): AsyncGenerator<readonly EpcisEvent[]> {
      for (let n = 0; n < 100; n++) yield n % 3 === 0 ? [] : [event, event];
    }
    const pieces: string[] = [];
    for await (const piece of encodeXml({ header }, batches(), { version: '2.0', epcFormat: 'as-written', onLoss: () => {} }))
      pieces.push(piece);
    assert.ok(pieces.length > 3);
    assert.ok(pieces.every(({ length }) => length < 1 << 18));
    assert.equal((await read(pieces.join(''))).events.length, 132);
  });
});

describe('reading what was written', () => {
  it('finds a header attribute of somebody’s own again', async () => {
    const extensions = [own('run', '7'), own('list', '1'), own('list', '2'), own('tree', [own('leaf', '1')])];
    const { text } = await write([anObjectEvent()], {}, { header: { ...header, extensions } });
    const { header: back, issues } = await read(text);
    assert.deepEqual(back?.extensions, [own('run', '7')]);
    assert.deepEqual([...new Set(ids(issues))], ['extension-after-events']);
  });
});
