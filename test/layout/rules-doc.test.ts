/** docs/rules.md is the table of rules. Run with UPDATE_DOCS=1 it is written anew. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { it } from 'node:test';
import { rules } from '../../server/validation/rules/all.ts';

const HEAD = `# Rules

What every event is judged by after its structure: the rules that no schema can say. An \`error\` refuses the event (under
\`rollback\` its document); a \`warning\` or \`note\` stands in the job's result and in \`epcis-hub validate\`. Findings of structure
name what the schema of the document's version wants and are not listed here.

| rule | severity | what it wants | where the standard says so |
|---|---|---|---|
`;

it('docs/rules.md lists every rule as it is', () => {
  const text = `${HEAD}${rules.map(({ id, severity, summary, section }) => `| \`${id}\` | ${severity} | ${summary} | ${section} |\n`).join('')}
Over the events of one document, in \`epcis-hub validate\`: \`event-id-repeated\` (error) and \`event-repeated\` (warning). When a document
is captured the store judges the same over all events it has.
`;
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync('docs/rules.md', text);
  assert.equal(readFileSync('docs/rules.md', 'utf8'), text);
});
