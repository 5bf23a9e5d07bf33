/** The hub as its users run it: a process of its own, spoken to over HTTP. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const KEY = 'test-key-of-the-operator-0001';

export type HubProcess = {
  readonly url: string;
  readonly pid: number;
  /** What it said on standard error. */
  log(): string;
  /** fetch with the key. */
  ask(path: string, init?: RequestInit): Promise<Response>;
  /** Posts a document and waits for its job. */
  capture(body: string | Uint8Array, contentType: string, headers?: Readonly<Record<string, string>>): Promise<Job>;
  job(location: string): Promise<Job>;
  /** eventID to how often it is there, by following all pages. */
  countEvents(): Promise<ReadonlyMap<string, number>>;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
};

export type Job = {
  readonly status: number;
  readonly captureID?: string;
  readonly running: boolean;
  readonly success: boolean;
  readonly errors: readonly { readonly type: string; readonly title: string; readonly detail: string }[];
};

export type HubSettings = { readonly data: string; readonly env?: Readonly<Record<string, string>> };

const READY_WITHIN = 30_000;

/** A folder that is gone when the test is over. */
export function temporaryFolder(name = 'epcis-hub-'): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), name));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }) };
}

export async function startHubProcess(settings: HubSettings): Promise<HubProcess> {
  const { MONGODB_URI: _uri, ...environment } = process.env;
  const env = { ...environment, EPCIS_BOOTSTRAP_KEY: KEY, EPCIS_LOG_LEVEL: 'warn', ...settings.env };
  const child = spawn(process.execPath, ['server/cli/epcis-hub.mjs', 'start', '--port', '0', '--data', settings.data], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors = (errors + chunk).slice(-20_000);
  });
  const url = await listening(child, () => errors);
  const ended = once(child, 'exit');
  return makeProcess(child, url, ended, () => errors);
}

function listening(child: ChildProcess, errors: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`the hub was not ready in time: ${said} ${errors()}`));
    }, READY_WITHIN);
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk;
      const url = /http:\/\/[\d.]+:\d+/.exec(said)?.[0];
      if (!url) return;
      clearTimeout(timer);
      resolve(url);
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`the hub ended with ${code} before it was ready: ${errors()}`));
    });
  });
}

function makeProcess(child: ChildProcess, url: string, ended: Promise<unknown[]>, log: () => string): HubProcess {
  const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(new URL(path, url), {
      ...init,
      headers: { Authorization: `Bearer ${KEY}`, ...(init.headers as Record<string, string>) },
    });

  async function job(location: string): Promise<Job> {
    const end = Date.now() + 60_000;
    for (let pause = 5; ; pause = Math.min(2 * pause, 200)) {
      const answer = await ask(location);
      const found = (await answer.json()) as Job;
      if (answer.status !== 200 || !found.running || Date.now() > end) return { ...found, status: answer.status };
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }

  return {
    url,
    pid: child.pid ?? 0,
    log,
    ask,
    job,
    capture: async (body, contentType, headers = {}) => {
      const answer = await ask('/capture', {
        method: 'POST',
        body,
        headers: { 'Content-Type': contentType, ...headers },
      });
      const location = answer.headers.get('location');
      if (answer.status === 202 && location) return job(new URL(location, url).pathname);
      const problem = (await answer.json()) as Job['errors'][number];
      return { status: answer.status, running: false, success: false, errors: [problem] };
    },
    countEvents: () => countEvents(ask, url),
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
    stop: async () => {
      child.kill('SIGTERM');
      const [code] = await ended;
      return code as number | null; // 'exit' gives it first
    },
  };
}

async function countEvents(ask: HubProcess['ask'], url: string): Promise<ReadonlyMap<string, number>> {
  const count = new Map<string, number>();
  let path: string | undefined = '/events?perPage=1000';
  while (path !== undefined) {
    const answer: Response = await ask(path, { headers: { 'GS1-EPC-Format': 'Never_Translates' } });
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    const page = (await answer.json()) as { epcisBody: { queryResults: { resultsBody: { eventList: { eventID: string }[] } } } };
    for (const { eventID } of page.epcisBody.queryResults.resultsBody.eventList)
      count.set(eventID, (count.get(eventID) ?? 0) + 1);
    const next: string | undefined = /<([^>]+)>;\s*rel="?next/.exec(answer.headers.get('link') ?? '')?.[1];
    path = next === undefined ? undefined : new URL(next, url).href;
  }
  return count;
}

/** Peak resident memory of a process so far, MB (Linux). */
export const peakMemory = (pid: number): number =>
  Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
