import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CaptureJob } from '../../server/capture/jobs.ts';
import { jobBody, jobXml } from '../../server/http/capture-job.ts';
import type { CaptureResult } from '../../server/ports/inbox.ts';

const receivedAt = Date.UTC(2026, 0, 1);
const message = {
  captureID: '7b1c',
  mediaType: 'application/json',
  deliveredBy: 'tester',
  road: 'rest',
  errorBehaviour: 'proceed',
  headers: {},
  receivedAt,
  bytes: 10,
  sha256: '00',
  arrival: 1,
  attempts: 1,
} as const;
const result: CaptureResult = {
  success: true,
  finishedAt: receivedAt + 5,
  stored: 2,
  known: 1,
  refused: 0,
  errors: [],
  warnings: [],
};
const running: CaptureJob = { ...message, running: true };
const done: CaptureJob = { ...message, running: false, result };
const failed: CaptureJob = {
  ...message,
  running: false,
  result: {
    ...result,
    success: false,
    errors: [
      {
        type: 'ValidationException',
        title: 'action is <CHANGE>',
        detail: 'action is <CHANGE> [line 3, column 4]',
        event: 1,
        issue: {
          id: 'action-unknown',
          layer: 'schema',
          severity: 'error',
          message: 'action is <CHANGE>',
          at: { line: 3, column: 4, path: '/a' },
          event: 1,
          hint: 'Say ADD.',
        },
      },
    ],
  },
};

describe('a capture job', () => {
  it('that runs has no end and no errors', () => {
    assert.deepEqual(jobBody(running), {
      captureID: '7b1c',
      running: true,
      success: true,
      captureErrorBehaviour: 'proceed',
      createdAt: '2026-01-01T00:00:00.000Z',
      errors: [],
    });
  });
  it('that is done says when, and what it did', () => {
    const { finishedAt, running: runs, success, errors, stored, known, refused } = jobBody(done);
    assert.deepEqual(
      { finishedAt, runs, success, errors, stored, known, refused },
      {
        finishedAt: '2026-01-01T00:00:00.005Z',
        runs: false,
        success: true,
        errors: [],
        stored: 2,
        known: 1,
        refused: 0,
      },
    );
  });
  it('never ends before it began', () => {
    assert.equal(jobBody({ ...done, result: { ...result, finishedAt: receivedAt - 50 } }).finishedAt, '2026-01-01T00:00:00.000Z');
  });
  it('that failed says what is wrong, and where', () => {
    assert.deepEqual(jobBody(failed).errors, [
      {
        type: 'epcisException:ValidationException',
        status: 400,
        title: 'action is <CHANGE>',
        detail: 'action is <CHANGE> [line 3, column 4]',
        event: 1,
        rule: 'action-unknown',
        line: 3,
        column: 4,
        path: '/a',
        hint: 'Say ADD.',
      },
    ]);
  });
});

describe('a capture job as XML', () => {
  const names = (xml: string) => [...xml.matchAll(/<(\w[\w:]*)/g)].map((match) => match[1]);

  it('has its state in attributes and its elements in order', () => {
    assert.match(
      jobXml(running),
      /<epcis:EPCISCaptureJob xmlns:epcis="urn:epcglobal:epcis:xsd:2" running="true" success="true" captureID="7b1c">/,
    );
    assert.deepEqual(names(jobXml(running)), ['epcis:EPCISCaptureJob', 'captureErrorBehaviour', 'createdAt']);
    assert.deepEqual(names(jobXml(done)), ['epcis:EPCISCaptureJob', 'captureErrorBehaviour', 'createdAt', 'finishedAt']);
    assert.deepEqual(names(jobXml(failed)).slice(4), ['errors', 'error', 'type', 'title', 'status', 'detail']);
    assert.match(jobXml(failed), /action is &lt;CHANGE&gt; \[line 3, column 4\] \(event 1\)/);
  });
});
