/** Builds the tree of one piece of a document from its elements as they come. */

import type { OpenTag, XmlHandler } from './handler.ts';
import { epcisNamespace } from './namespaces.ts';
import { addChild, isBlank, makeLeaf, makeNode, type XmlNode } from './node.ts';

export type TreeBuilder = {
  /** The innermost open element; undefined between trees. */
  readonly current: () => XmlNode | undefined;
  readonly start: (root: XmlNode) => void;
  readonly open: (tag: OpenTag) => void;
  readonly leaf: XmlHandler['leaf'];
  readonly text: (text: string) => void;
  /** @returns the tree, when this closed its root */
  readonly close: () => XmlNode | undefined;
};

const EPC_LISTS: ReadonlySet<string> = new Set(['epcList', 'childEPCs', 'inputEPCList', 'outputEPCList']);

/** @param onQualified told of a standard element that was written with a namespace of EPCIS; the standard has none there */
export function makeTreeBuilder(onQualified: (node: XmlNode) => void): TreeBuilder {
  let root: XmlNode | undefined;
  let current: XmlNode | undefined;

  const open = (tag: OpenTag): void => {
    if (!current) return;
    const isQualified = tag.ns !== '' && current.isPlain && epcisNamespace(tag.ns) !== undefined;
    const isPlain = current.isPlain && (tag.ns === '' || isQualified);
    if (!current.isPlain) keepText(current);
    const node = makeNode(tag, isQualified ? '' : tag.ns, current, isPlain, isPlain && EPC_LISTS.has(tag.name) ? [] : undefined);
    addChild(current, node);
    current = node;
    if (isQualified) onQualified(node);
  };

  const close = (): XmlNode | undefined => {
    const closed = current;
    if (!closed) return undefined;
    if (!closed.isPlain && closed.children) keepText(closed);
    if (closed === root) {
      root = undefined;
      current = undefined;
      return closed;
    }
    current = closed.parent;
    if (current?.epcs) gatherEpc(current, current.epcs, closed);
    return undefined;
  };

  return {
    current: () => current,
    start: (node) => {
      root = node;
      current = node;
    },
    open,
    leaf: (tag, text) => {
      if (current) addChild(current, makeLeaf(tag, text, current));
    },
    text: (text) => {
      if (!current || (current.isPlain && (current.children || current.epcs) && isBlank(text))) return;
      current.text = current.text === '' ? text : current.text + text;
    },
    close,
  };
}

/** In somebody's own elements text between elements is content, unless it only indents. */
function keepText(node: XmlNode): void {
  const { text } = node;
  if (node.isMixed ? text === '' : isBlank(text)) {
    node.text = '';
    return;
  }
  node.isMixed = true;
  const { line, column } = node;
  addChild(node, makeLeaf({ name: '#text', prefix: '', ns: '', attributes: [], line, column }, text, node));
  node.text = '';
}

/** A plain EPC joins the texts of its list, in its turn; what is odd about one is kept to be told. */
function gatherEpc(list: XmlNode, epcs: string[], closed: XmlNode): void {
  const isOdd = closed.name !== 'epc' || closed.ns !== '' || closed.attributes.length > 0 || closed.children !== undefined;
  if (isOdd || isBlank(closed.text)) return;
  list.children?.pop();
  if (list.children?.length === 0) list.children = undefined;
  epcs.push(closed.text.trim());
}
