/**
 * `/capture`: documents in, jobs out.
 *
 * @source EPCIS 2.0 section 12.2 and REST binding, /capture
 */
import type { Accept } from '../../capture/accept.ts';
import type { CaptureJobs } from '../../capture/jobs.ts';
import type { Clock } from '../../runtime/clock.ts';
import { type Answer, type Call, jsonAnswer, jsonTypes } from '../call.ts';
import { jobBody, jobXml } from '../capture-job.ts';
import { documentHeaders, readErrorBehaviour } from '../headers.ts';
import { jobPageToken, readJobPageToken } from '../job-page-token.ts';
import { type Link, segment } from '../links.ts';
import { pagingHeaders, pagingParameters, readPaging, refuseOthers } from '../paging.ts';
import { captureHeaders, versionBounds } from '../parameters.ts';
import type { Route } from '../route.ts';
import { ref } from '../schemas.ts';

export type CaptureDeps = {
  readonly accept: Accept;
  readonly jobs: CaptureJobs;
  readonly clock: Clock;
  readonly link: Link;
  readonly pageLimit: number;
};

const documentTypes = ['application/json', 'application/ld+json', 'application/xml', 'text/xml'];

export const captureRoutes = (deps: CaptureDeps): readonly Route[] => [
  {
    path: '/capture',
    family: 'capture',
    operations: {
      POST: {
        id: 'captureDocument',
        summary: 'Takes a document. It is stored durably when this answers; its events follow with its job.',
        access: ['capture'],
        parameters: captureHeaders,
        takes: {
          types: documentTypes,
          schema: ref('Document'),
          description: 'EPCISDocument or EPCISQueryDocument, JSON-LD 2.0 or XML 1.0 to 2.0',
        },
        answers: [{ status: 202, description: 'Accepted. Location leads to the capture job.' }],
        problems: ['document-invalid', 'document-too-large', 'event-limit-exceeded', 'media-type-unsupported', 'header-invalid'],
        handle: (call) => capture(deps, call),
      },
      GET: {
        id: 'listCaptureJobs',
        summary: 'Capture jobs, newest first.',
        access: ['capture', 'query'],
        parameters: [...pagingParameters(deps.pageLimit), ...versionBounds],
        answers: [
          {
            status: 200,
            description: 'One page of jobs',
            body: { types: jsonTypes, schema: { type: 'array', items: ref('CaptureJob') } },
          },
        ],
        problems: ['query-parameter', 'page-token-invalid'],
        handle: (call) => listJobs(deps, call),
      },
    },
  },
  {
    path: '/capture/{captureID}',
    family: 'default',
    variables: { captureID: 'As in Location of POST /capture' },
    checkExists: async (call) => void (await deps.jobs.get(call.principal, captureIDOf(call))),
    operations: {
      GET: {
        id: 'getCaptureJob',
        summary: 'How far a document has come, and what is wrong with it.',
        access: ['capture', 'query'],
        parameters: versionBounds,
        answers: [
          {
            status: 200,
            description: 'The job',
            body: { types: [...jsonTypes, 'application/xml', 'text/xml'], schema: ref('CaptureJob') },
          },
        ],
        problems: ['capture-unknown'],
        handle: (call) => getJob(deps, call),
      },
    },
  },
];

async function capture(deps: CaptureDeps, call: Call): Promise<Answer> {
  const message = await deps.accept(call.principal, {
    contentType: call.header('Content-Type'),
    road: 'rest',
    errorBehaviour: readErrorBehaviour(call.header),
    headers: documentHeaders(call.gs1),
    bytes: call.body,
    ...(call.contentLength !== undefined && { contentLength: call.contentLength }),
  });
  return { status: 202, headers: { Location: deps.link(`/capture/${segment(message.captureID)}`) } };
}

async function listJobs(deps: CaptureDeps, call: Call): Promise<Answer> {
  const paging = readPaging(call.parameters, deps.pageLimit);
  refuseOthers(paging);
  const before = paging.token === undefined ? undefined : readJobPageToken(deps.clock, paging.token);
  // One more than a page shows whether there is another page.
  const found = await deps.jobs.list(call.principal, paging.perPage + 1, before);
  const jobs = found.slice(0, paging.perPage);
  const last = found.length > jobs.length ? jobs.at(-1) : undefined;
  const next = last && jobPageToken(deps.clock, last.arrival);
  return jsonAnswer(call, jobs.map(jobBody), pagingHeaders(call, deps.link, paging, next));
}

async function getJob(deps: CaptureDeps, call: Call): Promise<Answer> {
  const type = call.prefers([...jsonTypes, 'application/xml', 'text/xml']);
  const job = await deps.jobs.get(call.principal, captureIDOf(call));
  return { status: 200, type, body: type.endsWith('xml') ? jobXml(job) : JSON.stringify(jobBody(job)) };
}

const captureIDOf = (call: Call): string => call.variables['captureID'] ?? '';
