/** `epcis-hub hash FILE…` */
import type { Command } from 'commander';
import { decodeLimits } from '../capture/limits.ts';
import { decoderOf } from '../codec/decode.ts';
import type { DecodedEvent } from '../codec/decoded.ts';
import { limitsOf } from '../compose/limits.ts';
import type { EpcisEvent } from '../epcis/event.ts';
import { eventHash, preHash } from '../epcis/event-hash.ts';
import { readConfig } from '../runtime/config.ts';
import { ExitCode } from './exit-code.ts';
import { openDocument } from './files.ts';

type Options = { readonly cbv: string; readonly json?: true; readonly prehash?: true };

export function register(program: Command): void {
  program
    .command('hash')
    .description('Event hash identifiers (CBV) of the events of documents')
    .argument('<file...>', 'documents or bare events; lenient ones are read, too')
    .option('--cbv <version>', '2.0 or 2.1', '2.0')
    .option('--prehash', 'the string that is hashed, too')
    .option('--json', 'one JSON object per event')
    .action(hash);
}

async function hash(files: readonly string[], options: Options): Promise<void> {
  const version = options.cbv;
  if (version !== '2.0' && version !== '2.1') {
    console.error(`epcis-hub: --cbv ${version} is unknown; 2.0 and 2.1 are known`);
    throw new ExitCode(2);
  }
  let isAllRead = true;
  for (const file of files) {
    for await (const { event, index, issues } of eventsOf(file)) {
      isAllRead &&= event !== undefined;
      if (event) print(file, index, event, version, options);
      else console.error(`epcis-hub: ${file}, event ${index}: ${issues[0]?.message ?? 'cannot be read'}`);
    }
  }
  if (!isAllRead) throw new ExitCode(1);
}

function print(file: string, index: number, event: EpcisEvent, version: '2.0' | '2.1', options: Options): void {
  const hash = eventHash(event, version);
  const prehash = options.prehash ? preHash(event, version) : undefined;
  if (options.json) console.log(JSON.stringify({ file, index, eventID: event.eventID ?? null, hash, prehash }));
  else console.log([`${file} ${index} ${hash}`, ...(prehash === undefined ? [] : [`  ${prehash}`])].join('\n'));
}

async function* eventsOf(file: string): AsyncGenerator<DecodedEvent> {
  const limits = decodeLimits(limitsOf(readConfig(process.env)));
  const document = await openDocument(file);
  for await (const items of decoderOf(document.syntax)(document.bytes(), { limits, mode: 'tolerant' })) {
    for (const item of items) {
      if (item.kind === 'event') yield item.decoded;
      else if (item.kind === 'issue' && item.issue.severity === 'error')
        console.error(`epcis-hub: ${file}: ${item.issue.message}`);
    }
  }
}
