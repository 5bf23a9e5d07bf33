/** What is read does not depend on how the bytes arrive, nor on which way a token took through the tokenizer. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DecodedItem } from '../../../server/codec/decoded.ts';
import { BrokenXml } from '../../../server/codec/xml/broken-xml.ts';
import { elementNames } from '../../../server/codec/xml/element-names.ts';
import type { XmlHandler } from '../../../server/codec/xml/handler.ts';
import { makeDocumentReader } from '../../../server/codec/xml/read-document.ts';
import { makeTokenizer } from '../../../server/codec/xml/tokens.ts';
import { document1, document2, epcs, limits, objectEvent, read, sorted, tail, times } from './read.ts';

const rich = document2(
  objectEvent(
    '<bizStep>\n  urn:epcglobal:cbv:bizstep:shipping\n</bizStep><readPoint >\n <id >urn:x:1</id >\n</readPoint\n>' +
      "<bizTransactionList><bizTransaction type='urn:x:t'>urn:x:&#49;</bizTransaction></bizTransactionList>" +
      '<!-- a <b> & c --><sourceList><source type="urn:x:t&amp;u">urn:x:1</source></sourceList>' +
      '<?note a > b?><ilmd><ex:lot>L &lt; 1</ex:lot><ex:a b="1>2" c="]]"><ex:d/></ex:a></ilmd><ex:mixed>a <ex:b>b</ex:b> c</ex:mixed>',
  ),
  `<ObjectEvent>${times}<epcList>\n<epc>urn:x:1</epc><epc>urn:x:2?a=1&amp;b=2</epc>\n\t<epc>urn:x:3</epc><epc><![CDATA[urn:x:4]]></epc></epcList><action>ADD</action></ObjectEvent>`,
);

function readInPieces(document: string, size: number, other: Partial<XmlHandler> = {}): ReturnType<typeof sorted> {
  const items: DecodedItem[] = [];
  const reader = makeDocumentReader(
    { limits, mode: 'strict' },
    (item) => items.push(item),
    () => tokens.position(),
  );
  const tokens = makeTokenizer({ ...reader.handler, ...other }, limits, elementNames);
  for (let at = 0; at < document.length; at += size) tokens.write(document.slice(at, at + size));
  tokens.end();
  reader.end();
  return sorted(items);
}

describe('reading in pieces', () => {
  it('gives the same events and places whatever their size', async () => {
    const whole = await read(rich);
    assert.deepEqual(whole.errors, []);
    const [, second] = whole.events;
    assert.ok(second?.type === 'ObjectEvent');
    assert.deepEqual(second.epcList, ['urn:x:1', 'urn:x:2?a=1&b=2', 'urn:x:3', 'urn:x:4']);
    for (let size = 1; size < 70; size++) assert.deepEqual(readInPieces(rich, size), whole, `pieces of ${size}`);
  });

  it('gives the same when everything goes through saxes', async () => {
    for (const document of [rich, document1(objectEvent('<extension><ilmd><ex:lot>1</ex:lot></ilmd></extension>'))]) {
      assert.deepEqual(readInPieces(document, document.length, { isPlain: () => false }), await read(document));
    }
  });

  it('does not take a prefix from a sibling', () => {
    const document = document2(objectEvent('<p:a xmlns:p="urn:one">1</p:a><p:b>2</p:b>'));
    assert.throws(
      () => readInPieces(document, document.length),
      (error) => error instanceof BrokenXml && error.id === 'namespace-prefix-undeclared',
    );
    const shadowed = document2(objectEvent('<ex:a xmlns:ex="urn:one">1</ex:a><ex:b>2</ex:b>'));
    const { events } = readInPieces(shadowed, shadowed.length);
    assert.deepEqual(
      events[0]?.extensions?.map(({ ns }) => ns),
      ['urn:one', 'https://example.com/epcis/'],
    );
  });

  it('reads a long plain text that no piece holds', async () => {
    const long = `urn:x:${'1'.repeat(300_000)}`;
    const { events, errors } = await read(document2(objectEvent(`<bizStep>${long}</bizStep>`)), { chunk: 10_000 });
    assert.deepEqual(errors, []);
    assert.equal(events[0]?.bizStep?.text.length, long.length);
  });

  it('counts the lines of everything it passes', async () => {
    const lines = [
      '<ObjectEvent>',
      times,
      '<epcList',
      ' >',
      '<epc>',
      'urn:x:1',
      '</epc>',
      '</epcList',
      '>',
      '<action>ADD</action>',
      '<!--',
      '-->',
      '<foo/>',
    ];
    const { errors } = await read(document2(`${lines.join('\n')}\n</ObjectEvent>`));
    assert.equal(errors[0]?.at.line, 1 + lines.length);
    assert.equal(errors[0]?.at.column, 1);
  });

  it('reads an event of many EPCs in time that grows with their number', async () => {
    const timeOf = async (count: number): Promise<number> => {
      const list = Array.from({ length: count }, (_, n) => `<epc>urn:epc:id:sgtin:9521234.012345.${n}</epc>`).join('\n');
      const document = document2(objectEvent().replace(epcs, `<epcList>${list}</epcList>`)).replace(tail, `\n${tail}`);
      const begin = performance.now();
      const { events, errors } = await read(document);
      const took = performance.now() - begin;
      assert.deepEqual(errors, []);
      assert.equal(events[0]?.type === 'ObjectEvent' && events[0].epcList?.length, count);
      return took;
    };
    await timeOf(50_000);
    const [few, many] = [await timeOf(50_000), await timeOf(400_000)];
    assert.ok(many < few * 8 * 5 + 500, `${few} ms for 50,000, ${many} ms for 400,000`);
  });
});
