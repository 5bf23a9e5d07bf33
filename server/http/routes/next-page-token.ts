/**
 * `/nextPageToken/{token}`: a page token that nobody is to use any more.
 *
 * @source EPCIS 2.0 REST binding, /nextPageToken/{token}
 */
import type { PageTokens } from '../../search/page-tokens.ts';
import type { Route } from '../route.ts';

export type PageTokenDeps = { readonly pageTokens: PageTokens };

export const nextPageTokenRoute = ({ pageTokens }: PageTokenDeps): Route => ({
  path: '/nextPageToken/{token}',
  family: 'default',
  variables: { token: 'The nextPageToken of a Link header' },
  operations: {
    DELETE: {
      id: 'deletePageToken',
      summary: 'Ends a page token of events, values or queries before it expires.',
      access: ['query'],
      answers: [{ status: 204, description: 'It is none any more' }],
      problems: ['page-token-invalid'],
      handle: async (call) => {
        await pageTokens.revoke(call.variables['token'] ?? '');
        return { status: 204 };
      },
    },
  },
});
