/** What becomes of one capture job, gathered while its document is read and written. */
import { type Issue, isError } from '../epcis/issue.ts';
import type { CaptureError, CaptureErrorBehaviour, CaptureResult } from '../ports/inbox.ts';
import { sentenceOf } from './door.ts';

/** Errors and warnings listed in a result; their numbers are always whole. */
const LISTED = 100;

export type Report = {
  finding(issue: Issue): void;
  /** An event that says something else than the one which has its eventID already. */
  conflict(event: { readonly index: number; readonly eventID: string; readonly at: Issue['at'] }, existingJob: string): void;
  stored(eventID: string): void;
  known(eventID: string): void;
  /** An event that was read and will not be stored because of its own errors. */
  refusedEvent(): void;
  /** Nothing of the document may be stored: its structure is wrong, or one error is enough under rollback. */
  readonly isRefused: () => boolean;
  /** @param finishedAt ms since 1970 */
  result(finishedAt: number): CaptureResult;
};

export function makeReport(behaviour: CaptureErrorBehaviour): Report {
  const errors: CaptureError[] = [];
  const warnings: Issue[] = [];
  const eventIDs: string[] = [];
  const count = { errors: 0, warnings: 0, stored: 0, known: 0, refused: 0 };
  let isStructureWrong = false;

  const fail = (error: CaptureError): void => {
    count.errors++;
    if (errors.length < LISTED) errors.push(error);
  };
  const remember = (eventID: string): void => {
    if (eventIDs.length < 2) eventIDs.push(eventID);
  };
  const isRefused = (): boolean => isStructureWrong || (behaviour === 'rollback' && count.errors > 0);

  return {
    finding: (issue) => {
      if (!isError(issue)) {
        if (++count.warnings <= LISTED) warnings.push(issue);
        return;
      }
      // A document against its schema is refused whole under `proceed`, too: EPCIS 2.0 REST binding.
      if (issue.layer !== 'rule' || issue.event === undefined) isStructureWrong = true;
      fail(errorOf(issue));
    },
    conflict: (event, existingJob) => {
      count.refused++;
      fail({
        type: 'ResourceAlreadyExistsException',
        title: 'Another event has this eventID',
        detail: `eventID ${event.eventID} is taken by an event of capture job ${existingJob} that says something else. Give the event an eventID of its own, or declare the first one in error.`,
        event: event.index,
      });
    },
    stored: (eventID) => {
      count.stored++;
      remember(eventID);
    },
    known: (eventID) => {
      count.known++;
      remember(eventID);
    },
    refusedEvent: () => void count.refused++,
    isRefused,
    result: (finishedAt) => {
      const isNothingStored = isRefused();
      const rest = count.errors - errors.length;
      return {
        success: count.errors === 0,
        finishedAt,
        stored: isNothingStored ? 0 : count.stored,
        known: isNothingStored ? 0 : count.known,
        refused: count.refused + (isNothingStored ? count.stored + count.known : 0),
        errors: rest > 0 ? [...errors, unlisted(rest)] : errors,
        warnings,
        ...(eventIDs.length === 1 && { eventIDs }),
      };
    },
  };
}

const errorOf = (issue: Issue): CaptureError => ({
  type: issue.id === 'too-many-events' ? 'CaptureLimitExceededException' : 'ValidationException',
  title: issue.message,
  detail: sentenceOf(issue),
  ...(issue.event !== undefined && { event: issue.event }),
  issue,
});

const unlisted = (rest: number): CaptureError => ({
  type: 'ValidationException',
  title: `${rest} more errors`,
  detail: `${rest} more errors are not listed. Correct these first, or validate the file to see them all.`,
});
