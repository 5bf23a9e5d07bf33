/**
 * A capture job as JSON and as XML.
 *
 * @source EPCIS 2.0 REST binding, CaptureJob; XSD EPCISCaptureJob
 */
import type { CaptureJob } from '../capture/jobs.ts';
import type { CaptureError } from '../ports/inbox.ts';
import { captureErrorStatus } from './problem-details.ts';
import { xmlElement, xmlText } from './xml-text.ts';

type JobError = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** Index of the event in its document, from 0. */
  readonly event?: number;
  /** The rule that was broken. */
  readonly rule?: string;
  readonly line?: number;
  readonly column?: number;
  readonly path?: string;
  readonly hint?: string;
};

/** As the standard has it; `stored`, `known`, `refused` (numbers of events) and `warnings` are ours. */
export type JobBody = {
  readonly captureID: string;
  readonly running: boolean;
  readonly success: boolean;
  readonly captureErrorBehaviour: string;
  readonly createdAt: string;
  readonly finishedAt?: string;
  readonly errors: readonly JobError[];
  readonly stored?: number;
  readonly known?: number;
  readonly refused?: number;
  readonly warnings?: readonly object[];
};

export function jobBody(job: CaptureJob): JobBody {
  const { result } = job;
  const beginning = {
    captureID: job.captureID,
    running: job.running,
    // What is still running has met no error that would be final.
    success: result?.success ?? true,
    captureErrorBehaviour: job.errorBehaviour,
    createdAt: instant(job.receivedAt),
  };
  if (!result) return { ...beginning, errors: [] };
  const { stored, known, refused, warnings } = result;
  // The clocks of two processes may differ by a little; a job never ends before it began.
  const finishedAt = instant(Math.max(result.finishedAt, job.receivedAt));
  return {
    ...beginning,
    finishedAt,
    errors: result.errors.map(jobError),
    stored,
    known,
    refused,
    ...(warnings.length > 0 && { warnings }),
  };
}

function jobError(error: CaptureError): JobError {
  const { event, issue } = error;
  return {
    type: `epcisException:${error.type}`,
    title: error.title,
    status: captureErrorStatus[error.type],
    detail: error.detail,
    ...(event !== undefined && { event }),
    ...(issue && { rule: issue.id, ...issue.at, ...(issue.hint !== undefined && { hint: issue.hint }) }),
  };
}

/** Elements below the root are unqualified, in a fixed order; no `errors` where there are none. */
export function jobXml(job: CaptureJob): string {
  const body = jobBody(job);
  const errors = body.errors.map(errorXml).join('');
  const inner = [
    xmlElement('captureErrorBehaviour', body.captureErrorBehaviour),
    xmlElement('createdAt', body.createdAt),
    xmlElement('finishedAt', body.finishedAt),
    errors === '' ? '' : `<errors>${errors}</errors>`,
  ].join('');
  const attributes = `running="${body.running}" success="${body.success}" captureID="${xmlText(body.captureID)}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<epcis:EPCISCaptureJob xmlns:epcis="urn:epcglobal:epcis:xsd:2" ${attributes}>${inner}</epcis:EPCISCaptureJob>\n`;
}

function errorXml(error: JobError): string {
  // The sentence names line and path already; for the event XML has no member.
  const detail = error.event === undefined ? error.detail : `${error.detail} (event ${error.event})`;
  return `<error>${xmlElement('type', error.type)}${xmlElement('title', error.title)}${xmlElement('status', String(error.status))}${xmlElement('detail', detail)}</error>`;
}

const instant = (ms: number): string => new Date(ms).toISOString();
