/** The standard's own XML schemas as judges. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { XmlDocument, XmlValidateError, XsdValidator } from 'libxml2-wasm';
import { xmlRegisterFsInputProviders } from 'libxml2-wasm/lib/nodejs.mjs';

const standard = process.env['EPCIS_STANDARD'];

/** false, or why documents cannot be judged. */
export const skipSchemas = standard !== undefined && existsSync(standard) ? false : 'EPCIS_STANDARD names no folder';

const kinds = { EPCISDocument: 'epcis', EPCISQueryDocument: 'epcis-query', EPCISMasterDataDocument: 'epcis-masterdata' } as const;

export type SchemaVersion = '1.0' | '1.2' | '2.0';

const validators = new Map<string, XsdValidator>();

function validatorOf(root: keyof typeof kinds, version: SchemaVersion): XsdValidator {
  const file = join(standard ?? '', `xsd-${version}`, `EPCglobal-${kinds[root]}-${version.replace('.', '_')}.xsd`);
  const known = validators.get(file);
  if (known) return known;
  xmlRegisterFsInputProviders();
  using schema = XmlDocument.fromBuffer(readFileSync(file), { url: file });
  const validator = XsdValidator.fromDoc(schema);
  validators.set(file, validator);
  return validator;
}

/** What the schema says against a document; empty when it is valid. */
export function schemaFaults(text: string, root: keyof typeof kinds, version: SchemaVersion): readonly string[] {
  try {
    using document = XmlDocument.fromBuffer(Buffer.from(text));
    validatorOf(root, version).validate(document);
    return [];
  } catch (error) {
    if (error instanceof XmlValidateError) return error.details.map(({ line, message }) => `${line}: ${message.trim()}`);
    return [String(error)];
  }
}
