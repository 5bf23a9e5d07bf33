/**
 * What a problem is over HTTP: the only place that knows their statuses. A new problem code without a row here does not
 * compile.
 *
 * @source EPCIS 2.0 REST binding (statuses and exception names); RFC 7807
 */
import type { CaptureError } from '../ports/inbox.ts';
import { HubProblem, type ProblemCode } from '../runtime/problem.ts';

type Row = {
  readonly status: number;
  readonly type: `epcisException:${string}`;
  readonly title: string;
  /** Seconds after which the same request may do better. */
  readonly retryAfter?: number;
};

export const httpProblems = {
  'document-invalid': { status: 400, type: 'epcisException:ValidationException', title: 'The document is not valid' },
  'document-too-large': { status: 413, type: 'epcisException:CaptureLimitExceededException', title: 'The document is too large' },
  'event-limit-exceeded': { status: 413, type: 'epcisException:CaptureLimitExceededException', title: 'Too many events' },
  'media-type-unsupported': {
    status: 415,
    type: 'epcisException:UnsupportedMediaTypeException',
    title: 'Unsupported content type',
  },
  'header-invalid': { status: 400, type: 'epcisException:ValidationException', title: 'A header is not valid' },
  'not-acceptable': { status: 406, type: 'epcisException:NotAcceptableException', title: 'No such answer can be given' },
  'query-parameter': { status: 400, type: 'epcisException:QueryParameterException', title: 'A query parameter is not valid' },
  'query-invalid': { status: 400, type: 'epcisException:QueryValidationException', title: 'The named query is not valid' },
  'query-too-large': { status: 413, type: 'epcisException:QueryTooLargeException', title: 'Too many results' },
  'query-too-complex': { status: 413, type: 'epcisException:QueryTooComplexException', title: 'The query is too complex' },
  'page-token-invalid': { status: 400, type: 'epcisException:QueryParameterException', title: 'The page token is not valid' },
  'identifier-invalid': { status: 400, type: 'epcisException:QueryParameterException', title: 'The identifier is not valid' },
  'uri-too-long': { status: 414, type: 'epcisException:URITooLongException', title: 'The address is too long' },
  'event-exists': { status: 409, type: 'epcisException:ResourceAlreadyExistsException', title: 'The event exists already' },
  'event-unknown': { status: 404, type: 'epcisException:NoSuchResourceException', title: 'No such event' },
  'query-exists': { status: 409, type: 'epcisException:ResourceAlreadyExistsException', title: 'The query exists already' },
  'query-unknown': { status: 404, type: 'epcisException:NoSuchNameException', title: 'No such query' },
  'capture-unknown': { status: 404, type: 'epcisException:NoSuchResourceException', title: 'No such capture job' },
  'identifier-unknown': { status: 404, type: 'epcisException:NoSuchResourceException', title: 'Nothing is known about it' },
  'resource-unknown': { status: 404, type: 'epcisException:NoSuchResourceException', title: 'No such resource' },
  'method-not-allowed': { status: 405, type: 'epcisException:ImplementationException', title: 'Method not allowed' },
  unauthenticated: { status: 401, type: 'epcisException:SecurityException', title: 'Not authenticated' },
  forbidden: { status: 403, type: 'epcisException:SecurityException', title: 'Not allowed' },
  'key-unknown': { status: 404, type: 'epcisException:NoSuchResourceException', title: 'No such key' },
  'configuration-invalid': {
    status: 500,
    type: 'epcisException:ImplementationException',
    title: 'The hub is not set up rightly',
  },
  'store-unavailable': {
    status: 503,
    type: 'epcisException:ImplementationException',
    title: 'The store does not answer',
    retryAfter: 5,
  },
  'store-version': { status: 500, type: 'epcisException:ImplementationException', title: 'The store has another version' },
  'shutting-down': { status: 503, type: 'epcisException:ImplementationException', title: 'The hub is stopping', retryAfter: 2 },
  'lease-lost': {
    status: 503,
    type: 'epcisException:ImplementationException',
    title: 'Another process took over',
    retryAfter: 1,
  },
} as const satisfies Record<ProblemCode, Row>;

const unexpected: Row = { status: 500, type: 'epcisException:ImplementationException', title: 'Unexpected error' };

export type ProblemDetails = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** The path asked for. */
  readonly instance: string;
  /** Ours: stable, what programs should look at. Absent for an unexpected error. */
  readonly code?: ProblemCode;
  readonly requestID: string;
  /** The parameter, header or variable at fault. */
  readonly name?: string;
  readonly allowed?: readonly string[];
  /** Findings about a document. */
  readonly errors?: readonly object[];
};

/** Anything thrown, as what the caller is told. Of a bug nothing is told but where its log line is found. */
export function problemDetails(
  error: unknown,
  request: { readonly instance: string; readonly requestID: string },
): ProblemDetails {
  if (!(error instanceof HubProblem)) {
    const detail = `Something went wrong that the hub did not foresee; its log says more under request ${request.requestID}.`;
    return { ...unexpected, detail, ...request };
  }
  const { status, type, title } = rowOf(error.code);
  const { name, allowed, findings } = error.facts;
  return {
    type,
    title,
    status,
    detail: error.detail,
    ...request,
    code: error.code,
    ...(name !== undefined && { name }),
    ...(allowed !== undefined && { allowed }),
    ...(findings !== undefined && { errors: findings }),
  };
}

const rowOf = (code: ProblemCode): Row => httpProblems[code];

/** The status that an error of a capture job would have had as an answer of its own. */
export const captureErrorStatus: Readonly<Record<CaptureError['type'], number>> = {
  ValidationException: httpProblems['document-invalid'].status,
  CaptureLimitExceededException: httpProblems['event-limit-exceeded'].status,
  ResourceAlreadyExistsException: httpProblems['event-exists'].status,
  ImplementationException: unexpected.status,
};

/** Headers that go with a problem, lower-case names. */
export function problemHeaders(error: unknown, realm: string): Readonly<Record<string, string | readonly string[]>> {
  if (!(error instanceof HubProblem)) return {};
  const { status, retryAfter } = rowOf(error.code);
  return {
    ...(status === 401 && { 'www-authenticate': [`Bearer realm="${realm}"`, `Basic realm="${realm}", charset="UTF-8"`] }),
    ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
  };
}
