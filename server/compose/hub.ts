/** The composition root: configuration and secrets in, a running hub out. Constructs, and does nothing else. */
import { readFileSync } from 'node:fs';
import { bootstrapKey, createKey, type NewKey } from '../auth/api-key.ts';
import { makeAuthenticate } from '../auth/authenticate.ts';
import { makeAccept } from '../capture/accept.ts';
import { makeCaptureJobs } from '../capture/jobs.ts';
import { renderCustody } from '../custody/render.ts';
import { traceCustody } from '../custody/trace.ts';
import { toInstant } from '../epcis/time.ts';
import { makeApp } from '../http/app.ts';
import { makeLink } from '../http/links.ts';
import { listen } from '../http/listen.ts';
import { hubRoutes } from '../http/routes/all.ts';
import type { Repository } from '../ports/repository.ts';
import { systemClock, systemIds } from '../runtime/clock.ts';
import type { Config } from '../runtime/config.ts';
import { makeLifecycle } from '../runtime/lifecycle.ts';
import { type HubEvents, hubEvents, type Log, openLog } from '../runtime/log.ts';
import type { Secrets } from '../runtime/secrets.ts';
import { makeLists } from '../search/lists.ts';
import { makeNamedQueries } from '../search/named-queries.ts';
import { makePageTokens } from '../search/page-tokens.ts';
import { makeSearch } from '../search/search.ts';
import { makeVocabularies } from '../search/vocabularies.ts';
import { startCaptureWorkers } from './capture-workers.ts';
import { limitsOf } from './limits.ts';
import { makeMetrics } from './metrics.ts';
import { openRepository } from './repository.ts';
import { readTokenKey } from './token-key.ts';

export type Hub = {
  /** Where it listens, e.g. `http://127.0.0.1:8080`. */
  readonly url: string;
  readonly events: HubEvents;
  createKey(key: NewKey): Promise<{ readonly id: string; readonly secret: string }>;
  /** @returns what did not stop in time */
  stop(deadlineMs: number): Promise<readonly string[]>;
};

/** Requests under way get this part of the time to stop, ms. */
const DRAIN = 4_000;

/** @throws HubProblem store-unavailable, store-version; an Error where the port is taken */
export async function startHub(config: Config, secrets: Secrets): Promise<Hub> {
  const log = openLog(config.logLevel);
  const events = hubEvents(log);
  const lifecycle = makeLifecycle();
  try {
    const repository = await openRepository(config, 'serve');
    lifecycle.add({ name: 'store', stop: () => repository.close() });
    const keyDeps = { keys: repository.keys, clock: systemClock, ids: systemIds };
    if (secrets.bootstrapKey !== undefined && (await bootstrapKey(keyDeps, secrets.bootstrapKey)) === 'revoked') {
      log.warn({ event: 'auth.bootstrap-revoked' }, 'the key of EPCIS_BOOTSTRAP_KEY was revoked and opens nothing; give another');
    }
    const metrics = makeMetrics(repository);
    const workers = startCaptureWorkers(config, { hubEvents: events, observe: metrics.observeJob });
    lifecycle.add({ name: 'capture workers', stop: workers.stop });
    const app = composeApp({ config, secrets, repository, workers, metrics, log, events });
    const listening = await listen(app, { host: config.host, port: config.port });
    lifecycle.add({ name: 'http', stop: () => listening.stop(DRAIN) });
    events.started({ url: listening.url, store: repository.kind, workers: config.captureWorkers });
    return { url: listening.url, events, createKey: (key) => createKey(keyDeps, key), stop: lifecycle.stop };
  } catch (error) {
    await lifecycle.stop(DRAIN);
    throw error;
  }
}

type Parts = {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly repository: Repository;
  readonly workers: ReturnType<typeof startCaptureWorkers>;
  readonly metrics: ReturnType<typeof makeMetrics>;
  readonly log: Log;
  readonly events: HubEvents;
};

function composeApp({ config, secrets, repository, workers, metrics, log, events }: Parts) {
  const clock = systemClock;
  const limits = limitsOf(config);
  const custodyDeps = { events: repository.events, clock, limits: config };
  const version = (JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string })
    .version;
  const tokenKey = readTokenKey(config, secrets);
  const pageTokens = makePageTokens({ tokens: repository.tokens, clock, tokenKey });
  const searchDeps = { events: repository.events, clock, tokenKey, pageTokens };
  const routes = hubRoutes({
    accept: makeAccept({ inbox: repository.inbox, clock, ids: systemIds, limits, hubEvents: events, wake: workers.wake }),
    jobs: makeCaptureJobs({ inbox: repository.inbox, clock, whenFinished: workers.whenFinished }),
    search: makeSearch(searchDeps),
    lists: makeLists(searchDeps),
    queries: makeNamedQueries({ ...searchDeps, queries: repository.queries }),
    pageTokens,
    vocabularies: makeVocabularies(searchDeps),
    trace: (principal, { identifier, asOf, knownAt }) =>
      traceCustody(custodyDeps, principal, {
        identifier,
        ...(asOf !== undefined && { asOf: toInstant(asOf) }),
        ...(knownAt !== undefined && { knownAt: toInstant(knownAt) }),
      }),
    render: renderCustody,
    ping: () => repository.ping(),
    metrics: metrics.read,
    clock,
    link: makeLink(config.baseUrl),
    pageLimit: config.pageLimit,
    version,
  });
  return makeApp({
    routes,
    authenticate: makeAuthenticate({ keys: repository.keys, clock, log }),
    announced: { version, limits: { captureLimit: limits.events, fileSizeLimit: limits.fileSize } },
    ids: systemIds,
    log,
    observe: metrics.observeRequest,
  });
}
