/** `epcis-hub capture FILE…` */

import { stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import type { Command } from 'commander';
import { makeAccept } from '../capture/accept.ts';
import { type CaptureJob, makeCaptureJobs } from '../capture/jobs.ts';
import { runCaptureWorker } from '../capture/worker.ts';
import { limitsOf } from '../compose/limits.ts';
import type { Repository } from '../ports/repository.ts';
import { systemClock, systemIds } from '../runtime/clock.ts';
import type { Config } from '../runtime/config.ts';
import { hubEvents, openLog } from '../runtime/log.ts';
import { HubProblem } from '../runtime/problem.ts';
import { ExitCode } from './exit-code.ts';
import { openDocument } from './files.ts';
import { makeProgress } from './progress.ts';
import { dataOption, operator, type StoreOptions, withRepository } from './session.ts';

type Options = StoreOptions & { readonly json?: true; readonly proceed?: true };

export function register(program: Command): void {
  program
    .command('capture')
    .description('Capture EPCIS documents (XML 1.0 to 2.0, JSON-LD) into the store')
    .argument('<file...>', 'documents')
    .option('--proceed', 'store the good events of a document that has bad ones (default: all or none)')
    .option(...dataOption)
    .option('--json', 'one JSON object per file')
    .addHelpText(
      'after',
      '\nExit 0 when everything was captured, 1 when a document was refused. What is known already has no second effect.',
    )
    .action((files: readonly string[], options: Options) =>
      withRepository(options, (repository, config) => capture(files, options, repository, config)),
    );
}

async function capture(files: readonly string[], options: Options, repository: Repository, config: Config): Promise<void> {
  const events = hubEvents(openLog('silent'));
  const stop = new AbortController();
  const accept = makeAccept({
    inbox: repository.inbox,
    clock: systemClock,
    ids: systemIds,
    limits: limitsOf(config),
    hubEvents: events,
    wake: () => undefined,
  });
  const jobs = makeCaptureJobs({
    inbox: repository.inbox,
    clock: systemClock,
    whenFinished: (_id, ms) => new Promise((resolve) => setTimeout(resolve, Math.min(ms, 20))),
  });
  const deps = {
    inbox: repository.inbox,
    events: repository.events,
    clock: systemClock,
    limits: limitsOf(config),
    hubEvents: events,
    owner: `${hostname()}/${process.pid}/0`,
    leaseMs: config.leaseSeconds * 1000,
    onFinished: () => undefined,
  };
  const worker = runCaptureWorker(deps, { wait: () => new Promise((resolve) => setTimeout(resolve, 10)) }, stop.signal);
  let isAllStored = true;
  try {
    for (const file of files) {
      const outcome = await captureFile(file);
      isAllStored &&= outcome.success;
      console.log(options.json ? JSON.stringify(outcome) : inWords(outcome));
    }
  } finally {
    stop.abort();
    await worker;
  }
  if (!isAllStored) throw new ExitCode(1);

  async function captureFile(file: string): Promise<Outcome> {
    const progress = makeProgress(file);
    try {
      const document = await openDocument(file);
      const message = await accept(operator, {
        contentType: document.syntax === 'xml' ? 'application/xml' : 'application/json',
        road: 'file',
        errorBehaviour: options.proceed ? 'proceed' : 'rollback',
        headers: {},
        bytes: progress.watch(document.bytes(), (await stat(file)).size),
      });
      progress.say('capturing');
      const job = await jobs.finished(operator, message.captureID, Number.POSITIVE_INFINITY);
      return outcomeOf(file, job);
    } catch (error) {
      if (!(error instanceof HubProblem)) throw error;
      const findings = (error.facts.findings ?? []) as readonly { readonly message?: string }[];
      return {
        file,
        success: false,
        stored: 0,
        known: 0,
        refused: 0,
        errors: [error.detail, ...findings.slice(1).map((finding) => finding.message ?? '')],
      };
    } finally {
      progress.end();
    }
  }
}

type Outcome = {
  readonly file: string;
  readonly success: boolean;
  readonly captureID?: string;
  readonly stored: number;
  readonly known: number;
  readonly refused: number;
  readonly errors: readonly string[];
};

function outcomeOf(file: string, job: CaptureJob): Outcome {
  const { result } = job;
  return {
    file,
    captureID: job.captureID,
    success: result?.success ?? false,
    stored: result?.stored ?? 0,
    known: result?.known ?? 0,
    refused: result?.refused ?? 0,
    errors: result?.errors.map((error) => error.detail) ?? [],
  };
}

function inWords({ file, success, stored, known, refused, errors }: Outcome): string {
  const counts = [`${stored} stored`, known > 0 ? `${known} known already` : '', refused > 0 ? `${refused} refused` : '']
    .filter(Boolean)
    .join(', ');
  return [`${file}: ${success ? 'captured' : 'REFUSED'}, ${counts}`, ...errors.map((error) => `  ${error}`)].join('\n');
}
