/** Rows of master data: every state of an element that was ever received. */
import type { VocabularyElement } from '../../epcis/document.ts';
import { identifierKey } from '../../epcis/identifier/key.ts';
import { HubProblem } from '../../runtime/problem.ts';
import type { Connection } from './connection.ts';
import { SPAN } from './sequence.ts';

/** Runs inside a transaction of the caller. */
export function insertElements(
  connection: Connection,
  first: number,
  captureID: string,
  elements: readonly VocabularyElement[],
): void {
  if ((first % SPAN) + elements.length > SPAN) {
    throw new HubProblem('event-limit-exceeded', `The embedded store takes ${SPAN} vocabulary elements in one write.`);
  }
  for (const [offset, element] of elements.entries()) {
    const sequence = first + offset;
    connection.run(
      'INSERT INTO element (sequence, captureID, type, key, document) VALUES ($sequence, $captureID, $type, $key, $document)',
      { sequence, captureID, type: element.type, key: identifierKey(element.id), document: JSON.stringify(element) },
    );
    for (const key of new Set(element.children.map(identifierKey))) {
      connection.run('INSERT INTO element_child (key, sequence) VALUES ($key, $sequence)', { key, sequence });
    }
  }
}
