/** `epcis-hub trace IDENTIFIER` */
import type { Command } from 'commander';
import { renderCustody } from '../custody/render.ts';
import { traceCustody } from '../custody/trace.ts';
import { systemClock } from '../runtime/clock.ts';
import { dataOption, operator, type StoreOptions, withRepository } from './session.ts';

type Options = StoreOptions & { readonly json?: true; readonly asOf?: string; readonly knownAt?: string };

export function register(program: Command): void {
  program
    .command('trace')
    .description('Chain of custody of a pack, a case, a pallet or a lot')
    .argument('<identifier>', 'EPC URN, GS1 Digital Link (any domain) or element string such as "(01)…(21)…"')
    .option('--as-of <time>', 'as it was at that time, e.g. 2026-03-05T10:00:00Z')
    .option('--known-at <time>', 'as the hub knew it at that time')
    .option(...dataOption)
    .option('--json', 'the whole answer as one JSON object')
    .action((identifier: string, options: Options) =>
      withRepository(options, async ({ events }, config) => {
        const answer = await traceCustody({ events, clock: systemClock, limits: config }, operator, {
          identifier,
          ...(options.asOf !== undefined && { asOf: options.asOf }),
          ...(options.knownAt !== undefined && { knownAt: options.knownAt }),
        });
        console.log(options.json ? JSON.stringify(answer) : renderCustody(answer));
      }),
    );
}
