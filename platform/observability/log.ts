import { type DestinationStream, pino } from 'pino';
import { describeError } from './describe-error.ts';
import { createRedaction, redactJson, type Redact } from '../security/redaction.ts';

/** What a part may do with a log. Fields first, message second. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  /** A log that adds these fields to every line. */
  child(fields: object): Log;
}

export interface LogOptions {
  readonly level: string;
  /** Fields of every line. */
  readonly base?: object;
  /** Blanks the secrets of this process; those in addresses are blanked without it too. */
  readonly redact?: Redact;
  /** Standard error when absent. */
  readonly destination?: DestinationStream;
}

/**
 * Structured lines. No secret reaches one: errors keep only what `describeError` names, fields named after a secret are
 * blanked, and so is every known secret in any text of a line.
 */
export function createLog(options: LogOptions): Log {
  const { level, base = {}, redact = createRedaction([]) } = options;
  const destination = options.destination ?? pino.destination({ dest: 2, sync: false });
  return pino(
    {
      level,
      base,
      redact: {
        paths: ['*.password', '*.token', '*.authorization', 'password', 'token', 'authorization'],
        censor: '***',
      },
      formatters: { log: describeErrors },
      serializers: { err: (described: unknown) => described },
      hooks: { streamWrite: (line) => redactJson(line, redact) },
    },
    destination,
  );
}

/** Errors come under names of all kinds, not only `err`. */
const describeErrors = (fields: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]: [string, unknown]) => [
      name,
      value instanceof Error ? describeError(value) : value,
    ]),
  );

/** A log that says nothing: for tests that look elsewhere. */
export const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silentLog,
};
