import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { encodeDocument, encodeEvent, encodeEventList, encodeStoredEvent } from '../../../server/codec/json/encode.ts';
import { encodeJson } from '../../../server/codec/json/encode-document.ts';
import type { DocumentHeader } from '../../../server/epcis/document.ts';
import type { EpcisEvent, Extension } from '../../../server/epcis/event.ts';
import { anAggregationEvent, anObjectEvent, aVendorEvent, aWord, stored } from '../../build/event.ts';
import { epcisContext, read } from './read.ts';

type Json = Readonly<Record<string, unknown>>;

const ext = (ns: string, name: string, value: Extension['value'], prefix = 'ex'): Extension => ({ ns, name, prefix, value });
const asWritten = { epcFormat: 'as-written' } as const;
const encoded = (event: EpcisEvent): Json => JSON.parse(JSON.stringify(encodeEvent(event, asWritten))) as Json;

async function textOf(pieces: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const piece of pieces) text += piece;
  return text;
}

describe('an event as JSON', () => {
  it('has bare words, and the context it needs', () => {
    const event = anObjectEvent({ bizStep: { word: 'shipping', text: 'urn:epcglobal:cbv:bizstep:shipping' } });
    assert.equal(encoded(event)['bizStep'], 'shipping');
    assert.deepEqual(encoded(event)['@context'], [epcisContext]);
    const own = encoded(anObjectEvent({ extensions: [ext('https://example.com/', 'a', 'x')] }));
    assert.deepEqual(own['@context'], [epcisContext, { ex: 'https://example.com/' }]);
    assert.equal(own['ex:a'], 'x');
  });

  it('writes private words as they were shortened, and words of other notations so that JSON takes them', () => {
    const short = encoded(anObjectEvent({ bizStep: { word: 'https://example.com/polishing', text: 'ex:polishing' } }));
    assert.equal(short['bizStep'], 'ex:polishing');
    assert.deepEqual(short['@context'], [epcisContext, { ex: 'https://example.com/' }]);
    assert.equal(
      encoded(anObjectEvent({ bizStep: aWord('https://example.com/polishing') }))['bizStep'],
      'https://example.com/polishing',
    );
    const retired = encoded(anObjectEvent({ bizStep: aWord('urn:epcglobal:cbv:bizstep:no_longer') }));
    assert.equal(retired['bizStep'], 'https://ref.gs1.org/cbv/BizStep-no_longer');
  });

  it('resolves prefixes that mean two namespaces, that are protected, that make no URI', () => {
    const event = anObjectEvent({
      extensions: [
        ext('https://one.example/', 'a', 1 as unknown as string),
        ext('https://two.example/', 'a', '2'),
        ext('https://three.example/', 'a', '3', 'cbv'),
        ext('https://four.example/', 'a', '4', 'urn'),
        ext('https://five.example/', 'a', '5', 'my_ext'),
        ext('https://six.example/', 'a', '6', ''),
        ext('https://ref.gs1.org/cbv/', 'a', '7', 'x'),
        ext('urn:epcglobal:cbv:mda', 'a', '8', 'cbvmda'),
        ext('urn:epcglobal:cbv:mda:', 'b', '9', 'cbvmda'),
      ],
    });
    const { '@context': context, ...members } = encoded(event);
    assert.deepEqual(context, [
      epcisContext,
      {
        ex: 'https://one.example/',
        ex1: 'https://two.example/',
        cbv1: 'https://three.example/',
        ext: 'https://four.example/',
        ext1: 'https://five.example/',
        ext2: 'https://six.example/',
        cbvmda: 'urn:epcglobal:cbv:mda:',
      },
    ]);
    assert.deepEqual(
      ['ex:a', 'ex1:a', 'cbv1:a', 'ext:a', 'ext1:a', 'ext2:a', 'cbv:a', 'cbvmda:a', 'cbvmda:b'].filter((name) => name in members)
        .length,
      9,
    );
  });

  it('keeps the digits of numbers', () => {
    const event = anObjectEvent({
      quantityList: [{ epcClass: 'urn:a:1', quantity: { value: 1, text: '1.000' } }],
      extensions: [ext('https://example.com/', 'n', { value: Number('12345678901234567890'), text: '12345678901234567890' })],
    });
    const text = JSON.stringify(encodeEvent(event, asWritten));
    assert.match(text, /"quantity":1\.000[,}]/);
    assert.match(text, /"ex:n":12345678901234567890[,}]/);
  });

  it('translates identifiers where they have the notation asked for', () => {
    const event = anObjectEvent({
      epcList: ['urn:epc:id:sgtin:9521234.012345.1', 'https://example.com/own'],
      readPoint: 'urn:epc:id:sgln:9521234.00001.0',
    });
    const link = encodeEvent(event, { epcFormat: 'digital-link' }) as Json;
    assert.deepEqual(link['epcList'], ['https://id.gs1.org/01/09521234123453/21/1', 'https://example.com/own']);
    assert.deepEqual(link['readPoint'], { id: 'https://id.gs1.org/414/9521234000013' });
  });

  it('keeps apart in a list what would become one', () => {
    const both = ['urn:epc:id:sgtin:9521234.012345.1', 'https://id.gs1.org/01/09521234123453/21/1'];
    const link = encodeEvent(anObjectEvent({ epcList: both }), { epcFormat: 'digital-link' }) as Json;
    assert.deepEqual(link['epcList'], both);
    const losses: string[] = [];
    const thrice = encodeEvent(anObjectEvent({ epcList: ['urn:a:1', 'urn:a:1'] }), {
      ...asWritten,
      onLoss: ({ path }) => losses.push(path),
    }) as Json;
    assert.deepEqual(thrice['epcList'], ['urn:a:1']);
    assert.deepEqual(losses, ['/epcList/1']);
  });

  it('writes persistentDisposition by its full name where GS1’s schema does not know it', async () => {
    const event = anAggregationEvent({ persistentDisposition: { set: [aWord('recalled')] } });
    const json = encoded(event);
    assert.deepEqual(json['epcis:persistentDisposition'], { set: ['recalled'] });
    const again = await read(json);
    assert.deepEqual(again.errors, []);
    assert.deepEqual(again.events[0]?.persistentDisposition, event.persistentDisposition);
  });

  it('of an own type has the name of that type', () => {
    const json = encoded(aVendorEvent({ eventType: { ns: 'https://vendor.example/', name: 'Audit', prefix: 'v' } }));
    assert.equal(json['type'], 'v:Audit');
    assert.deepEqual(json['@context'], [epcisContext, { v: 'https://vendor.example/' }]);
  });

  it('stored has the identity and record time of the repository', () => {
    const event = anObjectEvent({ recordTime: { text: '1999-01-01T00:00:00Z', ms: 0 } });
    const json = encodeStoredEvent(
      { ...stored(event, { recordTime: Date.UTC(2025, 0, 2) }), eventID: 'urn:x:1' },
      asWritten,
    ) as Json;
    assert.equal(json['eventID'], 'urn:x:1');
    assert.equal(json['recordTime'], '2025-01-02T00:00:00.000Z');
  });
});

describe('a list of events as JSON', () => {
  it('is a query document with one context', async () => {
    const events = [
      stored(anObjectEvent({ extensions: [ext('https://one.example/', 'a', '1')] })),
      stored(anObjectEvent({ extensions: [ext('https://two.example/', 'a', '2')], context: { ex: 'https://two.example/' } })),
    ];
    const text = encodeEventList(events, {
      ...asWritten,
      queryName: 'Q',
      createdAt: 0,
      prefixes: { mine: 'https://two.example/', idle: 'https://idle.example/' },
    });
    const json = JSON.parse(text) as Json;
    assert.deepEqual(json['@context'], [epcisContext, { ex: 'https://one.example/', mine: 'https://two.example/' }]);
    const again = await read(text);
    assert.deepEqual(again.issues, []);
    assert.equal(again.header?.queryName, 'Q');
    assert.deepEqual(
      again.events.map((event) => event?.extensions?.map(({ ns, value }) => [ns, value])),
      [[['https://one.example/', '1']], [['https://two.example/', '2']]],
    );
  });

  it('may be empty', async () => {
    const again = await read(encodeEventList([], { ...asWritten, queryName: 'SimpleEventQuery', createdAt: 0 }));
    assert.deepEqual([again.events, again.issues], [[], []]);
  });
});

describe('a document as JSON', () => {
  const header: DocumentHeader = {
    kind: 'EPCISDocument',
    syntax: 'xml',
    version: '1.2',
    schemaVersion: '1.2',
    creationDate: { text: '2025-03-03T08:00:00Z', ms: 0 },
    namespaces: {
      ex: 'https://example.com/',
      epcis: 'urn:epcglobal:epcis:xsd:1',
      xsi: 'http://www.w3.org/2001/XMLSchema-instance',
    },
    sbdh: {
      headerVersion: '1.0',
      senders: [{ identifier: 'urn:epc:id:sgln:9521234.00001.0', authority: 'SGLN' }],
      receivers: [{ identifier: '9521234000020' }],
      instanceIdentifier: 'I-1',
      fields: [
        sbdh('HeaderVersion', '1.0'),
        sbdh('Sender', [
          {
            ...sbdh('Identifier', 'urn:epc:id:sgln:9521234.00001.0'),
            attributes: [{ ns: '', name: 'Authority', prefix: '', value: 'SGLN' }],
          },
        ]),
        sbdh('Receiver', [sbdh('Identifier', '9521234000020')]),
        sbdh('DocumentIdentification', [sbdh('InstanceIdentifier', 'I-1')]),
      ],
    },
    extensions: [ext('https://example.com/', 'hop', '1'), ext('', 'plain', '2', '')],
  };

  function sbdh(name: string, value: Extension['value']): Extension {
    return { ns: 'http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader', name, prefix: 'sbdh', value };
  }

  const masterData = [
    { type: 'urn:a:type', id: 'urn:a:1', attributes: [{ id: 'urn:a:attribute', value: 'x' }], children: ['urn:a:2'] },
    {
      type: 'urn:a:type',
      id: 'urn:a:2',
      attributes: [{ id: 'urn:a:attribute', value: [ext('https://other.example/', 'f', 'y', 'o'), ext('', 'g', 'z', '')] }],
      children: [],
    },
    { type: 'urn:b:type', id: 'urn:b:1', attributes: [], children: [] },
  ];

  it('keeps its header, the business document header included', async () => {
    const text = await textOf(encodeJson({ header }, [[anObjectEvent()]], asWritten));
    const again = await read(text);
    assert.deepEqual(again.errors, []);
    assert.deepEqual(again.header, {
      ...header,
      syntax: 'json',
      version: '2.0',
      schemaVersion: '2.0',
      creationDate: { text: '2025-03-03T08:00:00Z', ms: Date.UTC(2025, 2, 3, 8) },
      sender: 'urn:epc:id:sgln:9521234.00001.0',
      receiver: '9521234000020',
      instanceIdentifier: 'I-1',
      namespaces: again.header?.namespaces,
    });
  });

  it('keeps its master data, in documents and query documents', async () => {
    for (const kind of ['EPCISDocument', 'EPCISQueryDocument'] as const) {
      const again = await read(await textOf(encodeJson({ header: { ...header, kind }, masterData }, [], asWritten)));
      assert.deepEqual(again.errors, []);
      assert.deepEqual(again.vocabulary, masterData);
      assert.equal(again.header?.kind, kind);
    }
  });

  it('declares the document’s prefixes once and others where they are needed', async () => {
    const events = [
      anObjectEvent({ extensions: [ext('https://example.com/', 'a', '1')] }),
      anObjectEvent({ extensions: [ext('https://other.example/', 'a', '1')] }),
    ];
    const json = JSON.parse(await textOf(encodeJson({ header }, [events], asWritten))) as {
      epcisBody: { eventList: readonly Json[] };
    };
    const [first, second] = json.epcisBody.eventList;
    assert.equal(first?.['@context'], undefined);
    assert.deepEqual(second?.['@context'], [{ ex1: 'https://other.example/' }]);
  });

  it('comes in pieces, however many events there are', async () => {
    async function* many() {
      for (let i = 0; i < 1000; i++) yield stored(anObjectEvent({ eventID: `urn:x:${i}` }));
    }
    let longest = 0;
    let text = '';
    for await (const piece of encodeDocument(many(), { ...asWritten, createdAt: 0 })) {
      longest = Math.max(longest, piece.length);
      text += piece;
    }
    assert.ok(longest < 1000);
    const again = await read(text);
    assert.deepEqual(again.errors, []);
    assert.equal(again.events.length, 1000);
  });
});
