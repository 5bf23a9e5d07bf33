/** What the tokenizer tells, and to whom. */
import type { Declared } from './cursor.ts';

export type XmlAttribute = {
  readonly name: string;
  readonly prefix: string;
  readonly ns: string;
  readonly value: string;
};

export type OpenTag = {
  readonly name: string;
  readonly prefix: string;
  readonly ns: string;
  readonly attributes: readonly XmlAttribute[];
  /** Namespaces it declares, by prefix. */
  readonly declared?: Declared | undefined;
  /** Of its `<`, from 1. */
  readonly line: number;
  readonly column: number;
};

/** What the tokenizer tells. Calls nest as the elements do. */
export type XmlHandler = {
  readonly open: (tag: OpenTag) => void;
  readonly close: () => void;
  /** Character data; may come in several pieces. */
  readonly text: (text: string) => void;
  /** An element that holds text and nothing else: `open`, `text` and `close` in one. */
  readonly leaf: (tag: OpenTag, text: string) => void;
  /** A document type declaration that declares nothing; any other ends the reading. */
  readonly doctype: (line: number, column: number) => void;
  /** Prefixes declared at the root, before its `open`. */
  readonly namespaces: (declared: Readonly<Record<string, string>>) => void;
  /** Do the children of the open element matter as elements only, so that white space between them does not? */
  readonly isPlain: () => boolean;
  /** Where the texts of plain `epc` children go, if the open element is a list of them. */
  readonly epcs: () => string[] | undefined;
};
