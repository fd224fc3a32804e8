import { pino } from 'pino';

/** What a part may do with a log. Fields first, message second. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  /** A log that adds these fields to every line. */
  child(fields: object): Log;
}

/** Structured lines on standard error. Secrets that reach a line by mistake are blanked. */
export function createLog(level: string, base: object = {}): Log {
  const redact = {
    paths: ['*.password', '*.token', '*.authorization', 'password', 'token', 'authorization'],
    censor: '***',
  };
  return pino({ level, base, redact }, pino.destination({ dest: 2, sync: false }));
}

/** A log that says nothing: for tests that look elsewhere. */
export const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silentLog,
};
