/** What saxes finds wrong, under our ids and in words that help. */
import { BrokenXml } from './broken-xml.ts';
import type { OpenElements } from './cursor.ts';

type At = { readonly line: number; readonly column: number; readonly tagLine: number; readonly tagColumn: number };

type Explained = { readonly id: string; readonly message: string; readonly hint?: string; readonly isOfTag?: true };

export function explainSaxes(message: string, open: OpenElements, at: At): BrokenXml {
  const { id, message: told, hint, isOfTag } = explain(message, open);
  const place = isOfTag ? { line: at.tagLine, column: at.tagColumn } : { line: at.line, column: at.column };
  return new BrokenXml(id, told, { hint, at: place });
}

function explain(message: string, open: OpenElements): Explained {
  if (/close tag|closing tag:/.test(message)) return tagMismatch(open);
  const prefix = /unbound namespace prefix: "(.*)"/.exec(message)?.[1];
  if (prefix !== undefined) {
    return {
      id: 'namespace-prefix-undeclared',
      message: `The prefix "${prefix}" is not bound to a namespace.`,
      hint: `Declare it, at the root for instance: xmlns:${prefix}="…".`,
      isOfTag: true,
    };
  }
  const duplicate = /duplicate attribute: (.*)\.$/.exec(message)?.[1];
  if (duplicate !== undefined)
    return { id: 'attribute-duplicate', message: `The attribute ${duplicate} is given twice.`, isOfTag: true };
  return (
    rows.find(([part]) => message.includes(part))?.[1] ?? {
      id: 'not-well-formed',
      message: `The document is not well-formed XML: ${message}`,
    }
  );
}

/** The innermost element is named with the line of its start tag, which is where the mistake often is. */
export function tagMismatch(open: OpenElements): Explained {
  const innermost = open.names.length - 1;
  const message =
    innermost < 0
      ? 'An end tag stands where no element is open.'
      : `An end tag does not match <${open.names[innermost]}>, which was opened in line ${open.lines[innermost]}.`;
  return { id: 'tag-mismatch', message, isOfTag: true };
}

const rows: readonly (readonly [string, Explained])[] = [
  [
    'undefined entity',
    {
      id: 'entity-undefined',
      message: 'An entity reference names an entity that XML does not define.',
      hint: 'Only &amp; &lt; &gt; &quot; &apos; and numeric references exist without a DOCTYPE, which is not allowed.',
    },
  ],
  [
    'entity name',
    {
      id: 'ampersand-unescaped',
      message: 'A raw & stands in the text.',
      hint: 'Write &amp; where the character itself is meant.',
    },
  ],
  [
    'malformed character entity',
    { id: 'character-reference-invalid', message: 'A numeric character reference is malformed or names no XML character.' },
  ],
  [
    'disallowed character.',
    { id: 'character-forbidden', message: 'A character stands here that XML does not allow at this place.' },
  ],
  [']]>', { id: 'character-forbidden', message: 'The characters ]]> stand in the text.', hint: 'Write ]]&gt; instead.' }],
  ['only one root', { id: 'root-repeated', message: 'A second root element follows the first.', isOfTag: true }],
  ['text data outside', { id: 'text-outside-root', message: 'Text stands outside the root element.' }],
  ['must contain a root', { id: 'document-empty', message: 'The document holds no element.' }],
  [
    'encoding value',
    {
      id: 'encoding-unsupported',
      message: 'The encoding in the XML declaration is no encoding name.',
      hint: 'Write encoding="UTF-8" in plain ASCII letters.',
    },
  ],
  ['unclosed tag', { id: 'document-truncated', message: 'The document ends before its elements do.' }],
];
