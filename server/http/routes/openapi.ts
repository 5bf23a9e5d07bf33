/** `/hub/openapi.json`: the description of every route, this one included. */
import { jsonAnswer } from '../call.ts';
import { openApi } from '../openapi.ts';
import type { Route } from '../route.ts';

export function openApiRoute(others: readonly Route[], about: { readonly version: string; readonly url: string }): Route {
  const route: Route = {
    path: '/hub/openapi.json',
    family: 'own',
    operations: {
      GET: {
        id: 'getOpenApi',
        summary: 'This description.',
        access: ['capture', 'query'],
        answers: [{ status: 200, description: 'OpenAPI 3.1', body: { types: ['application/json'], schema: { type: 'object' } } }],
        handle: async (call) => ({ ...jsonAnswer(call, document()), type: 'application/json' }),
      },
    },
  };
  const document = (): unknown => openApi([...others, route], about);
  return route;
}
