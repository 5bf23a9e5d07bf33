/** An address that does not lead to a database is said so, without its password. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HubProblem } from '../../../server/runtime/problem.ts';
import { openMongoRepository } from '../../../server/store/mongo/open.ts';

async function problemOf(uri: string): Promise<HubProblem> {
  try {
    await openMongoRepository({ uri, database: 'epcis_test' });
  } catch (error) {
    assert.ok(error instanceof HubProblem, String(error));
    return error;
  }
  return assert.fail('it was opened');
}

describe('the address of a MongoDB', () => {
  it('is named with its host, and without its password, when nobody answers', async () => {
    const problem = await problemOf('mongodb://operator:s3cret@127.0.0.1:9/?directConnection=true');
    assert.equal(problem.code, 'store-unavailable');
    assert.match(problem.detail, /127\.0\.0\.1:9/);
    assert.doesNotMatch(`${problem.detail} ${problem.message} ${problem.stack}`, /s3cret/);
  });

  it('is refused, naming the variable and not the password, when it is none', async () => {
    for (const uri of [
      'mongodb://operator:s3cret@',
      'mongodb://operator:s3cret@host:notaport/',
      'mongodb://operator:s3cret@host/?w=nonsense&maxPoolSize=-1',
      'mongodb://operator:s3/cret@host/',
      'mongodb://operator:s3cret@host/?unheardOf=1',
    ]) {
      const problem = await problemOf(uri);
      assert.deepEqual([problem.code, problem.facts.name], ['configuration-invalid', 'MONGODB_URI'], uri);
      assert.doesNotMatch(`${problem.detail} ${problem.message} ${problem.stack}`, /s3cret|s3\/cret/);
    }
  });
});
