/** The HTTP entrance: every route behind one gate and one error boundary. No business. */
import express, { type Express, type Request, type Response } from 'express';
import type { Authenticate } from '../auth/authenticate.ts';
import type { Ids } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import { HubProblem } from '../runtime/problem.ts';
import { setBrowserHeaders } from './browser-headers.ts';
import type { Announced } from './discovery.ts';
import { makeHandler } from './dispatch.ts';
import { makeDrain } from './drain.ts';
import { makeErrorBoundary } from './error-boundary.ts';
import { requestIDOf } from './request-id.ts';
import type { Route } from './route.ts';

/** What became of one request, for counting. */
export type Observed = {
  readonly method: string;
  /** Path of the route with its variables in braces; `-` where there is none. */
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
};

export type AppDeps = {
  readonly routes: readonly Route[];
  readonly authenticate: Authenticate;
  readonly announced: Announced;
  readonly ids: Ids;
  readonly log: Pick<Log, 'error' | 'warn' | 'debug'>;
  /** Web pages of these origins may read answers (CORS). */
  readonly origins?: readonly string[];
  readonly observe?: (observed: Observed) => void;
};

export type HubApp = {
  readonly app: Express;
  /** Refuses what is new from now on. @returns resolves when all that is under way has been answered */
  drain(): Promise<void>;
};

/** Longer addresses are refused, though the server would read them: a named query or a POST is the better way. */
const LONGEST_URL = 32 * 1024;

export function makeApp(deps: AppDeps): HubApp {
  const drain = makeDrain();
  const router = express.Router({ caseSensitive: true, strict: false });

  router.use((request, response, next) => {
    drain.enter(response);
    response.setHeader('X-Request-Id', requestIDOf(request.get('X-Request-Id'), deps.ids));
    setBrowserHeaders(request, response, deps.origins ?? []);
    if (deps.observe) observe(deps.observe, request, response);
    if (drain.isDraining()) {
      response.setHeader('Connection', 'close');
      throw new HubProblem('shutting-down', 'The hub is stopping and takes nothing new. Try again shortly.');
    }
    if (request.originalUrl.length > LONGEST_URL) {
      throw new HubProblem('uri-too-long', `The address has ${request.originalUrl.length} characters; ${LONGEST_URL} are read.`);
    }
    next();
  });
  for (const route of deps.routes) {
    const handler = makeHandler(deps, route);
    router.all(expressPath(route.path), (request, response) => {
      response.locals['route'] = route.path;
      return handler(request, response);
    });
  }
  router.use((request) => {
    throw new HubProblem('resource-unknown', `There is nothing at ${request.path}. GET / names what there is.`);
  });
  router.use(makeErrorBoundary(deps));

  const app = express().disable('x-powered-by').disable('etag').set('query parser', false).use(router);
  return { app, drain: drain.drain };
}

/** `/capture/{captureID}` as express writes it. */
const expressPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1');

function observe(report: (observed: Observed) => void, request: Request, response: Response): void {
  const begin = performance.now();
  response.once('close', () => {
    const route = typeof response.locals['route'] === 'string' ? response.locals['route'] : '-';
    report({ method: request.method, route, status: response.statusCode, seconds: (performance.now() - begin) / 1000 });
  });
}
