/** Our small XML answers against the standard's own schema, where that is at hand. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { xmlRegisterFsInputProviders } from 'libxml2-wasm/lib/nodejs.mjs';
import type { CaptureJob } from '../../server/capture/jobs.ts';
import { jobXml } from '../../server/http/capture-job.ts';
import { problemBody } from '../../server/http/problem-body.ts';
import { problemDetails } from '../../server/http/problem-details.ts';
import { HubProblem, problemCodes } from '../../server/runtime/problem.ts';

const standard = process.env['EPCIS_STANDARD'];
const skip = standard === undefined ? 'EPCIS_STANDARD does not name the folder of the standard' : false;

function check(...documents: readonly string[]): void {
  xmlRegisterFsInputProviders();
  const file = join(standard ?? '', 'xsd-2.0', 'EPCglobal-epcis-2_0.xsd');
  using schema = XmlDocument.fromBuffer(readFileSync(file), { url: file });
  using validator = XsdValidator.fromDoc(schema);
  for (const text of documents) {
    using document = XmlDocument.fromString(text);
    assert.doesNotThrow(() => validator.validate(document), text);
  }
  using wrong = XmlDocument.fromString('<epcis:EPCISCaptureJob xmlns:epcis="urn:epcglobal:epcis:xsd:2"/>');
  assert.throws(() => validator.validate(wrong), 'the schema judges');
}

describe('XML of the standard', () => {
  it('a capture job is valid in each of its states', { skip }, () => {
    const running: CaptureJob = {
      captureID: 'a',
      mediaType: 'application/xml',
      deliveredBy: 'tester',
      road: 'rest',
      errorBehaviour: 'rollback',
      headers: {},
      receivedAt: 0,
      bytes: 1,
      sha256: '00',
      arrival: 1,
      attempts: 1,
      running: true,
    };
    const result = { success: true, finishedAt: 1, stored: 1, known: 0, refused: 0, errors: [], warnings: [] };
    const error = { type: 'ValidationException', title: 'a < b', detail: 'c & d', event: 3 } as const;
    check(
      jobXml(running),
      jobXml({ ...running, running: false, result }),
      jobXml({
        ...running,
        running: false,
        errorBehaviour: 'proceed',
        result: { ...result, success: false, errors: [error, error] },
      }),
    );
  });

  it('a problem is valid whatever its code', { skip }, () => {
    const request = { instance: '/events/urn%3Ax', requestID: 'r' };
    const bodies = problemCodes.map(
      (code) => problemBody(problemDetails(new HubProblem(code, 'It is so.'), request), () => 'text/xml').body,
    );
    check(...bodies);
  });
});
