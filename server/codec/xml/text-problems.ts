/** What can be wrong with the text of a document before or beside what saxes finds. */
import type { Issue } from '../../epcis/issue.ts';
import { BrokenXml } from './broken-xml.ts';
import type { LineAndColumn } from './cursor.ts';

export const illegalCharacter = (code: number): BrokenXml =>
  new BrokenXml(
    'character-forbidden',
    `The character U+${code.toString(16).toUpperCase().padStart(4, '0')} is no XML character.`,
    {
      hint: 'Remove it at the source; XML has no way to write it.',
    },
  );

export const doctypeForbidden = (at: LineAndColumn): BrokenXml =>
  new BrokenXml('doctype-forbidden', 'A document type declaration is not allowed: entities are neither expanded nor fetched.', {
    hint: 'Remove the <!DOCTYPE …> line; EPCIS documents need none.',
    at,
  });

/** @param line where the innermost open element begins */
export const truncated = (name: string, line: number): BrokenXml =>
  new BrokenXml('document-truncated', `The document ends inside <${name}>, which was opened in line ${line}.`, {
    hint: 'The transfer was probably cut off; send the whole document again.',
  });

/** @param first character that is no white space */
export const notXml = (first: string, at: LineAndColumn): BrokenXml =>
  new BrokenXml('not-xml', `The document is not XML: it begins with "${first}".`, {
    hint:
      first === '{' || first === '['
        ? 'It looks like JSON; send it with the media type application/json or application/ld+json.'
        : undefined,
    at,
  });

/** It declares nothing, so that reading may go on; it is forbidden all the same. */
export const harmlessDoctype = (isTolerant: boolean, line: number, column: number): Issue => ({
  id: 'doctype-forbidden',
  layer: 'wellformedness',
  severity: isTolerant ? 'warning' : 'error',
  message: 'A document type declaration is not allowed, even if it declares nothing.',
  hint: 'Remove the <!DOCTYPE …> line; EPCIS documents need none.',
  at: { line, column },
});

/** It names the root and nothing else: no entities, no other file. */
export const isEmptyDoctype = (text: string): boolean => /^<!DOCTYPE\s+[^\s>["']+\s*>/.test(text);

/** Known by its beginning to declare something; a harmless one is known only by its end. */
export const isFullDoctype = (text: string): boolean => /^<!DOCTYPE[^>]*[["'>]/.test(text) && !isEmptyDoctype(text);
