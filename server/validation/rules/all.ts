/** Every rule there is, in the order of docs/rules.md. */
import { declarationRules } from './declarations.ts';
import { identifierRules } from './identifiers.ts';
import type { Rule } from './rule.ts';
import { sensorRules } from './sensor.ts';
import { timeRules } from './times.ts';
import { vocabularyRules } from './vocabulary.ts';
import { whatRules } from './what.ts';

export const rules: readonly Rule[] = [
  ...timeRules,
  ...whatRules,
  ...identifierRules,
  ...vocabularyRules,
  ...declarationRules,
  ...sensorRules,
];
