/** The one place where what was thrown becomes an answer. */
import type { ErrorRequestHandler, Request, Response } from 'express';
import { REALM } from '../auth/authenticate.ts';
import type { Log } from '../runtime/log.ts';
import { HubProblem } from '../runtime/problem.ts';
import { type Announced, limitHeaders } from './discovery.ts';
import { problemBody } from './problem-body.ts';
import { type ProblemDetails, problemDetails, problemHeaders } from './problem-details.ts';
import { isGone, sendText, withCharset } from './send.ts';

type Deps = { readonly log: Pick<Log, 'error' | 'warn' | 'debug'>; readonly announced: Announced };

export function makeErrorBoundary(deps: Deps): ErrorRequestHandler {
  // express knows an error handler by its four parameters.
  return async (thrown: unknown, request, response, _next) => {
    const error = thrown instanceof URIError ? malformedPath(request) : thrown;
    const requestID = String(response.getHeader('X-Request-Id') ?? '');
    const problem = problemDetails(error, { instance: request.path, requestID });
    record(deps, problem, error, request, response);
    if (isGone(response)) return;
    if (response.headersSent) {
      // The answer is torn in the middle: the client must see that it is not whole.
      response.destroy();
      return;
    }
    setProblemHeaders(deps.announced, problem.status, error, response);
    const { type, body } = problemBody(problem, (offers) => request.accepts(offers));
    response.status(problem.status).setHeader('Content-Type', withCharset(type));
    await sendText(request, response, body);
  };
}

function setProblemHeaders(announced: Announced, status: number, error: unknown, response: Response): void {
  for (const [name, value] of Object.entries(problemHeaders(error, REALM))) {
    response.setHeader(name, typeof value === 'string' ? value : [...value]);
  }
  if (status !== 413) return;
  for (const [name, value] of Object.entries(limitHeaders(announced))) response.setHeader(name, value);
}

const malformedPath = (request: Request): HubProblem =>
  new HubProblem('identifier-invalid', `The path ${request.path} is not percent-encoded rightly.`);

function record({ log }: Deps, problem: ProblemDetails, error: unknown, request: Request, response: Response): void {
  const { requestID: request_id, status, code } = problem;
  const facts = { event: 'http.problem', request: request_id, method: request.method, path: request.path, status, code };
  if (isGone(response)) log.debug({ ...facts, err: error }, 'a client left before its answer');
  else if (status < 500 || code === 'shutting-down') log.debug(facts, problem.detail);
  else if (error instanceof HubProblem) log.warn({ ...facts, err: error }, 'a request could not be answered now');
  else log.error({ ...facts, err: error }, 'a request failed unexpectedly');
}
