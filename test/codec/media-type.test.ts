import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sniffSyntax, syntaxOf } from '../../server/codec/media-type.ts';

describe('a media type', () => {
  it('tells the syntax, whatever its case and parameters', () => {
    for (const type of [
      'application/json',
      'application/ld+json',
      'Application/JSON; charset=UTF-8',
      'application/json;charset="utf-8"',
      'application/json; profile=x',
    ]) {
      assert.equal(syntaxOf(type), 'json', type);
    }
    for (const type of ['application/xml', 'text/xml', 'text/xml; charset=iso-8859-1', ' application/xml '])
      assert.equal(syntaxOf(type), 'xml', type);
  });

  it('is refused where it is another, or JSON in another encoding than UTF-8', () => {
    for (const type of [
      undefined,
      '',
      'text/plain',
      'application/soap+xml',
      'application/problem+json',
      'json',
      'application/json; charset=latin1',
    ]) {
      assert.equal(syntaxOf(type), undefined, String(type));
    }
  });
});

describe('first bytes', () => {
  const sniff = (text: string, encoding: BufferEncoding = 'utf8'): string | undefined => sniffSyntax(Buffer.from(text, encoding));

  it('tell the syntax of a file', () => {
    for (const text of ['<a/>', '\uFEFF<?xml version="1.0"?>', ' \r\n\t<a/>']) assert.equal(sniff(text), 'xml', text);
    for (const text of ['{', '[', '\uFEFF{', '\n {']) assert.equal(sniff(text), 'json', text);
    assert.equal(sniff('\uFEFF<a/>', 'utf16le'), 'xml');
  });

  it('tell nothing of other files', () => {
    for (const text of ['', '   ', 'EPCIS', '"x"', '1']) assert.equal(sniff(text), undefined, text);
  });
});
