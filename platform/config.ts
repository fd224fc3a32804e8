import type { z } from 'zod';
import { StartError } from './process/start-error.ts';
import { maskLogin, parseServerUrl } from './security/server-url.ts';
import { shortened } from './shortened.ts';

/** The environment variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Returns the environment of this process. Nothing else reads `process.env`. */
export const environment = (): Environment => process.env;

/**
 * Turns off the telemetry of libraries, and their checks for developers unless NODE_ENV is set. They read the environment
 * themselves, at first use; graphql reads it when it is loaded, so `npm start` sets NODE_ENV before that.
 */
export function prepareLibraries(): void {
  process.env['NODE_ENV'] ??= 'production';
  process.env['APOLLO_TELEMETRY_DISABLED'] = '1';
}

/** One setting: its purpose, its allowed values and its default. */
export interface Setting<T> {
  /** The purpose, in a sentence for the operator. */
  readonly meaning: string;
  /** The allowed values in words, for error messages and docs/SETTINGS.md. */
  readonly allowed: string;
  /** The default, as text. Null for none: the value of an absent setting is then null. */
  readonly fallback: string | null;
  /** Secrets are never repeated in a message or a log. */
  readonly secret: boolean;
  readonly schema: z.ZodType<T, string>;
}

/** A setting is absent or has a bad value. The message names the setting and the allowed values. */
export class SettingsError extends StartError {
  override readonly name = 'SettingsError';
}

export type SettingsTable = Readonly<Record<string, Setting<unknown>>>;
export type SettingsOf<Table extends SettingsTable> = {
  readonly [Name in keyof Table]: Table[Name] extends Setting<infer T> ? T : never;
};

/**
 * Reads all settings of a table. An empty text counts as not set.
 *
 * @param defaults defaults of this process, which override those of the table
 * @throws SettingsError with one line for each bad value
 */
export function readSettings<Table extends SettingsTable>(
  table: Table,
  env: Environment,
  defaults: Partial<Record<keyof Table, string>> = {},
): SettingsOf<Table> {
  const problems: string[] = [];
  const secrets: string[] = [];
  const values = Object.entries(table).map(([name, one]) => {
    const given = env[name] === '' ? undefined : env[name];
    const text = given ?? defaults[name] ?? one.fallback;
    if (text === null) return [name, null];
    if (one.secret || parseServerUrl(text)?.password) secrets.push(text);
    const result = one.schema.safeParse(text);
    if (result.success) return [name, result.data];
    const shown = one.secret ? '***' : shortened(maskLogin(text));
    problems.push(`${name}=${shown} cannot be used: it takes ${one.allowed}.`);
    return [name, null];
  });
  if (problems.length > 0) throw new SettingsError(problems.join('\n'));
  return Object.defineProperty(Object.fromEntries(values) as SettingsOf<Table>, SECRETS, { value: secrets });
}

/** Key of the secrets in a settings object. Not enumerable: printing or copying the settings leaves the secrets out. */
const SECRETS = Symbol('secrets');

/** Returns the secret values of settings from `readSettings`, as text. They must not appear in a log. */
export const secretsOf = (settings: object): readonly string[] =>
  (settings as { readonly [SECRETS]?: readonly string[] })[SECRETS] ?? [];

/** Returns the value of a required setting. Throws SettingsError with the reason when it is null. */
export function required<T>(name: string, value: T | null, why: string): T {
  if (value === null) throw new SettingsError(`${name} is not set: ${why}.`);
  return value;
}
