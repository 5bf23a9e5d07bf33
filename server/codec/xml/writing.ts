/** What all writers of elements share. */
import type { EpcisVersion } from '../../epcis/document.ts';
import type { Word } from '../../epcis/event.ts';
import { toDigitalLink, toEpcUrn } from '../../epcis/identifier/translate.ts';
import { printWord } from '../../epcis/vocabulary/cbv.ts';
import type { Printing } from './values.ts';

/** Namespaces by prefix. */
type Prefixes = Readonly<Record<string, string>>;

/** Something the version being written has no place for. */
export type Loss = { readonly path: string; readonly reason: string };

export type WrittenVersion = Extract<EpcisVersion, '1.2' | '2.0'>;

export type Writing = {
  readonly version: WrittenVersion;
  readonly printing: Printing;
  readonly lose: (path: string, reason: string) => void;
  /** The same where more prefixes are declared. */
  readonly withPrefixes: (prefixes: Prefixes) => Writing;
};

export type WriteOptions = {
  readonly version: WrittenVersion;
  /** How identifiers of GS1 keys are written; what has no such form stays as it is. */
  readonly epcFormat: 'as-written' | 'urn' | 'digital-link';
  /** How words of the CBV are written. Default: Web URIs in 2.0, URNs in 1.2. */
  readonly cbvFormat?: 'urn' | 'web-uri' | 'as-written';
  readonly onLoss: (loss: Loss) => void;
};

const identifiers: Readonly<Record<WriteOptions['epcFormat'], (text: string) => string>> = {
  'as-written': (text) => text,
  urn: (text) => toEpcUrn(text) ?? text,
  'digital-link': (text) => toDigitalLink(text) ?? text,
};

/**
 * @param source syntax the words come from: a bare word is no value in XML, unless a partner wrote it there
 * @param prefixes that are declared where the words will stand
 */
export function makeWriting(options: WriteOptions, source: 'xml' | 'json' = 'json', prefixes: Prefixes = {}): Writing {
  const { version, epcFormat, cbvFormat, onLoss } = options;
  const usual = version === '2.0' ? 'web-uri' : 'urn';
  const notation = cbvFormat === undefined || cbvFormat === 'as-written' ? usual : cbvFormat;
  const isKept = (text: string): boolean => cbvFormat === 'as-written' && (source === 'xml' || text.includes(':'));
  return {
    version,
    printing: {
      identifier: identifiers[epcFormat],
      word: (vocabulary, word) =>
        isKept(word.text) || isShort(word, prefixes) ? word.text.trim() : printWord(vocabulary, word.word, notation),
    },
    lose: (path, reason) => onLoss({ path, reason }),
    withPrefixes: (more) => makeWriting(options, source, { ...prefixes, ...more }),
  };
}

/** A private word shortened with a prefix that will be declared: what it says must not depend on the notation it came in. */
function isShort({ word, text }: Word, prefixes: Prefixes): boolean {
  const short = text.trim();
  const colon = short.indexOf(':');
  const ns = colon > 0 ? prefixes[short.slice(0, colon)] : undefined;
  return ns !== undefined && word !== short && word === ns + short.slice(colon + 1);
}
