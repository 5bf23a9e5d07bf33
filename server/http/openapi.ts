/** The OpenAPI 3.1 description of the hub, made from the route table: it cannot say anything else than what is there. */
import type { ProblemCode } from '../runtime/problem.ts';
import { httpProblems } from './problem-details.ts';
import { methodsOf, type Operation, type Parameter, type Route, type Schema, type Success } from './route.ts';
import { ref, schemas } from './schemas.ts';

type Json = Readonly<Record<string, unknown>>;

/** What any route that needs a key may answer, and what any route of the standard may. */
const ofEveryone: readonly ProblemCode[] = ['shutting-down'];
const ofKeyHolders: readonly ProblemCode[] = ['unauthenticated', 'forbidden'];
const ofStandardRoutes: readonly ProblemCode[] = ['header-invalid', 'not-acceptable', 'uri-too-long'];

export function openApi(routes: readonly Route[], about: { readonly version: string; readonly url: string }): Json {
  return {
    openapi: '3.1.0',
    info: {
      title: 'EPCIS hub',
      version: about.version,
      description:
        'EPCIS 2.0 REST binding as far as this hub has it, and the hub’s own resources under /hub. Problems are RFC 7807 bodies with a stable `code`.',
    },
    servers: [{ url: about.url }],
    security: [{ bearer: [] }, { basic: [] }],
    paths: Object.fromEntries(routes.map((route) => [route.path, pathItem(route)])),
    components: {
      schemas,
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'An API key' },
        basic: { type: 'http', scheme: 'basic', description: 'Any user name, the API key as password' },
      },
    },
  };
}

function pathItem(route: Route): Json {
  const variables = variablesOf(route.path).map((name) => ({
    name,
    in: 'path',
    required: true,
    description: route.variables?.[name] ?? name,
    schema: { type: 'string' },
  }));
  const operations = Object.entries(route.operations).map(([method, operation]) => [
    method.toLowerCase(),
    describe(route, operation),
  ]);
  return {
    ...(variables.length > 0 && { parameters: variables }),
    ...Object.fromEntries(operations),
    options: {
      operationId: `discover${upperFirst(Object.values(route.operations)[0]?.id ?? '')}`,
      summary: 'What can be done here, in headers.',
      security: [],
      responses: { '204': { description: `Allow: ${methodsOf(route).join(', ')}` } },
    },
  };
}

function describe(route: Route, operation: Operation): Json {
  const { takes } = operation;
  const note =
    operation.access === 'open' ? 'Needs no key.' : `Needs a key of role ${[...operation.access, 'admin'].join(' or ')}.`;
  return {
    operationId: operation.id,
    summary: operation.summary,
    description: note,
    ...(operation.access === 'open' && { security: [] }),
    ...(operation.parameters && { parameters: operation.parameters.map(parameter) }),
    ...(takes && {
      requestBody: { required: true, description: takes.description, content: content(takes.types, takes.schema) },
    }),
    responses: { ...Object.fromEntries(operation.answers.map(success)), ...problems(route, operation) },
  };
}

const parameter = ({ name, in: place, description, schema }: Parameter): Json => ({ name, in: place, description, schema });

const success = ({ status, description, body }: Success): [string, Json] => [
  String(status),
  { description, ...(body && { content: content(body.types, body.schema) }) },
];

const content = (types: readonly string[], schema: Schema): Json => Object.fromEntries(types.map((type) => [type, { schema }]));

/** One entry for each status, naming the codes that come with it. */
function problems(route: Route, operation: Operation): Json {
  const codes = new Set<ProblemCode>([
    ...(operation.problems ?? []),
    ...ofEveryone,
    ...(operation.access === 'open' ? [] : ofKeyHolders),
    ...(route.family === 'own' ? [] : ofStandardRoutes),
  ]);
  const byStatus = Map.groupBy(codes, (code) => httpProblems[code].status);
  const entries = [...byStatus].map(([status, group]) => [
    String(status),
    { description: group.join(', '), content: content(['application/problem+json', 'application/problem+xml'], ref('Problem')) },
  ]);
  return Object.fromEntries([
    ...entries,
    [
      '500',
      { description: 'unexpected', content: content(['application/problem+json', 'application/problem+xml'], ref('Problem')) },
    ],
  ]);
}

const variablesOf = (path: string): readonly string[] => [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');

const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
