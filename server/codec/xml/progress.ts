/** How far a sequence of elements has come: order and occurrence, as the schema wants them. */
import { type Findings, tagOf } from './findings.ts';
import type { Particle, Shape } from './grammar.ts';
import type { XmlNode } from './node.ts';

export type Progress = {
  /** Index of the last particle that came in order. */
  last: number;
  /** One bit for each particle that has been there. */
  seen: number;
  /** Somebody's own elements have begun: they stand at the end. */
  hasOthers: boolean;
  /** Elements so far. */
  count: number;
};

export const makeProgress = (): Progress => ({ last: -1, seen: 0, hasOthers: false, count: 0 });

/** Takes note of a known element, and reports where it comes too late, twice, or beside another that excludes it. */
export function admit(progress: Progress, particle: Particle, child: XmlNode, shape: Shape, findings: Findings): void {
  const bit = 1 << particle.index;
  const isAgain = (progress.seen & bit) !== 0;
  if (shape.order === 'one' && progress.count > 0) reportExcluded(child, shape, findings);
  else if (isAgain && (!particle.isRepeatable || particle.isSingle)) reportRepeated(child, shape, particle, findings);
  else if (shape.order === 'sequence' && !particle.isLax && (particle.index < progress.last || progress.hasOthers)) {
    reportOrder(child, shape, progress, findings);
  }
  progress.seen |= bit;
  progress.count++;
  if (particle.index > progress.last) progress.last = particle.index;
}

function reportExcluded(child: XmlNode, shape: Shape, findings: Findings): void {
  const names = shape.sequence.map(({ name }) => `<${name}>`);
  const message = `${tagOf(child)} is one too many: only one of ${names.length > 4 ? 'these elements' : names.join(', ')} may stand here.`;
  findings.report({ id: 'element-repeated', layer: 'schema', message }, child);
}

/** Where the schema lets it pass, the object still has but one place for it. */
function reportRepeated(child: XmlNode, shape: Shape, particle: Particle, findings: Findings): void {
  findings.report(
    {
      id: 'element-repeated',
      layer: shape.order === 'any' ? 'rule' : 'schema',
      message: `${tagOf(child)} stands here a second time${particle.content.kind === 'text' && !particle.isRepeatable ? '; the first is read' : ''}.`,
    },
    child,
  );
}

function reportOrder(child: XmlNode, shape: Shape, progress: Progress, findings: Findings): void {
  const before = progress.hasOthers ? 'all elements of your own' : `<${shape.sequence[progress.last]?.name}>`;
  findings.report(
    {
      id: 'element-order',
      layer: 'schema',
      message: `${tagOf(child)} comes too late: it belongs before ${before}.`,
      hint: `The order is: ${shape.sequence.map(({ name }) => name).join(', ')}.`,
    },
    child,
  );
}

/** @param draft what has been read, wherever it stood */
export function reportMissing(
  progress: Progress,
  draft: Readonly<Record<string, unknown>>,
  node: XmlNode,
  shape: Shape,
  findings: Findings,
): void {
  for (const particle of shape.sequence) {
    const isWanted = particle.isRequired || particle.isNeeded;
    if (!isWanted || (progress.seen & (1 << particle.index)) !== 0 || draft[particle.field] !== undefined) continue;
    const layer = particle.isRequired ? 'schema' : 'rule';
    if (particle.isLax) findings.lax++;
    findings.report(
      {
        id: 'element-missing',
        layer,
        message: `${tagOf(node)} has no <${particle.name}>.`,
        hint: hintFor(particle),
        isFatal: particle.isNeeded,
      },
      node,
    );
    if (particle.isLax) findings.lax--;
  }
  if (shape.isNeverEmpty && progress.count === 0 && !progress.hasOthers && node.children === undefined) {
    findings.report(
      { id: 'element-empty', layer: 'schema', message: `${tagOf(node)} must not be empty.`, hint: 'Leave it out.' },
      node,
    );
  }
}

/** A list that the schema wants although there is nothing in it. */
const hintFor = (particle: Particle): string | undefined =>
  particle.content.kind === 'epcs' ? `Write <${particle.name}/> where there are none.` : undefined;
