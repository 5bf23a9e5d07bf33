/** `epcis-hub export` */
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { namespacesOf } from '../capture/headers.ts';
import { encodeDocument } from '../codec/json/encode.ts';
import { parseParameters } from '../query/parse-parameters.ts';
import { systemClock } from '../runtime/clock.ts';
import { allEvents } from '../search/all-events.ts';
import { dataOption, operator, type StoreOptions, withRepository } from './session.ts';

type Options = StoreOptions & { readonly out?: string; readonly extensions?: string };

export function register(program: Command): void {
  program
    .command('export')
    .description('All events, or those that match a query, as one EPCIS 2.0 JSON-LD document')
    .argument('[parameters]', 'as for query', '')
    .option('--out <file>', 'file to write (default: standard output)')
    .option('--extensions <prefixes>', 'prefix=namespace, … for the names of extension fields')
    .option(...dataOption)
    .action((parameters: string, options: Options) =>
      withRepository(options, async ({ events }) => {
        const query = parseParameters(
          new URLSearchParams(parameters),
          namespacesOf({ 'gs1-extensions': options.extensions ?? '' }),
        );
        const document = encodeDocument(allEvents({ events }, operator, query), {
          epcFormat: 'as-written',
          createdAt: systemClock(),
        });
        await pipeline(document, options.out === undefined ? process.stdout : createWriteStream(options.out), {
          end: options.out !== undefined,
        });
      }),
    );
}
