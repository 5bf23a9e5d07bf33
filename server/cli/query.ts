/** `epcis-hub query 'EQ_bizStep=shipping&…'` */
import type { Command } from 'commander';
import { namespacesOf } from '../capture/headers.ts';
import { encodeEvent } from '../codec/json/encode.ts';
import type { StoredEvent } from '../epcis/stored-event.ts';
import { toInstant } from '../epcis/time.ts';
import type { Repository } from '../ports/repository.ts';
import { parseParameters } from '../query/parse-parameters.ts';
import { allEvents } from '../search/all-events.ts';
import { ExitCode } from './exit-code.ts';
import { dataOption, operator, type StoreOptions, withRepository } from './session.ts';

type Options = StoreOptions & { readonly json?: true; readonly extensions?: string };

export function register(program: Command): void {
  program
    .command('query')
    .description('Events that match a SimpleEventQuery')
    .argument('[parameters]', "as in a URL, e.g. 'EQ_bizStep=shipping&GE_eventTime=2026-03-01T00:00:00Z'; none: every event", '')
    .option('--extensions <prefixes>', 'prefix=namespace, … for the names of extension fields')
    .option(...dataOption)
    .option('--json', 'one JSON-LD event per line')
    .addHelpText('after', '\nExit 0 when events were found, 1 when none.')
    .action((parameters: string, options: Options) =>
      withRepository(options, (repository) => query(parameters, options, repository)),
    );
}

async function query(parameters: string, options: Options, { events }: Repository): Promise<void> {
  const namespaces = namespacesOf({ 'gs1-extensions': options.extensions ?? '' });
  const asked = parseParameters(new URLSearchParams(parameters), namespaces);
  let count = 0;
  for await (const stored of allEvents({ events }, operator, asked)) {
    count++;
    console.log(options.json ? JSON.stringify(asJson(stored)) : inWords(stored));
  }
  if (!options.json) console.error(`${count} event${count === 1 ? '' : 's'}`);
  if (count === 0) throw new ExitCode(1);
}

const asJson = ({ event, eventID, origin }: StoredEvent): object => ({
  ...encodeEvent(event, { epcFormat: 'as-written' }),
  eventID,
  recordTime: toInstant(origin.recordTime),
});

function inWords({ event, eventID }: StoredEvent): string {
  const what = [event.type, 'action' in event ? event.action : '', event.bizStep?.word ?? '', event.disposition?.word ?? '']
    .filter(Boolean)
    .join(' ');
  const where = event.bizLocation?.id ?? event.readPoint?.id ?? '';
  return `${toInstant(event.eventTime.ms)}  ${what.padEnd(48)} ${where.padEnd(42)} ${eventID}`;
}
