import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { eventsOf, idOf, jsonDocument, jsonEvent, startTestHub, type TestHub } from '../start-hub.ts';

let hub: TestHub;
before(async () => {
  hub = await startTestHub({ EPCIS_CAPTURE_FILE_SIZE_LIMIT: '300000', EPCIS_CAPTURE_LIMIT: '300' });
});
after(() => hub[Symbol.asyncDispose]());

const jobs = async (query = '') => (await hub.get(`/capture${query}`)).json();

describe('POST /capture', () => {
  it('answers 202 without a body; Location leads to the job, which ends with the events stored', async () => {
    const answer = await hub.post('/capture', jsonDocument([jsonEvent(1), jsonEvent(2)]));
    assert.equal(answer.status, 202);
    assert.equal(answer.text, '');
    assert.match(answer.headers.location ?? '', /^\/capture\/[^/]+$/);
    assert.equal(answer.headers['gs1-epcis-version'], '2.0.0');
    assert.equal(answer.headers['gs1-extensions'], '');
    const job = await hub.job(answer.headers.location);
    assert.deepEqual(
      { ...job, createdAt: '', finishedAt: '', captureID: '' },
      {
        captureID: '',
        running: false,
        success: true,
        captureErrorBehaviour: 'rollback',
        createdAt: '',
        finishedAt: '',
        errors: [],
        stored: 2,
        known: 0,
        refused: 0,
      },
    );
    assert.ok(Date.parse(job.finishedAt) >= Date.parse(job.createdAt));
    assert.equal(eventsOf(await hub.get(`/events?EQ_eventID=${encodeURIComponent(idOf(1))}`)).length, 1);
  });

  const bad: readonly (readonly [string, string, Readonly<Record<string, string>>, number, string])[] = [
    ['no body', '', {}, 400, 'ValidationException'],
    ['half a document', '{"type":', {}, 400, 'ValidationException'],
    [
      'an event against its schema',
      JSON.stringify(jsonDocument([{ ...jsonEvent(3), action: 'CHANGE' }])),
      {},
      400,
      'ValidationException',
    ],
    ['XML in the name of JSON', '<a/>', {}, 400, 'ValidationException'],
    ['another content type', 'a;b', { 'content-type': 'text/csv' }, 415, 'UnsupportedMediaTypeException'],
    [
      'an error behaviour that is none',
      JSON.stringify(jsonDocument([jsonEvent(3)])),
      { 'gs1-capture-error-behaviour': 'all' },
      400,
      'ValidationException',
    ],
    [
      'a version that is not read',
      JSON.stringify(jsonDocument([jsonEvent(3)])),
      { 'gs1-epcis-version': '3.0' },
      406,
      'NotAcceptableException',
    ],
    [
      'a version that is none',
      JSON.stringify(jsonDocument([jsonEvent(3)])),
      { 'gs1-epcis-version': 'two' },
      400,
      'ValidationException',
    ],
    [
      'too many events',
      JSON.stringify(jsonDocument(Array.from({ length: 301 }, (_, i) => ({ ...jsonEvent(i), epcList: ['urn:x:1'] })))).replaceAll(
        '.000Z',
        'Z',
      ),
      {},
      413,
      'CaptureLimitExceededException',
    ],
  ];
  for (const [what, body, headers, status, type] of bad) {
    it(`refuses ${what} with ${status}, and keeps nothing`, async () => {
      const before_ = await jobs('?perPage=1000');
      const answer = await hub.post('/capture', body, headers);
      if (status === 413 && answer.status === 202) {
        // Too long to be read at the door: then the job says so.
        const job = await hub.job(answer.headers.location);
        assert.deepEqual(
          [job.success, job.stored, job.errors[0].type, job.errors[0].status],
          [false, 0, `epcisException:${type}`, status],
        );
        return;
      }
      assert.equal(answer.status, status);
      assert.equal(answer.json().type, `epcisException:${type}`);
      assert.ok(answer.json().detail.length > 10);
      assert.deepEqual(await jobs('?perPage=1000'), before_);
    });
  }

  it('refuses a body without Content-Type', async () => {
    const answer = await hub.send('POST', '/capture', { body: JSON.stringify(jsonDocument([jsonEvent(3)])) });
    assert.equal(answer.status, 415);
  });

  for (const framing of ['announced', 'chunked'] as const) {
    it(`refuses more bytes than announced by its limits (${framing})`, async () => {
      const body = JSON.stringify(jsonDocument([{ ...jsonEvent(4), 'ex:padding': 'x'.repeat(2_000_000) }]));
      const headers = framing === 'chunked' ? { 'transfer-encoding': 'chunked' } : {};
      const answer = await hub.post('/capture', body, headers);
      assert.equal(answer.status, 413);
      assert.equal(answer.json().type, 'epcisException:CaptureLimitExceededException');
      assert.equal(answer.headers['gs1-epcis-capture-file-size-limit'], '300000');
      assert.equal(answer.headers['gs1-epcis-capture-limit'], '300');
    });
  }

  it('says where an error is', async () => {
    const answer = await hub.post('/capture', jsonDocument([jsonEvent(5), { ...jsonEvent(6), eventTimeZoneOffset: undefined }]));
    const [finding] = answer.json().errors;
    assert.equal(answer.status, 400);
    assert.equal(finding.event, 1);
    assert.match(finding.at.path, /^\/epcisBody\/eventList\/1/);
    assert.ok(finding.at.line >= 1 && finding.at.column >= 1);
  });

  it('keeps nothing of a document whose sender gives up', async () => {
    const before_ = await jobs('?perPage=1000');
    const headers = {
      authorization: 'Bearer bootstrap-key-of-this-test',
      'content-type': 'application/json',
      'content-length': '200000',
    };
    const request = httpRequest({ host: '127.0.0.1', port: hub.port, method: 'POST', path: '/capture', headers });
    request.on('error', () => undefined);
    request.write('{"@context":[]'.padEnd(150_000));
    await new Promise((resolve) => setTimeout(resolve, 100));
    request.destroy();
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.deepEqual(await jobs('?perPage=1000'), before_);
  });

  it('stores all that is right under proceed, and nothing under rollback', async () => {
    const wrong = { ...jsonEvent(11), eventID: idOf(1), disposition: 'damaged' };
    const send = async (behaviour: string) =>
      hub.job(
        (await hub.post('/capture', jsonDocument([jsonEvent(10), wrong]), { 'gs1-capture-error-behaviour': behaviour })).headers
          .location,
      );
    const rolledBack = await send('rollback');
    assert.deepEqual([rolledBack.success, rolledBack.stored, rolledBack.captureErrorBehaviour], [false, 0, 'rollback']);
    const [error] = rolledBack.errors;
    assert.deepEqual([error.type, error.status, error.event], ['epcisException:ResourceAlreadyExistsException', 409, 1]);
    const proceeded = await send('proceed');
    assert.deepEqual(
      [proceeded.success, proceeded.stored, proceeded.refused, proceeded.captureErrorBehaviour],
      [false, 1, 1, 'proceed'],
    );
  });
});

describe('GET /capture', () => {
  it('lists jobs newest first, in pages', async () => {
    for (let n = 20; n < 25; n++) await hub.job((await hub.post('/capture', jsonDocument([jsonEvent(n)]))).headers.location);
    const all = await jobs('?perPage=1000');
    const times = all.map((job: { createdAt: string }) => job.createdAt);
    assert.deepEqual(times, times.toSorted().toReversed());
    const paged: unknown[] = [];
    for (let path: string | undefined = '/capture?perPage=2'; path; ) {
      const page = await hub.get(path);
      assert.ok(page.json().length <= 2);
      paged.push(...page.json());
      path = /^<([^>]+)>; rel="next"$/.exec(String(page.headers['link'] ?? ''))?.[1];
      assert.equal(page.headers['gs1-next-page-token-expires'] !== undefined, path !== undefined);
    }
    assert.deepEqual(paged, all);
  });

  it('takes no other parameters, and no token of somebody’s own', async () => {
    assert.equal((await hub.get('/capture?EQ_bizStep=x')).status, 400);
    const answer = await hub.get('/capture?nextPageToken=nobody-gave-this');
    assert.equal(answer.json().code, 'page-token-invalid');
  });

  it('comes as JSON only', async () => {
    assert.equal((await hub.get('/capture', { accept: 'application/xml' })).status, 406);
  });
});

describe('GET /capture/{captureID}', () => {
  it('comes as XML, too', async () => {
    const { headers } = await hub.post('/capture', jsonDocument([jsonEvent(30)]));
    const { captureID } = await hub.job(headers.location);
    for (const accept of ['application/xml', 'text/xml', 'application/json;q=0.1, application/xml']) {
      const answer = await hub.get(headers.location ?? '', { accept });
      assert.match(answer.headers['content-type'] ?? '', /xml; charset=utf-8$/);
      assert.match(answer.text, new RegExp(`running="false" success="true" captureID="${captureID}"`));
    }
  });

  it('is 404 where there is none', async () => {
    const answer = await hub.get('/capture/no-such-job');
    assert.equal(answer.status, 404);
    assert.equal(answer.json().type, 'epcisException:NoSuchResourceException');
    assert.equal((await hub.send('OPTIONS', '/capture/no-such-job')).status, 404);
    assert.equal((await hub.send('OPTIONS', (await jobs())[0] && `/capture/${(await jobs())[0].captureID}`)).status, 204);
  });
});
