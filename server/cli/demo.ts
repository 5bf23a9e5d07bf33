/** `epcis-hub demo`: a story from commissioning to dispensing, captured over HTTP into a hub that stays up. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import type { Hub } from '../compose/hub.ts';
import { serve } from '../main.ts';
import { ExitCode } from './exit-code.ts';

type Options = { readonly port?: string; readonly data?: string };

const story = fileURLToPath(new URL('../../fixtures/supply-chains/aurora/', import.meta.url));

/** The pack whose chain is shown, and a few more to try, as their owners write them. */
const packs = {
  dispensed: 'urn:epc:id:sgtin:9521141.012345.AP2600001',
  stolen: 'urn:epc:id:sgtin:9521141.012345.AP2600003',
  inHospital: 'urn:epc:id:sgtin:9521141.012345.AP2600031',
};

export function register(program: Command): void {
  program
    .command('demo')
    .description('Start a hub, capture a story of 240 packs over HTTP, show one chain of custody, and stay up')
    .option('--port <number>', 'TCP port (EPCIS_PORT, 8080)')
    .option('--data <folder>', 'folder of the demo store (EPCIS_DATA, ./data/demo)')
    .action(async (options: Options) => {
      const data = options.data ?? process.env['EPCIS_DATA'] ?? './data/demo';
      const environment = { EPCIS_LOG_LEVEL: 'warn', ...process.env };
      const code = await serve(environment, { ...(options.port !== undefined && { port: options.port }), data }, tellStory);
      throw new ExitCode(code);
    });
}

async function tellStory(hub: Hub): Promise<void> {
  const { secret } = await hub.createKey({ name: 'demo', roles: ['capture', 'query'], loopbackOnly: true });
  const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(hub.url + path, {
      ...init,
      headers: { ...(init.headers as Record<string, string>), Authorization: `Bearer ${secret}` },
    });

  console.log(`The hub listens on ${hub.url}. Capturing the story of Aurora's packs:\n`);
  for (const file of readdirSync(story).filter((name) => /^\d/.test(name)))
    console.log(`  ${file.padEnd(34)}${await captureFile(ask, file)}`);

  const chain = await ask(`/hub/custody/${encodeURIComponent(packs.dispensed)}`, { headers: { Accept: 'text/plain' } });
  console.log(`\nThe chain of custody of one pack:\n\n${await chain.text()}`);
  console.log(`The hub stays up; Ctrl-C ends it. This key works from this machine only, until it is revoked:

  base URL  ${hub.url}
  API key   ${secret}

Try:

  # where is the pack that was stolen on its way to the pharmacy?
  curl -H 'Authorization: Bearer ${secret}' -H 'Accept: text/plain' '${hub.url}/hub/custody/${packs.stolen}'
  # every shipping event, as the standard's JSON-LD
  curl -H 'Authorization: Bearer ${secret}' '${hub.url}/events?EQ_bizStep=shipping'
  # capture a document of your own
  curl -i -H 'Authorization: Bearer ${secret}' -H 'Content-Type: application/xml' --data-binary @fixtures/supply-chains/aurora/2-wholesaler.xml '${hub.url}/capture'
`);
}

type Ask = (path: string, init?: RequestInit) => Promise<Response>;
type Job = { readonly running: boolean; readonly success: boolean; readonly errors: readonly { readonly detail: string }[] };

async function captureFile(ask: Ask, file: string): Promise<string> {
  const type = file.endsWith('.xml') ? 'application/xml' : 'application/ld+json';
  const answer = await ask('/capture', { method: 'POST', headers: { 'Content-Type': type }, body: readFileSync(story + file) });
  const location = answer.headers.get('location');
  if (answer.status !== 202 || !location) throw new Error(`${file}: the hub answered ${answer.status} ${await answer.text()}`);
  const path = location.startsWith('/') ? location : new URL(location).pathname;
  for (;;) {
    const job = (await (await ask(path)).json()) as Job;
    if (!job.running) return job.success ? 'captured' : `refused: ${job.errors[0]?.detail ?? 'without a reason'}`;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
