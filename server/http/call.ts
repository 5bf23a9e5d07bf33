/** A request as routes see it, and what they answer: plain values, so that a route is a function and nothing of express. */
import type { Principal } from '../ports/principal.ts';
import type { Gs1Headers, HeaderReader } from './headers.ts';

export type Call = {
  /** Who asks. On open routes: nobody, without roles. */
  readonly principal: Principal;
  /** Path variables, percent-decoded exactly once. */
  readonly variables: Readonly<Record<string, string>>;
  /** URL parameters in order, decoded once. */
  readonly parameters: readonly (readonly [string, string])[];
  /** The path as it was sent, without parameters. */
  readonly path: string;
  readonly header: HeaderReader;
  readonly gs1: Gs1Headers;
  /** The media type the caller likes best among these. @throws HubProblem not-acceptable */
  readonly prefers: (types: readonly string[]) => string;
  /** The body as it arrives; to be read at most once. */
  readonly body: AsyncIterable<Uint8Array>;
  /** As announced, if it was. */
  readonly contentLength: number | undefined;
  readonly requestID: string;
};

export type Answer = {
  readonly status: 200 | 201 | 202 | 204;
  readonly headers?: Readonly<Record<string, string>>;
  /** Media type of the body. */
  readonly type?: string;
  readonly body?: string | AsyncIterable<string | Uint8Array>;
};

export const jsonTypes = ['application/json', 'application/ld+json'] as const;

/** JSON in whichever of its two names the caller asked for. @throws HubProblem not-acceptable */
export const jsonAnswer = (call: Call, value: unknown, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status: 200,
  type: call.prefers(jsonTypes),
  headers,
  body: JSON.stringify(value),
});
