/** A vocabulary element of the master data. */
import type { ExtensionText, VocabularyElement } from '../../epcis/document.ts';
import type { Extension } from '../../epcis/event.ts';
import { tagOf } from './findings.ts';
import { vocabularyElement } from './grammar-document.ts';
import type { XmlNode } from './node.ts';
import { readRecord } from './read-record.ts';
import type { Reading } from './reading.ts';

type Read = { readonly id: string; readonly attribute?: readonly Extension[]; readonly children?: readonly string[] };

/** @param type of the vocabulary around it, as written */
export function readVocabulary(node: XmlNode, type: string, reading: Reading): VocabularyElement | undefined {
  const draft = readRecord(node, vocabularyElement, reading);
  if (!draft) return undefined;
  for (const { name } of (draft['extensions'] ?? []) as readonly Extension[]) {
    const message = `The extension ${name} of ${tagOf(node)} is not kept: master data has no place for it.`;
    reading.findings.report({ id: 'extension-not-kept', layer: 'rule', severity: 'warning', message }, node);
  }
  // The grammar's members of a vocabulary element.
  const { id, attribute = [], children = [] } = draft as Read;
  return { type, id, attributes: attribute.flatMap(asAttribute), children };
}

function asAttribute(field: Extension): readonly { readonly id: string; readonly value: ExtensionText }[] {
  const id = field.attributes?.find(({ ns, name }) => ns === '' && name === 'id')?.value;
  if (typeof id !== 'string') return [];
  const { value } = field;
  return [{ id: id.trim(), value: typeof value === 'string' ? value.trim() : Array.isArray(value) ? value : '' }];
}
