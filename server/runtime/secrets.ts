/** Keys and passwords: read apart from the configuration, never printed, never logged. */
import { HubProblem } from './problem.ts';

export type Secrets = {
  /** EPCIS_BOOTSTRAP_KEY: becomes an API key of role admin at start. */
  readonly bootstrapKey?: string;
  /** EPCIS_TOKEN_KEY: signs page tokens. Processes that share a store behind one address must share it. */
  readonly tokenKey?: string;
};

const LEAST_LENGTH = 16;

/** @throws HubProblem configuration-invalid naming the variable, never its value */
export function readSecrets(environment: NodeJS.ProcessEnv): Secrets {
  const bootstrapKey = read(environment, 'EPCIS_BOOTSTRAP_KEY');
  const tokenKey = read(environment, 'EPCIS_TOKEN_KEY');
  return { ...(bootstrapKey !== undefined && { bootstrapKey }), ...(tokenKey !== undefined && { tokenKey }) };
}

function read(environment: NodeJS.ProcessEnv, name: string): string | undefined {
  const value = environment[name];
  if (value === undefined || value === '') return undefined;
  if (value.length < LEAST_LENGTH) {
    throw new HubProblem(
      'configuration-invalid',
      `${name} must have at least ${LEAST_LENGTH} characters, it has ${value.length}`,
      { name },
    );
  }
  return value;
}
