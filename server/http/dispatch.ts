/** Runs a route: method, access, headers, handler, answer. Everything that goes wrong is thrown to the error boundary. */
import type { Request, Response } from 'express';
import { checkAccess } from '../auth/access.ts';
import type { Authenticate } from '../auth/authenticate.ts';
import type { Principal } from '../ports/principal.ts';
import { HubProblem } from '../runtime/problem.ts';
import type { Call } from './call.ts';
import { type Announced, discoveryHeaders, versionHeaders, versionsOf } from './discovery.ts';
import { checkVersions, type HeaderReader, readGs1Headers } from './headers.ts';
import { bodyOf, contentLengthOf } from './request-body.ts';
import { type Method, methodsOf, type Operation, type Route } from './route.ts';
import { sendAnswer } from './send.ts';

type Deps = { readonly authenticate: Authenticate; readonly announced: Announced };

const nobody: Principal = { name: '', roles: [] };

export function makeHandler(deps: Deps, route: Route): (request: Request, response: Response) => Promise<void> {
  return async (request, response) => {
    if (request.method === 'OPTIONS') return answerOptions(deps, route, request, response);
    const operation = operationOf(route, request.method);
    if (!operation) {
      response.setHeader('Allow', methodsOf(route).join(', '));
      throw new HubProblem('method-not-allowed', `${request.method} is not possible here; ${methodsOf(route).join(', ')} are.`, {
        allowed: methodsOf(route),
      });
    }
    const principal = await admit(deps, operation, request, response);
    checkEncoding(request);
    const call = callOf(request, response, principal);
    if (route.family !== 'own') {
      setHeaders(response, versionHeaders(call.gs1.namespaces));
      checkVersions(call.header, operation.versions ?? versionsOf(route.family), request.method === 'POST' ? 'body' : 'answer');
    }
    await sendAnswer(request, response, await operation.handle(call));
  };
}

const operationOf = (route: Route, method: string): Operation | undefined =>
  route.operations[(method === 'HEAD' ? 'GET' : method) as Method]; // a method that is none has no operation

async function admit(deps: Deps, operation: Operation, request: Request, response: Response): Promise<Principal> {
  if (operation.access === 'open') return nobody;
  const principal = await deps.authenticate(request, response);
  checkAccess(principal, operation.access);
  return principal;
}

/** Bodies are read as they are: a compressed one would be judged as if it were the document. RFC 9110 section 8.4. */
function checkEncoding(request: Request): void {
  const encoding = request.get('Content-Encoding');
  if (encoding === undefined || encoding.trim().toLowerCase() === 'identity') return;
  throw new HubProblem('media-type-unsupported', `Content-Encoding says ${encoding}; bodies are read uncompressed.`, {
    name: 'Content-Encoding',
    allowed: ['identity'],
  });
}

/**
 * Discovery is open, as browsers ask for it without credentials; it says nothing about what is stored. Who does show a
 * key is told besides whether the instance exists.
 */
async function answerOptions(deps: Deps, route: Route, request: Request, response: Response): Promise<void> {
  const isKnown = request.headers.authorization !== undefined;
  const principal = isKnown ? await deps.authenticate(request, response) : nobody;
  const call = callOf(request, response, principal);
  if (isKnown) await route.checkExists?.(call);
  setHeaders(response, discoveryHeaders(route, deps.announced, call.gs1.namespaces));
  await sendAnswer(request, response, { status: 204 });
}

function callOf(request: Request, response: Response, principal: Principal): Call {
  const header: HeaderReader = (name) => request.get(name);
  const [path = '', search = ''] = splitOnce(request.originalUrl, '?');
  return {
    principal,
    variables: request.params as Readonly<Record<string, string>>, // no route has a wildcard, so every variable is one text
    parameters: [...new URLSearchParams(search)],
    path,
    header,
    gs1: readGs1Headers(header),
    prefers: (types) => {
      const preferred = request.accepts([...types]);
      if (preferred !== false) return preferred;
      throw new HubProblem('not-acceptable', `Answers come as ${types.join(', ')}; Accept says ${request.get('Accept')}.`, {
        name: 'Accept',
        allowed: types,
      });
    },
    body: bodyOf(request, response),
    contentLength: contentLengthOf(request),
    requestID: String(response.getHeader('X-Request-Id') ?? ''),
  };
}

function splitOnce(text: string, separator: string): readonly [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

function setHeaders(response: Response, headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
}
