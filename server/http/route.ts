/** A route is data: what it is called, who may use it, what it takes and answers. The app and the OpenAPI description read it. */
import type { Role } from '../ports/principal.ts';
import type { ProblemCode } from '../runtime/problem.ts';
import type { Answer, Call } from './call.ts';
import type { Versions } from './headers.ts';

export type Method = 'GET' | 'POST' | 'DELETE';

/**
 * Which discovery headers OPTIONS answers with. `own` is a resource of the hub that the standard does not know.
 *
 * @source EPCIS 2.0 REST binding, OPTIONS
 */
export type Family = 'default' | 'capture' | 'own';

/** JSON Schema (2020-12), as OpenAPI 3.1 uses it. */
export type Schema = Readonly<Record<string, unknown>>;

export type Parameter = {
  readonly name: string;
  readonly in: 'query' | 'header';
  readonly description: string;
  readonly schema: Schema;
};

/** What a successful answer looks like. */
export type Success = {
  readonly status: Answer['status'];
  readonly description: string;
  /** Media types and the schema of the body; absent: no body. */
  readonly body?: { readonly types: readonly string[]; readonly schema: Schema };
};

export type Operation = {
  /** operationId, unique. */
  readonly id: string;
  readonly summary: string;
  /** `open`: no key needed. Else any one of these roles. */
  readonly access: 'open' | readonly Role[];
  /** Versions that it answers in, where these are not those of its family. */
  readonly versions?: Versions;
  readonly parameters?: readonly Parameter[];
  readonly takes?: { readonly types: readonly string[]; readonly schema: Schema; readonly description: string };
  readonly answers: readonly Success[];
  /** Problems of its own, besides those that any route may have. */
  readonly problems?: readonly ProblemCode[];
  readonly handle: (call: Call) => Promise<Answer>;
};

export type Route = {
  /** With variables in braces, each one segment: `/capture/{captureID}`. */
  readonly path: string;
  readonly family: Family;
  /** What the variables are, by name. */
  readonly variables?: Readonly<Record<string, string>>;
  readonly operations: Readonly<Partial<Record<Method, Operation>>>;
  /** Asked by an authenticated OPTIONS. @throws HubProblem with a 404 where there is no such instance */
  readonly checkExists?: (call: Call) => Promise<void>;
};

/** The methods of a route, in the order of `Allow`. HEAD goes without saying where GET is. */
export const methodsOf = (route: Route): readonly string[] => ['OPTIONS', ...Object.keys(route.operations)];
