/** Names of all elements of the grammars, so that reading need not make them anew each time. */
import type { Content, Shape } from './grammar.ts';
import { documentRoots, documentShape, vocabularyElement } from './grammar-document.ts';
import { eventShape, standardEventNames } from './grammar-events.ts';

function collect(shape: Shape, names: Set<string>): void {
  for (const [name, { content }] of shape.elements) {
    if (names.has(name) && name !== 'extension') continue;
    names.add(name);
    const inner = shapeOf(content);
    if (inner) collect(inner, names);
  }
}

const shapeOf = (content: Content): Shape | undefined => ('shape' in content ? content.shape : undefined);

export const elementNames: readonly string[] = (() => {
  const names = new Set<string>(['epc']);
  for (const root of documentRoots) collect(documentShape(root, '2.0'), names);
  for (const name of standardEventNames) collect(eventShape(name, '2.0'), names);
  collect(vocabularyElement, names);
  return [...names];
})();
