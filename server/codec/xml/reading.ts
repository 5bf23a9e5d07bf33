/** What all readers of elements share. */
import type { EpcisVersion } from '../../epcis/document.ts';
import type { Extension } from '../../epcis/event.ts';
import { type Findings, tagOf } from './findings.ts';
import type { Shape } from './grammar.ts';
import type { XmlNode } from './node.ts';
import type { Resolve } from './values.ts';

export type Reading = {
  readonly version: EpcisVersion;
  readonly resolve: Resolve;
  readonly findings: Findings;
};

/** An object on its way: its members are those of the grammar. */
export type Draft = Record<string, unknown>;

export function keepExtension(draft: Draft, extension: Extension, node: XmlNode, shape: Shape, findings: Findings): void {
  if (!shape.hasExtensions) {
    findings.report(
      {
        id: 'extension-not-kept',
        layer: 'rule',
        severity: 'warning',
        message: `${extension.name} is not kept: ${tagOf(node)} has no place for it.`,
      },
      node,
    );
    return;
  }
  const held = draft['extensions'];
  if (Array.isArray(held)) held.push(extension);
  else draft['extensions'] = [extension];
}
