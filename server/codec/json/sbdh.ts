/**
 * The Standard Business Document Header, for which JSON has no place of its own: it travels as a field of the document.
 *
 * @source UN/CEFACT Standard Business Document Header 1.3
 */
import type { Sbdh, SbdhParty } from '../../epcis/document.ts';
import type { Extension } from '../../epcis/event.ts';

const SBDH = 'http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader';
const NAME = 'StandardBusinessDocumentHeader';

export const sbdhAsField = ({ fields }: Sbdh): Extension => ({ ns: SBDH, name: NAME, prefix: 'sbdh', value: fields });

export const isSbdh = ({ ns, name }: Extension): boolean => ns === SBDH && name === NAME;

/** @returns undefined where the field holds no such header */
export function sbdhOf({ value }: Extension): Sbdh | undefined {
  if (!Array.isArray(value)) return undefined;
  const fields = (value as readonly Extension[]).map(asElement);
  const version = textOf(named(fields, 'HeaderVersion')[0]);
  const instance = textOf(named(childrenOf(named(fields, 'DocumentIdentification')[0]), 'InstanceIdentifier')[0]);
  return {
    ...(version !== undefined && { headerVersion: version }),
    senders: named(fields, 'Sender').map(partyOf),
    receivers: named(fields, 'Receiver').map(partyOf),
    ...(instance !== undefined && { instanceIdentifier: instance }),
    fields,
  };
}

/** All elements of the header have its namespace: what has none is an attribute, what is repeated is no list. */
function asElement({ ns, name, prefix, value }: Extension): Extension {
  if (!Array.isArray(value)) return { ns, name, prefix, value };
  const parts = value as readonly Extension[];
  const attributes = parts
    .filter((part) => part.ns === '' && part.name !== '#text')
    .map(({ list: _, ...attribute }) => attribute);
  const text = parts.find((part) => part.ns === '' && part.name === '#text');
  const children = parts.filter((part) => part.ns !== '').map(asElement);
  return {
    ns,
    name,
    prefix,
    value: text && children.length === 0 ? text.value : children,
    ...(attributes.length > 0 && { attributes }),
  };
}

const named = (fields: readonly Extension[], wanted: string): readonly Extension[] =>
  fields.filter(({ name }) => name === wanted);

const childrenOf = (field: Extension | undefined): readonly Extension[] =>
  Array.isArray(field?.value) ? (field.value as readonly Extension[]) : [];

const textOf = (field: Extension | undefined): string | undefined => (typeof field?.value === 'string' ? field.value : undefined);

function partyOf(party: Extension): SbdhParty {
  const [identifier] = named(childrenOf(party), 'Identifier');
  const authority = textOf(identifier?.attributes?.find(({ name }) => name === 'Authority'));
  const contact = textOf(named(childrenOf(named(childrenOf(party), 'ContactInformation')[0]), 'Contact')[0]);
  return {
    identifier: textOf(identifier) ?? '',
    ...(authority !== undefined && { authority }),
    ...(contact !== undefined && { contact }),
  };
}
