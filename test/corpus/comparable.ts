/** Canonical data without what is only a matter of notation, for comparing what went through another syntax. */
import type { Extension } from '../../server/epcis/event.ts';
import { hashValue } from '../../server/epcis/hash-values.ts';
import { identifierKey } from '../../server/epcis/identifier/key.ts';

/**
 * Identifiers by their key, words by their word, numbers by their value, times by their text; of extensions namespace, name and content, where
 * attributes count as what is in the element, in the order of their names. That an event was a QuantityEvent is left aside.
 */
export function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return isFields(value) ? fields(value as readonly Extension[]) : value.map(comparable);
  if (typeof value === 'string') return identifierKey(value);
  if (typeof value !== 'object' || value === null) return value;
  if ('word' in value && 'text' in value) return { word: hashValue(String(value.word)) };
  if ('value' in value && 'text' in value) return { number: value.value };
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !['context', 'prefix', 'wasQuantityEvent'].includes(name))
      .map(([name, inner]) => [name, comparable(inner)]),
  );
}

const isFields = (list: readonly unknown[]): boolean =>
  list.every((each) => typeof each === 'object' && each !== null && 'ns' in each) && list.length > 0;

function fields(list: readonly Extension[]): unknown {
  const written = list.map(({ ns, name, value, attributes = [] }) => {
    const inner = [...attributes, ...(Array.isArray(value) ? (value as readonly Extension[]) : [])];
    const isText = inner.length === attributes.length && !Array.isArray(value);
    const text =
      isText && attributes.length > 0 && value !== '' && value !== null ? [{ ns: '', name: '#text', prefix: '', value }] : [];
    const content = inner.length + text.length > 0 ? fields([...inner, ...text]) : comparable(value);
    return { ns, name, content };
  });
  const key = ({ ns, name }: { readonly ns: string; readonly name: string }): string => `${ns} ${name}`;
  return written.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}
