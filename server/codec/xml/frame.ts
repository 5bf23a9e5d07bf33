/** Elements that are met child by child, without a tree. */
import type { Particle, Shape } from './grammar.ts';
import type { OpenTag } from './handler.ts';
import { epcisNamespace } from './namespaces.ts';
import type { XmlNode } from './node.ts';
import { makeProgress, type Progress } from './progress.ts';
import type { Draft } from './reading.ts';

/** An open element that is met child by child. */
export type Frame = {
  readonly node: XmlNode;
  readonly shape: Shape;
  readonly progress: Progress;
  readonly draft: Draft;
  readonly counts: Map<string, number>;
};

export const makeFrame = (node: XmlNode, shape: Shape, draft: Draft): Frame => ({
  node,
  shape,
  progress: makeProgress(),
  draft,
  counts: new Map(),
});

export type Found = { readonly particle: Particle; readonly isElsewhere: boolean; readonly isQualifiedWell: boolean };

/** The particle of that name, here or elsewhere in the document; its namespace may be one of EPCIS or missing. */
export function find(tag: OpenTag, shape: Shape): Found | undefined {
  const here = shape.elements.get(tag.name);
  const particle = here ?? shape.elsewhere.get(tag.name);
  if (!particle) return undefined;
  const wanted = particle.ns ?? '';
  const isQualifiedWell = tag.ns === wanted;
  const isNear = tag.ns === '' || epcisNamespace(tag.ns) !== undefined;
  if (!isQualifiedWell && (!isNear || particle.content.kind === 'sbdh')) return undefined;
  return { particle, isElsewhere: here === undefined, isQualifiedWell };
}

/** Numbers the children of one name. */
export function count(counts: Map<string, number>, name: string): number {
  const number = (counts.get(name) ?? 0) + 1;
  counts.set(name, number);
  return number;
}
