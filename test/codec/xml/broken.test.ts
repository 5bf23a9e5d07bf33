/** What is not well-formed, or crosses a limit, ends the reading with a finding that names the place. Nothing is thrown. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { document2, epcs, head, ids, objectEvent, read, tail, times } from './read.ts';

const within = (text: string): string => `<a>\n  ${text}\n</a>`;

/** Document, id, line, column. */
const broken: Readonly<Record<string, readonly [document: string, id: string, line: number, column: number]>> = {
  'nothing at all': ['', 'document-empty', 1, 1],
  'white space only': [' \n ', 'document-empty', 2, 2],
  JSON: ['\n {"type": "EPCISDocument"}', 'not-xml', 2, 2],
  'plain text': ['hello', 'not-xml', 1, 1],
  'an end tag that does not match': [within('<b>1</c>'), 'tag-mismatch', 2, 7],
  'an end tag that does not match its plain element': [
    document2('<ObjectEvent><readPoint><id>urn:x:1</id></readpoint></ObjectEvent>'),
    'tag-mismatch',
    2,
    41,
  ],
  'a raw ampersand': [within('<b>Smith & Sons</b>'), 'ampersand-unescaped', 2, 12],
  'an entity nobody declared': [within('<b>&nbsp;</b>'), 'entity-undefined', 2, 11],
  'a reference to no character': [within('<b>&#x1;</b>'), 'character-reference-invalid', 2, 10],
  'a prefix nobody declared': [within('<x:b/>'), 'namespace-prefix-undeclared', 2, 3],
  'an attribute given twice': [within('<b c="1" c="2"/>'), 'attribute-duplicate', 2, 3],
  'the end of a section in text': [within('<b>a]]>b</b>'), 'character-forbidden', 2, 9],
  'a second root': ['<EPCISDocument/>\n<b/>', 'root-repeated', 2, 1],
  'an attribute without quotes': [within('<b c=1/>'), 'not-well-formed', 2, 8],
  'an end in the middle of a text': [document2(objectEvent()).slice(0, 300), 'document-truncated', 2, 300 - head().length],
  'an end between elements': [head(), 'document-truncated', 1, head().length + 1],
  'an end in the middle of a tag': [`${head()}\n<ObjectEvent`, 'document-truncated', 2, 13],
};

describe('a document that is not well-formed', () => {
  for (const [what, [document, id, line, column]] of Object.entries(broken)) {
    it(`${what}`, async () => {
      const { errors } = await read(
        document
          .replace(
            /^<a>/,
            `<epcis:EPCISDocument xmlns:epcis="urn:epcglobal:epcis:xsd:2" schemaVersion="2.0" creationDate="2025-03-03T09:00:00Z"><EPCISBody/>`,
          )
          .replace(/<\/a>$/, '</epcis:EPCISDocument>'),
      );
      const found = errors.filter((error) => error.layer === 'wellformedness');
      assert.deepEqual(ids(found), [id]);
      assert.deepEqual([found[0]?.at.line, found[0]?.at.column], [line, column]);
    });
  }

  it('names the place and the path of a character that XML does not know', async () => {
    const { errors } = await read(document2(objectEvent('<bizStep>urn:x:\u0001</bizStep>')));
    assert.deepEqual(ids(errors), ['character-forbidden']);
    assert.match(errors[0]?.message ?? '', /U\+0001/);
    assert.deepEqual(
      [errors[0]?.at.line, errors[0]?.at.column],
      [2, objectEvent().indexOf('</ObjectEvent>') + '<bizStep>urn:x:'.length + 1],
    );
    assert.equal(errors[0]?.at.path, '/EPCISDocument/EPCISBody/EventList/ObjectEvent[1]');
  });

  it('keeps the events that were whole before it', async () => {
    const { events, errors } = await read(`${head()}\n${objectEvent()}\n${objectEvent()}\n<ObjectEvent>${times}`);
    assert.equal(events.length, 2);
    assert.deepEqual(ids(errors), ['document-truncated']);
    assert.match(errors[0]?.message ?? '', /inside <ObjectEvent>, which was opened in line 4/);
  });
});

describe('a document type declaration', () => {
  it('is refused with whatever it declares', async () => {
    for (const doctype of [
      '<!DOCTYPE a [<!ENTITY x "y">]>',
      '<!DOCTYPE a SYSTEM "file:///etc/hostname">',
      '<!DOCTYPE a PUBLIC "p" "http://x.example/">',
      `<!DOCTYPE a [${'<!ENTITY x "y">'.repeat(100_000)}`,
    ]) {
      const { events, errors } = await read(`<?xml version="1.0"?>\n${doctype}\n${document2(objectEvent())}`);
      assert.deepEqual(ids(errors), ['doctype-forbidden']);
      assert.equal(errors[0]?.layer, 'wellformedness');
      assert.deepEqual([errors[0]?.at.line, errors[0]?.at.column], [2, 1]);
      assert.equal(events.length, 0);
    }
  });

  it('is refused but read over where it declares nothing, and a warning in tolerant mode', async () => {
    const document = `<!DOCTYPE project>\n${document2(objectEvent())}`;
    const strict = await read(document);
    assert.deepEqual(ids(strict.errors), ['doctype-forbidden']);
    assert.equal(strict.events.length, 1);
    const tolerant = await read(document, { mode: 'tolerant' });
    assert.deepEqual(tolerant.errors, []);
    assert.deepEqual(ids(tolerant.issues), ['doctype-forbidden']);
  });
});

describe('a document that is too much', () => {
  it('nested deeply', async () => {
    for (const tags of ['<a>'.repeat(100_000), '<x:a xmlns:x="u">'.repeat(100_000)]) {
      const begin = performance.now();
      const { errors } = await read(`${head()}<ObjectEvent>${tags}`);
      assert.deepEqual(ids(errors), ['depth-exceeded']);
      assert.ok(performance.now() - begin < 1000);
    }
  });

  it('a long text, attribute or comment, in whatever pieces it comes', async () => {
    const long = 'x'.repeat(200_000);
    const bounds = { textLength: 100_000 };
    for (const inside of [
      `<eventTime>${long}</eventTime>`,
      `<eventTime a="${long}"/>`,
      `<!--${long}-->`,
      `<ex:a>${long}</ex:a>`,
      `<ex:a><![CDATA[${long}]]></ex:a>`,
    ]) {
      for (const chunk of [1000, 100_000, 1_000_000]) {
        const { errors } = await read(`${head()}<ObjectEvent>${inside}</ObjectEvent>${tail}`, { limits: bounds, chunk });
        const found = errors.filter(({ layer }) => layer === 'wellformedness');
        assert.deepEqual(ids(found), ['text-too-long'], `${inside.slice(0, 12)} in pieces of ${chunk}`);
      }
    }
  });

  it('an event of too many bytes', async () => {
    const many = '<epc>urn:epc:id:sgtin:9521234.012345.1</epc>'.repeat(1000);
    const document = document2(objectEvent(), objectEvent().replace(epcs, `<epcList>${many}</epcList>`));
    const { events, errors } = await read(document, { limits: { eventBytes: 10_000 } });
    assert.equal(events.length, 1);
    assert.deepEqual(ids(errors), ['event-too-large']);
    assert.equal((await read(document, { limits: { eventBytes: 100_000 } })).events.length, 2);
  });

  it('too many events', async () => {
    const document = document2(objectEvent(), objectEvent(), objectEvent());
    const { events, errors } = await read(document, { limits: { events: 2 } });
    assert.equal(events.length, 2);
    assert.deepEqual(ids(errors), ['event-limit-exceeded']);
    assert.equal(errors[0]?.at.line, 4);
  });
});

describe('the encoding', () => {
  const document = document2(objectEvent('<ex:name>Bäckerei Łódź</ex:name>'));
  const named = (label: string) =>
    `<?xml version="1.0" encoding="${label}"?>\n${document2(objectEvent('<ex:name>Bäckerei</ex:name>'))}`;
  const nameIn = ({ events }: Awaited<ReturnType<typeof read>>) => events[0]?.extensions?.[0]?.value;

  it('is UTF-8 unless something else is said, with or without byte order mark, cut anywhere', async () => {
    for (const text of [document, `\uFEFF${document}`]) {
      for (const chunk of [1, 2, 3, 7, 8192, 8193, 8194]) {
        const result = await read(`${text}${' '.repeat(9000)}`, { chunk });
        assert.deepEqual(result.issues, []);
        assert.equal(nameIn(result), 'Bäckerei Łódź');
      }
    }
  });

  it('may be UTF-16 in both orders, with or without mark', async () => {
    for (const mark of ['\uFEFF', '']) {
      const little = Buffer.from(`${mark}<?xml version="1.0" encoding="UTF-16"?>${document}`, 'utf16le');
      for (const bytes of [little, Buffer.from(little).swap16()]) {
        const result = await read(bytes, { chunk: 1001 });
        assert.deepEqual(result.issues, []);
        assert.equal(nameIn(result), 'Bäckerei Łódź');
      }
    }
  });

  it('may be a single-byte one that the declaration names', async () => {
    for (const label of ['ISO-8859-1', 'windows-1252', 'iso-8859-15']) {
      const result = await read(Buffer.from(named(label), 'latin1'));
      assert.deepEqual(result.issues, []);
      assert.equal(nameIn(result), 'Bäckerei');
    }
  });

  it('is a finding with its place where bytes are no UTF-8', async () => {
    const bytes = Buffer.from(named('UTF-8'), 'latin1');
    const { errors } = await read(bytes);
    assert.deepEqual(ids(errors), ['encoding-invalid']);
    assert.match(errors[0]?.message ?? '', /0xE4/);
    const line =
      bytes
        .toString('latin1')
        .split('\n')
        .findIndex((text) => text.includes('ä')) + 1;
    const column = (bytes.toString('latin1').split('\n')[line - 1] ?? '').indexOf('ä') + 1;
    assert.deepEqual([errors[0]?.at.line, errors[0]?.at.column], [line, column]);
  });

  it('is refused where it is not known, such as one with a hyphen that is none', async () => {
    for (const label of ['UTF‐8', 'EBCDIC', 'x-mac-roman'])
      assert.deepEqual(ids((await read(named(label))).errors), ['encoding-unsupported']);
  });

  it('is believed to be what the bytes are where the declaration differs, with a warning', async () => {
    const result = await read(`\uFEFF${named('ISO-8859-1')}`);
    assert.deepEqual(ids(result.issues), ['encoding-mismatch']);
    assert.equal(nameIn(result), 'Bäckerei');
  });

  it('names compressed documents', async () => {
    const { errors } = await read(Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]));
    assert.deepEqual(ids(errors), ['not-xml']);
    assert.match(errors[0]?.message ?? '', /gzip/);
  });

  it('has line ends of every kind', async () => {
    for (const end of ['\r\n', '\r']) {
      const { decoded, issues } = await read(document2(objectEvent('<ex:a>x\ny</ex:a>'), objectEvent()).replaceAll('\n', end), {
        chunk: 8191,
      });
      assert.deepEqual(issues, []);
      assert.equal(decoded[0]?.event?.extensions?.[0]?.value, 'x\ny');
      assert.deepEqual([decoded[1]?.at.line, decoded[1]?.at.column], [4, 1]);
    }
  });
});
