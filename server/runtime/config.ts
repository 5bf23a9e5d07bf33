/**
 * Configuration: environment variables, or a YAML file with the same settings, read once at start.
 *
 * Every variable name occurs in `settings` and nowhere else; docs/configuration.md is held against it by a test. The
 * environment wins over the file. Secrets are read apart (`secrets.ts`).
 */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { HubProblem } from './problem.ts';

const whole = (least: number, most: number) =>
  z.coerce
    .number({ error: 'must be a whole number' })
    .int('must be a whole number')
    .min(least, `must be at least ${least}`)
    .max(most, `must be at most ${most}`);
const text = z.string().min(1, 'must not be empty');

type Setting = {
  /** Key in the configuration file. */
  readonly key: keyof Config;
  readonly schema: z.ZodType;
  /** As text, as it would be written. Absent: the setting has no value unless given. */
  readonly fallback?: string;
  readonly meaning: string;
};

/** Every setting by its environment variable. */
export const settings: Readonly<Record<string, Setting>> = {
  EPCIS_HOST: {
    key: 'host',
    schema: text,
    fallback: '127.0.0.1',
    meaning: 'Address to listen on. 0.0.0.0 for every network interface.',
  },
  EPCIS_PORT: { key: 'port', schema: whole(0, 65535), fallback: '8080', meaning: 'TCP port. 0 takes a free one and prints it.' },
  EPCIS_BASE_URL: {
    key: 'baseUrl',
    schema: z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }),
    meaning: 'URL under which clients reach the hub, where a proxy stands before it. Used in links.',
  },
  EPCIS_DATA: { key: 'data', schema: text, fallback: './data', meaning: 'Folder of the embedded store. Not used with MongoDB.' },
  MONGODB_URI: {
    key: 'mongodbUri',
    schema: z.string().regex(/^mongodb(\+srv)?:\/\//, 'must begin with mongodb:// or mongodb+srv://'),
    meaning: 'Selects MongoDB instead of the embedded store.',
  },
  EPCIS_MONGODB_DATABASE: {
    key: 'mongodbDatabase',
    schema: z.string().regex(/^[^/\\. "$*<>:|?]{1,63}$/, 'must be a MongoDB database name'),
    fallback: 'epcis',
    meaning: 'Database name in MongoDB.',
  },
  EPCIS_CAPTURE_LIMIT: {
    key: 'captureLimit',
    schema: whole(1, 4_000_000),
    fallback: '1000000',
    meaning: 'Events that one document may hold (GS1-EPCIS-Capture-Limit).',
  },
  EPCIS_CAPTURE_FILE_SIZE_LIMIT: {
    key: 'fileSizeLimit',
    schema: whole(1, 2 ** 40),
    fallback: '524288000',
    meaning: 'Bytes that one document may have (GS1-EPCIS-Capture-File-Size-Limit).',
  },
  EPCIS_EVENT_SIZE_LIMIT: {
    key: 'eventSizeLimit',
    schema: whole(1024, 2 ** 30),
    fallback: '134217728',
    meaning: 'Bytes that one event may take in its document.',
  },
  EPCIS_CAPTURE_WORKERS: {
    key: 'captureWorkers',
    schema: whole(0, 64),
    fallback: 'number of processors, at most 4',
    meaning: 'Threads that read and store documents. 0: this process only accepts them, another one works.',
  },
  EPCIS_LEASE_SECONDS: {
    key: 'leaseSeconds',
    schema: whole(1, 3600),
    fallback: '15',
    meaning: 'How long a worker holds a document without a sign of life before another one may take it.',
  },
  EPCIS_PAGE_LIMIT: {
    key: 'pageLimit',
    schema: whole(1, 10_000),
    fallback: '1000',
    meaning: 'Most events on one page, whatever perPage asks for.',
  },
  EPCIS_TRANSIT_DAYS: {
    key: 'transitDays',
    schema: whole(1, 3650),
    fallback: '14',
    meaning: 'Days after which a shipment without receipt is a finding of the custody chain.',
  },
  EPCIS_TWO_PLACES_MINUTES: {
    key: 'twoPlacesMinutes',
    schema: whole(1, 100_000),
    fallback: '60',
    meaning: 'Two observations at different places in less time are a finding of the custody chain.',
  },
  EPCIS_LOG_LEVEL: {
    key: 'logLevel',
    schema: z.enum(['debug', 'info', 'warn', 'error', 'silent'], 'must be one of debug, info, warn, error, silent'),
    fallback: 'info',
    meaning: 'Least severity that is logged, as JSON lines on standard error.',
  },
};

export type Config = {
  readonly host: string;
  readonly port: number;
  readonly baseUrl?: string;
  readonly data: string;
  readonly mongodbUri?: string;
  readonly mongodbDatabase: string;
  readonly captureLimit: number;
  readonly fileSizeLimit: number;
  readonly eventSizeLimit: number;
  readonly captureWorkers: number;
  readonly leaseSeconds: number;
  readonly pageLimit: number;
  readonly transitDays: number;
  readonly twoPlacesMinutes: number;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
};

/** Variables beginning with EPCIS_ that others read: naming one here keeps it from being called unknown. */
const readElsewhere = new Set(['EPCIS_CONFIG', 'EPCIS_BOOTSTRAP_KEY', 'EPCIS_TOKEN_KEY']);
const ofTests = /^EPCIS_(CORPUS|STANDARD|TEST_)/;

/**
 * @param overrides settings given on the command line, by key; they win over everything
 * @throws HubProblem configuration-invalid naming every variable at fault and why
 */
export function readConfig(environment: NodeJS.ProcessEnv, overrides: Readonly<Record<string, string>> = {}): Config {
  const complaints: string[] = [];
  const file = readFile(environment['EPCIS_CONFIG'], complaints);
  for (const name of Object.keys(environment)) {
    if (name.startsWith('EPCIS_') && !(name in settings) && !readElsewhere.has(name) && !ofTests.test(name)) {
      complaints.push(`${name} is no setting of the hub (docs/configuration.md lists them)`);
    }
  }
  const config: Record<string, unknown> = {};
  for (const [name, setting] of Object.entries(settings)) {
    const [value, source] = rawValue(name, setting, environment, file, overrides);
    if (value === undefined) continue;
    const parsed = setting.schema.safeParse(value);
    if (parsed.success) config[setting.key] = parsed.data;
    else complaints.push(`${source} ${parsed.error.issues[0]?.message ?? 'is not valid'}, it is ${JSON.stringify(value)}`);
  }
  if (complaints.length > 0)
    throw new HubProblem('configuration-invalid', complaints.join('; '), { name: complaints[0]?.split(' ')[0] ?? '' });
  return config as unknown as Config; // every key of `settings` was just parsed by its schema
}

function rawValue(
  name: string,
  setting: Setting,
  environment: NodeJS.ProcessEnv,
  file: Readonly<Record<string, unknown>>,
  overrides: Readonly<Record<string, string>>,
): readonly [unknown, string] {
  const override = overrides[setting.key];
  if (override !== undefined) return [override, `--${setting.key}`];
  const variable = environment[name];
  if (variable !== undefined && variable !== '') return [variable, name];
  const fromFile = file[setting.key];
  if (fromFile !== undefined) return [fromFile, `${name} (${setting.key} in the configuration file)`];
  if (name === 'EPCIS_CAPTURE_WORKERS') return [Math.min(4, availableParallelism()), name];
  return [setting.fallback, name];
}

function readFile(path: string | undefined, complaints: string[]): Readonly<Record<string, unknown>> {
  if (path === undefined || path === '') return {};
  const keys = new Set<string>(Object.values(settings).map((setting) => setting.key));
  try {
    const content: unknown = parseYaml(readFileSync(path, 'utf8'));
    if (content === null || content === undefined) return {};
    if (typeof content !== 'object' || Array.isArray(content))
      throw new Error('it must hold settings, one a line, like `port: 8080`');
    for (const key of Object.keys(content))
      if (!keys.has(key)) complaints.push(`EPCIS_CONFIG names ${path}, where ${key} is no setting`);
    return content as Record<string, unknown>; // an object that is no array, checked above
  } catch (error) {
    complaints.push(
      `EPCIS_CONFIG names ${path}, which cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
    return {};
  }
}
