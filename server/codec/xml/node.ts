/** One piece of a document as a tree: an event, a vocabulary element, a header. Never the document. */
import type { OpenTag, XmlAttribute } from './handler.ts';

export type XmlNode = {
  readonly name: string;
  readonly prefix: string;
  /** '' also for standard elements that were written with an EPCIS namespace. */
  readonly ns: string;
  readonly attributes: readonly XmlAttribute[];
  /** In document order; `#text` for text between elements of somebody's own. */
  children: XmlNode[] | undefined;
  /** There is text between the children. */
  isMixed: boolean;
  /** Character data of the element itself. */
  text: string;
  /** Texts of plain `epc` children, trimmed and not empty, where this is a list of them. */
  epcs: string[] | undefined;
  readonly line: number;
  readonly column: number;
  readonly parent: XmlNode | undefined;
  /** Something of the standard, or un-namespaced where only that may stand: white space between its children is nothing. */
  readonly isPlain: boolean;
  /** Among siblings of its name, from 1, where these are not kept; 0: unknown, or the only one. */
  readonly ordinal: number;
};

const NO_CHILDREN: readonly XmlNode[] = [];

export const childrenOf = (node: XmlNode): readonly XmlNode[] => node.children ?? NO_CHILDREN;

export const makeNode = (
  tag: OpenTag,
  ns: string,
  parent: XmlNode | undefined,
  isPlain: boolean,
  epcs: string[] | undefined,
  ordinal = 0,
): XmlNode => ({
  name: tag.name,
  prefix: tag.prefix,
  ns,
  attributes: tag.attributes,
  children: undefined,
  isMixed: false,
  text: '',
  epcs,
  line: tag.line,
  column: tag.column,
  parent,
  isPlain,
  ordinal,
});

export const makeLeaf = (tag: OpenTag, text: string, parent: XmlNode | undefined): XmlNode => ({
  name: tag.name,
  prefix: tag.prefix,
  ns: tag.ns,
  attributes: tag.attributes,
  children: undefined,
  isMixed: false,
  text,
  epcs: undefined,
  line: tag.line,
  column: tag.column,
  parent,
  isPlain: tag.ns === '',
  ordinal: 0,
});

export function addChild(parent: XmlNode, child: XmlNode): void {
  if (parent.children) parent.children.push(child);
  else parent.children = [child];
}

export const isBlank = (text: string): boolean => text === '' || text.trim() === '';

/** Where its attribute of that name in that namespace says. */
export function attributeOf(node: XmlNode, name: string, ns = ''): string | undefined {
  for (const attribute of node.attributes) if (attribute.name === name && attribute.ns === ns) return attribute.value;
  return undefined;
}

/**
 * Path from the root of the document, e.g. `/EPCISDocument/EPCISBody/EventList/ObjectEvent[2]/action`. Numbers stand
 * where an element has siblings of its name.
 */
export function pathOf(node: XmlNode): string {
  const { parent } = node;
  const path = parent ? pathOf(parent) : '';
  const number = node.ordinal > 0 ? node.ordinal : numberAmong(parent ? childrenOf(parent) : NO_CHILDREN, node);
  return `${path}/${labelOf(node)}${number > 0 ? `[${number}]` : ''}`;
}

function numberAmong(siblings: readonly XmlNode[], node: XmlNode): number {
  let number = 0;
  let count = 0;
  for (const sibling of siblings) {
    if (sibling.name !== node.name || sibling.ns !== node.ns) continue;
    count++;
    if (sibling === node) number = count;
    if (number > 0 && count > 1) return number;
  }
  return 0;
}

/** The name as a reader of the document knows it. */
export const labelOf = (node: { readonly name: string; readonly prefix: string; readonly ns: string }): string =>
  node.prefix === '' || node.ns === '' ? node.name : `${node.prefix}:${node.name}`;
