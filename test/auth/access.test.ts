import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkAccess, mayAct } from '../../server/auth/access.ts';
import { HubProblem } from '../../server/runtime/problem.ts';

describe('access', () => {
  const reader = { name: 'reader', roles: ['query'] } as const;

  it('is given by any one of the roles', () => {
    assert.equal(mayAct(reader, ['capture', 'query']), true);
    assert.equal(mayAct(reader, ['capture']), false);
    assert.equal(mayAct({ name: 'nobody', roles: [] }, ['query']), false);
  });

  it('is given to an admin for everything', () => {
    assert.equal(mayAct({ name: 'root', roles: ['admin'] }, ['capture']), true);
  });

  it('is refused by name, with the roles that would do', () => {
    assert.throws(
      () => checkAccess(reader, ['capture']),
      (error) => error instanceof HubProblem && error.code === 'forbidden' && error.facts.allowed?.join() === 'capture',
    );
  });
});
