/**
 * `/`: the names of the standard's resources that are here.
 *
 * @source EPCIS 2.0 REST binding, /
 */
import { EPCIS_CONTEXT } from '../../codec/json/known-contexts.ts';
import { jsonAnswer, jsonTypes } from '../call.ts';
import { versionBounds } from '../parameters.ts';
import type { Route } from '../route.ts';
import { ref } from '../schemas.ts';

/** @param others every other route: what is listed is what is there */
export function rootRoute(others: readonly Route[]): Route {
  const member = others
    .filter((route) => route.family !== 'own' && /^\/[^/]+$/.test(route.path))
    .map((route) => route.path.slice(1));
  return {
    path: '/',
    family: 'default',
    operations: {
      GET: {
        id: 'listResources',
        summary: 'Names of the resources.',
        access: ['capture', 'query'],
        parameters: versionBounds,
        answers: [
          {
            status: 200,
            description: 'Names, each a path below this one',
            body: { types: jsonTypes, schema: ref('Collection') },
          },
        ],
        handle: async (call) => jsonAnswer(call, { '@context': EPCIS_CONTEXT, type: 'Collection', member }),
      },
    },
  };
}
