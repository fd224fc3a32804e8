import type { z } from 'zod';
import { StartError } from './process/start-error.ts';

/** Settings as text, as the environment of a process holds them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The environment of this process. Nothing else reads it. */
export const environment = (): Environment => process.env;

/**
 * Switches off what libraries would report to their makers. They read the environment themselves, when first used.
 */
export function silenceLibraries(): void {
  process.env['APOLLO_TELEMETRY_DISABLED'] = '1';
}

/** One setting: what it is called, what it is for, and which texts it takes. */
export interface Setting<T> {
  /** A sentence for a person who sets it. */
  readonly meaning: string;
  /** What it takes, in words, as a message and docs/SETTINGS.md say it. */
  readonly allowed: string;
  /** The text that stands in when it is not set; null when there is none, and the value is then null. */
  readonly fallback: string | null;
  /** Secrets are never repeated in a message or a log. */
  readonly secret: boolean;
  readonly schema: z.ZodType<T, string>;
}

/** A setting that cannot be used. The message names it, its value and what is allowed. */
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
 * @param defaults of this process, before those of the table
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
    if (one.secret) secrets.push(text);
    const result = one.schema.safeParse(text);
    if (result.success) return [name, result.data];
    const shown = one.secret ? '***' : text.length > 80 ? `${text.slice(0, 77)}...` : text;
    problems.push(`${name}=${shown} cannot be used: it takes ${one.allowed}.`);
    return [name, null];
  });
  if (problems.length > 0) throw new SettingsError(problems.join('\n'));
  return Object.defineProperty(Object.fromEntries(values) as SettingsOf<Table>, SECRETS, { value: secrets });
}

/** Where settings keep the texts of their secrets: out of sight of whoever prints or copies them. */
const SECRETS = Symbol('secrets');

/** The secrets among settings that were read here, as texts: what may not appear in a log. */
export const secretsOf = (settings: object): readonly string[] =>
  (settings as { readonly [SECRETS]?: readonly string[] })[SECRETS] ?? [];

/** A required setting that turned out to be absent is a mistake of whoever started the process. */
export function required<T>(name: string, value: T | null, why: string): T {
  if (value === null) throw new SettingsError(`${name} is not set: ${why}.`);
  return value;
}
