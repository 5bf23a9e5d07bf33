/** docs/custody.md tells the findings that there are, and its example is what the hub says. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { findingIds, findingTable } from '../../server/custody/findings/table.ts';
import { defaultLimits } from '../../server/custody/limits.ts';
import { renderCustody } from '../../server/custody/render.ts';
import type { EpcisEvent } from '../../server/epcis/event.ts';
import { ask } from '../build/ask-custody.ts';
import { anAggregationEvent, anObjectEvent } from '../build/event.ts';
import { as, between, box, type Company, maker, pharmacy, unit, wholesaler } from '../build/supply-chain.ts';

const text = readFileSync('docs/custody.md', 'utf8');
const cells = (line: string): readonly string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

const companies: Readonly<Record<string, Company>> = { maker, wholesaler, pharmacy };
const things: Readonly<Record<string, string>> = { unit: unit('1'), case: box(1) };

/** A row of the example as the event it tells of. */
function eventOf([time = '', action = '', bizStep = '', names = '', at = '', from = '', to = '']: readonly string[]): EpcisEvent {
  const place = companies[at]?.main ?? assert.fail(at);
  const isShipping = bizStep === 'shipping';
  const fields = {
    eventTime: time,
    action: action as 'ADD',
    bizStep,
    readPoint: place,
    ...(!isShipping && { bizLocation: place }),
    ...(from !== '' && between(companies[from], companies[to])),
  };
  const [thing = '', container] = names.split(' into ').map((name) => things[name] ?? assert.fail(name));
  if (container !== undefined) return anAggregationEvent({ ...fields, parentID: container, childEPCs: [thing] });
  return bizStep === 'unpacking'
    ? anAggregationEvent({ ...fields, parentID: thing, childEPCs: [] })
    : anObjectEvent({ ...fields, epcList: [thing] });
}

describe('docs/custody.md', () => {
  it('explains every finding with its severity, in order', () => {
    const rows = [...text.matchAll(/^\| `([a-z-]+)` \| (error|warning|note) \| (.{20,}) \|$/gm)];
    assert.deepEqual(
      rows.map(([, id, severity]) => [id, severity]),
      findingIds.map((id) => [id, findingTable[id].severity]),
    );
  });

  it('shows in its example what the hub says of those events', () => {
    const rows = [...text.matchAll(/^\| 2025-.*\|$/gm)].map(([row]) => cells(row));
    assert.equal(rows.length, 7);
    const events = rows.map((row, i) => as(`${i + 1}`, eventOf(row)));
    const shown = renderCustody(ask(events));
    const block = /says of the unit:\n\n```\n([\s\S]*?)```/.exec(text)?.[1];
    assert.equal(block, shown);
  });

  it('names the limits that hold', () => {
    assert.ok(text.includes(`more than ${defaultLimits.events.toLocaleString('en')} events`));
    assert.ok(text.includes(`more than ${defaultLimits.instances.toLocaleString('en')} serialised units`));
    assert.ok(text.includes(`more than ${defaultLimits.contents.toLocaleString('en')} things`));
    assert.equal(defaultLimits.clockMinutes, 5);
  });
});
