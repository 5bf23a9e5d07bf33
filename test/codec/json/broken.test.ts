/** Bytes that are no readable document: one finding with its place, and the end. Never an exception. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { documentOf, ids, objectEvent, type ReadOptions, read } from './read.ts';

const pretty = JSON.stringify(documentOf([objectEvent(), objectEvent({ 'ex:b': [1, 2] }), objectEvent()]), null, 2);

/** The last finding, in short, and how many events came before it. */
async function end(document: string | Uint8Array, options?: ReadOptions): Promise<readonly unknown[]> {
  const { decoded, issues } = await read(document, options);
  const last = issues.at(-1);
  assert.equal(last?.severity, 'error');
  assert.equal(last.layer, 'wellformedness');
  return [last.id, last.at.line, last.at.column, last.at.path, decoded.length];
}

const placeOf = (text: string, part: string): readonly [number, number] => {
  const before = text.slice(0, text.indexOf(part));
  return [before.split('\n').length, before.length - before.lastIndexOf('\n')];
};

describe('a document that is no JSON', () => {
  it('is empty, or something else altogether', async () => {
    assert.deepEqual(await end(''), ['document-empty', 1, 1, '', 0]);
    assert.deepEqual(await end(' \n\n '), ['document-empty', 3, 2, '', 0]);
    assert.deepEqual(await end('\n<epcis:EPCISDocument/>'), ['json-syntax', 2, 1, '', 0]);
    assert.match((await read('<a/>')).issues[0]?.hint ?? '', /XML/);
    assert.deepEqual(await end('type=EPCISDocument'), ['json-syntax', 1, 1, '', 0]);
    for (const scalar of ['"a"', '42', 'null', 'true'])
      assert.deepEqual(ids((await read(scalar)).errors), ['document-no-object']);
  });

  it('goes on after its end', async () => {
    const [line, column] = [pretty.split('\n').length, 2];
    assert.deepEqual(await end(`${pretty}x`), ['json-trailing-content', line, column, '', 3]);
    assert.deepEqual(await end(`${pretty}\n{}`), ['json-trailing-content', line + 1, 1, '', 3]);
    assert.deepEqual(ids((await read(`${pretty} \r\n\t`)).issues), []);
  });

  it('has a comma too many, or one too few', async () => {
    const comma = pretty.replace('"action": "OBSERVE"\n', '"action": "OBSERVE",\n');
    assert.deepEqual(
      await end(comma),
      ['json-syntax', ...placeOf(comma, '      },'), '/epcisBody/eventList/0', 0].map((x, i) => (i === 2 ? 7 : x)),
    );
    assert.match((await read(comma)).issues[0]?.hint ?? '', /trailing comma/);
    const list = '{"type":"EPCISDocument","epcisBody":{"eventList":[{},]}}';
    assert.deepEqual(await end(list), ['json-syntax', 1, list.indexOf(']') + 1, '/epcisBody/eventList/1', 1]);
    const missing = '{"type":"EPCISDocument" "epcisBody":{}}';
    assert.deepEqual(await end(missing), ['json-syntax', 1, 25, '/type', 0]);
    const inRest = '{"type":"EPCISDocument","ex:a":{"b":[1 2]}}';
    assert.deepEqual(await end(inRest), ['json-syntax', 1, inRest.indexOf('2]') + 1, '/ex:a/b', 0]);
  });

  it('has a comment, single quotes, or words that are none', async () => {
    assert.deepEqual(await end('{ // hello\n}'), ['json-syntax', 1, 3, '', 0]);
    const comment = '{"epcisBody":{"eventList":[{"a":1 /* one */}]}}';
    assert.deepEqual(await end(comment), ['json-syntax', 1, comment.indexOf('/*') + 1, '/epcisBody/eventList/0', 0]);
    for (const wrong of ['NaN', '01', '+1', '.5', '1.', 'True', "'x'", '-', '1e', 'undefined', '"\\x"', '"\t"', '"\\u12"']) {
      const text = `{"epcisBody":{"eventList":[{"type":"ObjectEvent"},{"a": ${wrong} }]}}`;
      const [id, line, column, path, events] = await end(text);
      assert.deepEqual([id, line, events], ['json-syntax', 1, 1], wrong);
      assert.ok(
        Number(column) >= text.indexOf('"a": ') + 6 && Number(column) <= text.indexOf(' }') + 1,
        `${wrong}: column ${column}`,
      );
      assert.match(String(path), /^\/epcisBody\/eventList\/1/);
    }
  });

  it('is cut off', async () => {
    for (let length = 1; length < pretty.length; length += 13) {
      const { issues } = await read(pretty.slice(0, length));
      const last = issues.at(-1);
      assert.equal(last?.id, 'json-truncated', `after ${length}`);
      const before = pretty.slice(0, length);
      assert.equal(last.at.line, before.split('\n').length);
      assert.equal(last.at.column, before.length - before.lastIndexOf('\n'));
    }
    assert.deepEqual((await end(pretty.slice(0, pretty.lastIndexOf('"action"'))))[3], '/epcisBody/eventList/2');
  });

  it('lacks a quotation mark, which is found where it is missing and not at the end', async () => {
    const text = pretty.replace('"OBSERVE"', '"OBSERVE');
    const [id, line] = await end(text);
    assert.deepEqual([id, line], ['json-syntax', placeOf(text, '"OBSERVE')[0]]);
  });
});

describe('bytes that are no UTF-8', () => {
  const bytes = Buffer.from(pretty.replace('"OBSERVE"', '"OBSERVÉ"'));
  const at = bytes.indexOf(Buffer.from('É'));

  it('are found with their place, in events and elsewhere', async () => {
    const latin = Buffer.concat([bytes.subarray(0, at), Buffer.from([0xc9]), bytes.subarray(at + 2)]);
    const [line, column] = placeOf(pretty, '"OBSERVE"');
    assert.deepEqual(await end(latin), ['json-encoding', line, column + 7, '/epcisBody/eventList/0', 0]);
    assert.deepEqual(await end(latin, { chunk: 10 }), ['json-encoding', line, column + 7, '/epcisBody/eventList/0', 0]);
    const outside = Buffer.from('{"type":"EPCISDocument",\n"ex:Grö\xDFe":1}', 'latin1');
    assert.deepEqual(await end(outside), ['json-encoding', 2, 7, '', 0]);
  });

  it('are refused as UTF-16 and UTF-32', async () => {
    for (const encoding of ['utf16le'] as const) {
      assert.deepEqual(await end(Buffer.from(pretty, encoding)), ['json-encoding', 1, 1, '', 0]);
      assert.deepEqual(await end(Buffer.from(`\uFEFF${pretty}`, encoding)), ['json-encoding', 1, 1, '', 0]);
    }
    assert.match((await read(Buffer.from([0, 0, 0, 0x7b]))).issues[0]?.message ?? '', /UTF-32/);
  });

  it('are none where every sequence is right, whatever the chunks', async () => {
    const text = JSON.stringify(documentOf([objectEvent({ 'ex:a': 'é漢𝕏\u0800\uffff\u{10ffff}' })]));
    assert.deepEqual((await read(Buffer.from(text), { chunk: 3 })).issues, []);
  });
});

describe('a limit', () => {
  it('bounds the depth', async () => {
    const deep = (depth: number): string =>
      JSON.stringify(documentOf([objectEvent({ 'ex:a': 'HERE' })])).replace('"HERE"', `${'['.repeat(depth)}${']'.repeat(depth)}`);
    assert.deepEqual((await read(deep(58), { limits: { depth: 62 } })).issues, []);
    const [id, line, , path] = await end(deep(59), { limits: { depth: 62 } });
    assert.deepEqual([id, line, path], ['nesting-too-deep', 1, '/epcisBody/eventList/0']);
    assert.deepEqual((await end(deep(100_000)))[0], 'nesting-too-deep');
    assert.deepEqual((await end('['.repeat(100_000)))[0], 'nesting-too-deep');
    assert.deepEqual((await end('{"a":'.repeat(100_000)))[0], 'nesting-too-deep');
    assert.deepEqual((await end(`{"ex:a":${'['.repeat(100_000)}`))[0], 'nesting-too-deep');
  });

  it('bounds a text, in characters', async () => {
    const document = (text: string): string => JSON.stringify(documentOf([objectEvent(), objectEvent({ 'ex:a': text })]));
    const bounds = { limits: { textLength: 100 } };
    assert.deepEqual((await read(document('ä'.repeat(100)), bounds)).issues, []);
    assert.deepEqual((await end(document('ä'.repeat(101)), bounds)).slice(3), ['/epcisBody/eventList/1/ex:a', 1]);
    assert.deepEqual((await end(document('"'.repeat(101)), { ...bounds, chunk: 5 })).slice(3), [
      '/epcisBody/eventList/1/ex:a',
      1,
    ]);
    assert.deepEqual((await end(JSON.stringify(documentOf([], { sender: 'x'.repeat(101) })), bounds))[0], 'text-too-long');
  });

  it('bounds an event, in bytes', async () => {
    const epcList = Array.from({ length: 100 }, (_, i) => `urn:epc:id:sgtin:9521234.012345.${i}`);
    const document = JSON.stringify(documentOf([objectEvent(), objectEvent({ epcList })]));
    const at = document.lastIndexOf('{"type":"ObjectEvent"') + 1;
    for (const chunk of [50, 100_000]) {
      assert.deepEqual(await end(document, { chunk, limits: { eventBytes: 2000 } }), [
        'event-too-large',
        1,
        at,
        '/epcisBody/eventList/1',
        1,
      ]);
    }
    const bare = JSON.stringify({ ...objectEvent({ epcList }) });
    assert.deepEqual((await end(bare, { chunk: 50, limits: { eventBytes: 2000 } }))[0], 'document-part-too-large');
  });

  it('bounds the number of events', async () => {
    const document = documentOf(Array.from({ length: 5 }, () => objectEvent()));
    assert.equal((await read(document, { limits: { events: 5 } })).issues.length, 0);
    assert.deepEqual((await end(JSON.stringify(document), { limits: { events: 4 } })).slice(3), ['/epcisBody/eventList/4', 4]);
    assert.equal((await read(document, { limits: { events: 4 } })).issues[0]?.id, 'too-many-events');
  });
});

describe('a name that repeats', () => {
  it('is a finding wherever it stands; the last value counts', async () => {
    const text = JSON.stringify(documentOf([objectEvent({ 'ex:deep': { list: [{ a: 1 }] } })]))
      .replace('"action":"OBSERVE"', '"action":"ADD","action":"OBSERVE"')
      .replace('{"a":1}', '{"a":1,"a":1}')
      .replace('"schemaVersion":"2.0"', '"schemaVersion":"1.9","schemaVersion":"2.0"');
    const { events, issues, errors } = await read(text);
    assert.deepEqual(errors, []);
    assert.deepEqual(
      issues.map(({ id, layer, at, message }) => [id, layer, at.path, at.column, message.includes('the same')]),
      [
        ['name-repeated', 'wellformedness', '/epcisBody/eventList/0/action', text.indexOf('"action":"OBSERVE"') + 1, false],
        ['name-repeated', 'wellformedness', '/epcisBody/eventList/0/ex:deep/list/0/a', text.indexOf('"a":1}') + 1, true],
        ['name-repeated', 'wellformedness', '/schemaVersion', text.indexOf('"schemaVersion":"2.0"') + 1, false],
      ],
    );
    assert.ok(events[0]?.type === 'ObjectEvent' && events[0].action === 'OBSERVE');
  });
});

describe('half of a surrogate pair', () => {
  it('is no character', async () => {
    const text = JSON.stringify(documentOf([objectEvent({ 'ex:a': 'HERE' })])).replace('HERE', '\\ud83c');
    assert.deepEqual(ids((await read(text)).errors), ['text-not-unicode']);
    assert.deepEqual(ids((await read(text.replace('\\ud83c', '\\ud83c\\udf81'))).errors), []);
  });
});
