/** `/hub/custody/{identifier}`: who held it, where, when, inside what, and how sure we are. */
import type { CustodyAnswer } from '../../custody/answer.ts';
import { parseTime } from '../../epcis/time.ts';
import type { Principal } from '../../ports/principal.ts';
import { HubProblem } from '../../runtime/problem.ts';
import type { Answer, Call } from '../call.ts';
import type { Parameter, Route } from '../route.ts';
import { ref } from '../schemas.ts';

/** `asOf` and `knownAt` in ms since 1970. */
type CustodyRequest = { readonly identifier: string; readonly asOf?: number; readonly knownAt?: number };

export type CustodyDeps = {
  /** @throws HubProblem identifier-invalid, identifier-unknown, query-parameter, query-too-large */
  readonly trace: (principal: Principal, request: CustodyRequest) => Promise<CustodyAnswer>;
  /** The answer as text for people. */
  readonly render: (answer: CustodyAnswer) => string;
};

const types = ['application/json', 'text/plain'];

const instants = ['asOf', 'knownAt'] as const;
const parameters: readonly Parameter[] = [
  {
    name: 'asOf',
    in: 'query',
    description: 'As it was at this instant: later events do not exist.',
    schema: { type: 'string', format: 'date-time' },
  },
  {
    name: 'knownAt',
    in: 'query',
    description: 'As the hub knew it at this instant: what it recorded later does not exist.',
    schema: { type: 'string', format: 'date-time' },
  },
];

export const custodyRoutes = (deps: CustodyDeps): readonly Route[] => [
  {
    path: '/hub/custody/{identifier}',
    family: 'own',
    variables: { identifier: 'EPC URN, GS1 Digital Link or element string in brackets, percent-encoded' },
    operations: {
      GET: {
        id: 'traceCustody',
        summary: 'The chain of custody of an object, container or lot.',
        access: ['query'],
        parameters,
        answers: [{ status: 200, description: 'The chain', body: { types, schema: ref('Custody') } }],
        problems: ['identifier-unknown', 'identifier-invalid', 'query-parameter', 'query-too-large', 'not-acceptable'],
        handle: (call) => trace(deps, call),
      },
    },
  },
];

async function trace(deps: CustodyDeps, call: Call): Promise<Answer> {
  const type = call.prefers(types);
  const answer = await deps.trace(call.principal, {
    identifier: call.variables['identifier'] ?? '',
    ...readInstants(call.parameters),
  });
  return { status: 200, type, body: type === 'text/plain' ? deps.render(answer) : JSON.stringify(answer) };
}

function readInstants(given: Call['parameters']): Pick<CustodyRequest, 'asOf' | 'knownAt'> {
  const read = new Map<string, number>();
  for (const [name, text] of given) {
    if (!instants.some((known) => known === name)) {
      throw new HubProblem('query-parameter', `There is no parameter ${JSON.stringify(name.slice(0, 80))} here.`, {
        name: name.slice(0, 80),
        allowed: instants,
      });
    }
    if (read.has(name)) throw new HubProblem('query-parameter', `${name} is given more than once.`, { name });
    const time = parseTime(text);
    if (!time) {
      throw new HubProblem(
        'query-parameter',
        `${name} is a date-time with zone, e.g. 2025-03-03T12:00:00Z, not ${JSON.stringify(text.slice(0, 80))}.`,
        { name },
      );
    }
    read.set(name, time.ms);
  }
  return Object.fromEntries(read);
}
