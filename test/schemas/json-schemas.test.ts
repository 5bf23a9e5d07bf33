/** Our JSON Schemas beside the decoder's table of fields and the vocabulary: a field or word added in one place only is found here. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { encodeEvent } from '../../server/codec/json/encode.ts';
import { eventShapes } from '../../server/codec/json/fields.ts';
import { standardWords, type VocabularyName } from '../../server/epcis/vocabulary/cbv.ts';
import {
  anAggregationEvent,
  anAssociationEvent,
  anObjectEvent,
  aTransactionEvent,
  aTransformationEvent,
  aVendorEvent,
} from '../build/event.ts';
import { documentOf } from '../codec/json/read.ts';

type Schema = { readonly $defs: Readonly<Record<string, Definition>> };
type Definition = {
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly required?: readonly string[];
  readonly anyOf?: readonly { readonly enum?: readonly string[] }[];
};

const load = (name: string): Schema => JSON.parse(readFileSync(`schemas/${name}.schema.json`, 'utf8')) as Schema;
const [events, documents] = [load('event'), load('epcis-document')];

const ajv = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false, allowUnionTypes: true, allErrors: true });
(formats as unknown as (to: Ajv2020) => void)(ajv);
const event = ajv.compile(events);
const document = ajv.compile(documents);

const plain = (value: object): unknown => JSON.parse(JSON.stringify(value));

describe('our JSON Schemas', () => {
  const samples = [
    anObjectEvent(),
    anAggregationEvent(),
    anAssociationEvent(),
    aTransactionEvent(),
    aTransformationEvent(),
    aVendorEvent(),
  ];

  for (const sample of samples) {
    it(`take a ${sample.type}, alone and in a document`, () => {
      const json = plain(encodeEvent(sample, { epcFormat: 'as-written' })) as Record<string, unknown>;
      assert.ok(event(json), JSON.stringify(event.errors));
      assert.ok(document(json), JSON.stringify(document.errors));
      const { '@context': _, ...inner } = json;
      const whole = documentOf([{ ...inner, 'ex:own': 1 }]);
      assert.ok(document(whole), JSON.stringify(document.errors));
      assert.equal(document(documentOf([{ ...inner, eventTime: 'yesterday' }])), false);
    });
  }

  it('have the fields of each event type, and ask for the same', () => {
    const common = events.$defs['common'];
    for (const [type, shape] of Object.entries(eventShapes)) {
      if (type === 'VendorEvent') continue;
      const own = events.$defs[type];
      const names = new Set([...Object.keys(common?.properties ?? {}), ...Object.keys(own?.properties ?? {})]);
      const isNotThere = (name: string): boolean =>
        name === 'persistentDisposition' && type !== 'ObjectEvent' && type !== 'TransformationEvent';
      assert.deepEqual([...names].toSorted(), [...shape.fields.keys()].filter((name) => !isNotThere(name)).toSorted(), type);
      const required = [...(common?.required ?? []), ...(own?.required ?? [])].filter((name) => name !== 'type');
      assert.deepEqual(required.toSorted(), shape.required.map(({ name }) => name).toSorted(), type);
    }
  });

  it('have the words of each vocabulary', () => {
    const vocabularies: readonly VocabularyName[] = [
      'bizStep',
      'disposition',
      'bizTransactionType',
      'sourceDestinationType',
      'errorReason',
      'component',
      'measurementType',
      'sensorAlert',
    ];
    for (const name of vocabularies) assert.deepEqual(events.$defs[name]?.anyOf?.[0]?.enum, standardWords(name), name);
  });

  it('look at a long list once', () => {
    const epcList = Array.from({ length: 100_000 }, (_, i) => `urn:epc:id:sgtin:9521234.012345.${i}`);
    const begin = performance.now();
    assert.ok(event(plain(encodeEvent(anObjectEvent({ epcList }), { epcFormat: 'as-written' }))));
    assert.equal(
      event(plain(encodeEvent({ ...anObjectEvent({ epcList }), type: 'ObjectEvent' }, { epcFormat: 'as-written' }))),
      true,
    );
    assert.ok(performance.now() - begin < 20_000);
  });
});
