/** Events with every field and any extension go through XML of both versions and come back as they were; the schema agrees. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { encodeXml, type Loss } from '../../server/codec/xml/encode.ts';
import { hasIllegal } from '../../server/codec/xml/write-text.ts';
import type { EpcisEvent, Extension, ExtensionValue } from '../../server/epcis/event.ts';
import { standardWords, type VocabularyName } from '../../server/epcis/vocabulary/cbv.ts';
import { aTime } from '../build/event.ts';
import { read } from '../codec/xml/read.ts';
import { schemaFaults, skipSchemas } from '../corpus/xsd.ts';

const optional = <Fields extends Record<string, unknown>>(
  fields: { readonly [Name in keyof Fields]: fc.Arbitrary<Fields[Name]> },
) => fc.record(fields, { requiredKeys: [] });

const zone = fc.constantFrom('Z', '+01:00', '-05:30', '+14:00');
const time = fc
  .tuple(fc.integer({ min: 0, max: 4_000_000_000 }), zone, fc.constantFrom('', '.5', '.123', '.1234567'))
  .map(([seconds, offset, fraction]) => aTime(new Date(seconds * 1000).toISOString().slice(0, 19) + fraction + offset));

const uri = fc.oneof(
  fc.integer({ min: 1, max: 999_999 }).map((serial) => `urn:epc:id:sgtin:9521234.012345.${serial}`),
  fc.integer({ min: 1, max: 999_999 }).map((serial) => `https://example.com/a?b=${serial}&c=%5B<1>`),
  fc.webUrl(),
);

const word = (vocabulary: VocabularyName) =>
  fc
    .oneof(fc.constantFrom(...standardWords(vocabulary)), fc.constant('https://example.com/own/word'))
    .map((text) => ({ word: text, text }));

const decimal = fc
  .tuple(fc.integer({ min: -1_000_000, max: 1_000_000 }), fc.constantFrom('', '.0', '.50', '.000001'))
  .map(([whole, fraction]) => ({ value: Number(`${whole}${fraction}`), text: `${whole}${fraction}` }));

/** Text that XML can write. */
const content = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((text) => !hasIllegal(text));

const name = fc.constantFrom('a', 'b', 'lot', 'best_before', 'größe', 'x-1', 'Z.9');
const foreign = fc.constantFrom(
  { ns: 'https://example.com/epcis/', prefix: 'ex' },
  { ns: 'https://example.com/epcis/', prefix: 'other' },
  { ns: 'urn:two', prefix: 'ex' },
  { ns: 'urn:three', prefix: '' },
  { ns: 'urn:four?a&b', prefix: 'xsi' },
);

const attributesOf = (value: fc.Arbitrary<readonly Extension[]>) =>
  value.map((all) => all.filter((one, index) => all.findIndex(({ ns, name }) => ns === one.ns && name === one.name) === index));

const attribute: fc.Arbitrary<Extension> = fc
  .tuple(fc.oneof(foreign, fc.constant({ ns: '', prefix: '' })), name, content)
  .map(([{ ns, prefix }, local, value]) => ({ ns, prefix, name: local, value }));

const attributes = attributesOf(fc.array(attribute, { minLength: 1, maxLength: 3 }));

const { extension } = fc.letrec<{ extension: Extension; inner: Extension; value: ExtensionValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    content as fc.Arbitrary<ExtensionValue>,
    fc.constant(null),
    fc.array(tie('inner'), { minLength: 1, maxLength: 3 }),
    // Text between elements, never two texts side by side.
    fc
      .array(tie('inner'), { minLength: 1, maxLength: 2 })
      .map((fields) => [{ ns: '', name: '#text', prefix: '', value: 'text ' }, ...fields]),
  ),
  inner: fc
    .tuple(fc.oneof(foreign, fc.constant({ ns: '', prefix: '' })), name, tie('value'), fc.option(attributes, { nil: undefined }))
    .map(([space, local, value, some]) => ({ ...space, name: local, value, ...(some && { attributes: some }) })),
  extension: fc
    .tuple(foreign, name, tie('value'), fc.option(attributes, { nil: undefined }))
    .map(([space, local, value, some]) => ({ ...space, name: local, value, ...(some && { attributes: some }) })),
}));

const extensions = fc.array(extension, { minLength: 1, maxLength: 3 });
const list = <Item>(item: fc.Arbitrary<Item>) => fc.array(item, { minLength: 1, maxLength: 3 });
const quantity = fc.oneof(
  fc.record({ epcClass: uri, quantity: decimal, uom: fc.constantFrom('KGM', 'LTR') }, { requiredKeys: ['epcClass', 'quantity'] }),
  fc.record({ epcClass: uri }),
);
const place = fc.record({ id: uri, extensions }, { requiredKeys: ['id'] });

const sensorReport = optional({
  type: word('measurementType'),
  exception: word('sensorAlert'),
  component: word('component'),
  time,
  deviceID: uri,
  bizRules: uri,
  value: decimal,
  minValue: decimal,
  stringValue: content.filter((text) => text === text.trim()),
  booleanValue: fc.boolean(),
  hexBinaryValue: fc.constantFrom('F0', 'a1b2'),
  uom: fc.constantFrom('CEL', 'A93'),
  coordinateReferenceSystem: uri,
  extensions: attributesOf(fc.array(attribute, { minLength: 1, maxLength: 2 })),
});

const sensorElement = fc.record(
  {
    sensorMetadata: optional({ time, startTime: time, deviceID: uri, rawData: uri, dataProcessingMethod: uri }),
    sensorReport: list(sensorReport),
    extensions,
  },
  { requiredKeys: ['sensorReport'] },
);

const common = {
  recordTime: time,
  eventID: uri,
  errorDeclaration: fc.record(
    { declarationTime: time, reason: word('errorReason'), correctiveEventIDs: fc.array(uri, { maxLength: 2 }), extensions },
    { requiredKeys: ['declarationTime'] },
  ),
  certificationInfo: fc.tuple(uri),
  bizStep: word('bizStep'),
  disposition: word('disposition'),
  persistentDisposition: optional({ set: list(word('disposition')), unset: list(word('disposition')) }),
  readPoint: place,
  bizLocation: place,
  bizTransactionList: list(
    fc.record({ type: word('bizTransactionType'), bizTransaction: uri }, { requiredKeys: ['bizTransaction'] }),
  ),
  sourceList: list(fc.record({ type: word('sourceDestinationType'), source: uri })),
  destinationList: list(fc.record({ type: word('sourceDestinationType'), destination: uri })),
  sensorElementList: list(sensorElement),
  extensions,
};

const needed = { eventTime: time, eventTimeZoneOffset: fc.constantFrom('+01:00', '-11:30', '+00:00') };
const action = fc.constantFrom('ADD', 'OBSERVE', 'DELETE');
const epcs = list(uri);
const quantities = fc.array(quantity, { maxLength: 2 });
const ilmd = fc.array(extension, { maxLength: 2 });

/** Required members are always there, the others by chance. */
function event(
  type: EpcisEvent['type'],
  required: Readonly<Record<string, fc.Arbitrary<unknown>>>,
  more: Readonly<Record<string, fc.Arbitrary<unknown>>>,
): fc.Arbitrary<EpcisEvent> {
  const always = { ...needed, ...required };
  const sometimes = fc.record<Record<string, unknown>>({ ...common, ...more }, { requiredKeys: [] });
  return fc
    .tuple(fc.record<Record<string, unknown>>(always), sometimes)
    .map(([some, others]) => ({ type, ...others, ...some }) as unknown as EpcisEvent);
}

const anyEvent = fc.oneof(
  event('ObjectEvent', { action }, { epcList: epcs, quantityList: quantities, ilmd }),
  event('AggregationEvent', { action }, { parentID: uri, childEPCs: epcs, childQuantityList: quantities }),
  event(
    'TransactionEvent',
    { action, bizTransactionList: common.bizTransactionList },
    { parentID: uri, epcList: epcs, quantityList: quantities },
  ),
  event(
    'TransformationEvent',
    {},
    {
      transformationID: uri,
      inputEPCList: epcs,
      inputQuantityList: quantities,
      outputEPCList: epcs,
      outputQuantityList: quantities,
      ilmd,
    },
  ),
  event('AssociationEvent', { action, parentID: uri }, { childEPCs: epcs, childQuantityList: quantities }),
);

/** What the notation may change: prefixes, and the text of a word. */
function essence(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(essence);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([key]) => key !== 'prefix' && !(key === 'text' && 'word' in value));
  return Object.fromEntries(members.map(([key, member]) => [key, essence(member)]));
}

const namespaces = { ex: 'https://example.com/epcis/' };

async function writeAll(events: readonly EpcisEvent[], version: '1.2' | '2.0') {
  const losses: Loss[] = [];
  let text = '';
  const header = { kind: 'EPCISDocument', syntax: 'xml', version, namespaces } as const;
  const options = { version, epcFormat: 'as-written', onLoss: (loss: Loss) => losses.push(loss) } as const;
  for await (const piece of encodeXml({ header }, [events], options)) text += piece;
  return { text, losses };
}

describe('events through XML', () => {
  for (const version of ['2.0', '1.2'] as const) {
    it(`come back as they were, version ${version}`, async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(anyEvent, { minLength: 1, maxLength: 3 }), async (events) => {
          const { text, losses } = await writeAll(events, version);
          assert.deepEqual(losses, []);
          const { events: back, errors } = await read(text, { chunk: 8192 });
          assert.deepEqual(errors, []);
          assert.deepEqual(back.map(essence), events.map(essence));
        }),
        { numRuns: 150 },
      );
    });

    it(`are written as the schema has it, version ${version}`, { skip: skipSchemas }, async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(anyEvent, { minLength: 1, maxLength: 3 }), async (events) => {
          assert.deepEqual(schemaFaults((await writeAll(events, version)).text, 'EPCISDocument', version), []);
        }),
        { numRuns: 150 },
      );
    });
  }

  it('lose nothing on the way from 2.0 to 1.2 and back', async () => {
    await fc.assert(
      fc.asyncProperty(anyEvent, async (event) => {
        const old = await read((await writeAll([event], '1.2')).text);
        const back = await read(
          (
            await writeAll(
              old.events.flatMap((each) => (each ? [each] : [])),
              '2.0',
            )
          ).text,
        );
        assert.deepEqual(back.events.map(essence), [essence(event)]);
      }),
      { numRuns: 100 },
    );
  });
});
