import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { problemBody } from '../../server/http/problem-body.ts';
import { captureErrorStatus, httpProblems, problemDetails, problemHeaders } from '../../server/http/problem-details.ts';
import { HubProblem, problemCodes } from '../../server/runtime/problem.ts';

const request = { instance: '/events', requestID: 'r-1' };

describe('problem details', () => {
  for (const code of problemCodes) {
    it(`of ${code} have type, title and a status that is an error`, () => {
      const problem = problemDetails(new HubProblem(code, 'Said so.'), request);
      assert.match(problem.type, /^epcisException:[A-Za-z]+Exception$/);
      assert.ok(problem.title.length > 5);
      assert.ok(problem.status >= 400 && problem.status < 600);
      assert.equal(problem.status, httpProblems[code].status);
      assert.equal(problem.code, code);
    });
  }

  it('carry the facts of the problem', () => {
    const findings = [{ id: 'event-time-missing', message: 'no eventTime' }];
    const problem = problemDetails(
      new HubProblem('document-invalid', 'It is wrong.', { name: 'n', allowed: ['a'], findings }),
      request,
    );
    assert.deepEqual(
      {
        name: problem.name,
        allowed: problem.allowed,
        errors: problem.errors,
        instance: problem.instance,
        requestID: problem.requestID,
      },
      { name: 'n', allowed: ['a'], errors: findings, ...request },
    );
  });

  it('of a 401 come with a challenge', () => {
    const challenges = problemHeaders(new HubProblem('unauthenticated', 'Who?'), 'EPCIS')['www-authenticate'];
    assert.deepEqual(challenges, ['Bearer realm="EPCIS"', 'Basic realm="EPCIS", charset="UTF-8"']);
  });

  it('name the status of an error of a capture job', () => {
    assert.deepEqual(captureErrorStatus, {
      ValidationException: 400,
      CaptureLimitExceededException: 413,
      ResourceAlreadyExistsException: 409,
      ImplementationException: 500,
    });
  });
});

describe('a problem as XML', () => {
  const xmlOf = (error: HubProblem) => problemBody(problemDetails(error, request), () => 'application/xml').body;

  it('has the elements of EPCISException in their order', () => {
    const body = xmlOf(new HubProblem('event-unknown', 'None.'));
    assert.deepEqual(
      [...body.matchAll(/<(\w+)>/g)].map((match) => match[1]),
      ['type', 'title', 'status', 'detail', 'instance'],
    );
  });
  it('says every finding', () => {
    const findings = [{ message: 'first thing' }, { message: 'second thing' }];
    assert.match(
      xmlOf(new HubProblem('document-invalid', 'first thing (and 1 more)', { findings })),
      /<detail>first thing \(and 1 more\) second thing<\/detail>/,
    );
  });
  it('is well-formed whatever a partner sent', () => {
    const body = xmlOf(new HubProblem('document-invalid', 'bad \u0000 \u001b \uD800 ]]> <x> & "q" 😀'));
    assert.match(body, /bad \uFFFD \uFFFD \uFFFD \]\]&gt; &lt;x&gt; &amp; &quot;q&quot; 😀/);
  });
});
