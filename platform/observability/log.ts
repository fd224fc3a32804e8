import { type DestinationStream, pino } from 'pino';
import { describeError } from './describe-error.ts';
import { createLogOutput } from './log-output.ts';
import { createWallClock } from '../time/clock.ts';
import { createRedaction, redactJson, type Redact } from '../security/redaction.ts';

/** A structured log. Fields first, message second. */
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
  /** Masks the secrets of this process. Passwords in URLs are masked without it, too. */
  readonly redact?: Redact;
  /** Standard error when absent. */
  readonly destination?: DestinationStream;
}

const STANDARD_ERROR = 2;

/**
 * Creates a log of JSON lines. No secret reaches a line: errors keep only what `describeError` keeps, fields such as
 * `password` and `token` are masked, and so is every known secret in any text of a line.
 */
export function createLog(options: LogOptions): Log {
  const { level, base = {}, redact = createRedaction([]) } = options;
  const destination = options.destination ?? createLogOutput(STANDARD_ERROR, createWallClock());
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

/** Describes the errors in all fields, not only in `err`. */
const describeErrors = (fields: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]: [string, unknown]) => [
      name,
      value instanceof Error ? describeError(value) : value,
    ]),
  );

/** A log with further fields, which it derives when its first line is written: most operations write none. */
export const lazyChild = (log: Log, fields: object): Log => new LazyChild(log, fields);

class LazyChild implements Log {
  readonly #parent: Log;
  readonly #fields: object;
  #made: Log | null = null;

  constructor(parent: Log, fields: object) {
    this.#parent = parent;
    this.#fields = fields;
  }

  get #log(): Log {
    return (this.#made ??= this.#parent.child(this.#fields));
  }

  debug(fields: object, message: string): void {
    this.#log.debug(fields, message);
  }

  info(fields: object, message: string): void {
    this.#log.info(fields, message);
  }

  warn(fields: object, message: string): void {
    this.#log.warn(fields, message);
  }

  error(fields: object, message: string): void {
    this.#log.error(fields, message);
  }

  child(fields: object): Log {
    return this.#log.child(fields);
  }
}

/** A log that drops every line, for tests. */
export const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silentLog,
};
