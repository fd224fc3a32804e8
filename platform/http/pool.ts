import { errors, Pool } from 'undici';
import { CircuitOpen } from '../retry/circuit.ts';

/** Idle connections close after this time. */
const KEEP_ALIVE_MS = 30_000;

/** Kept connections to another process of the broker. Connecting, waiting and reading each have the time limit. */
export const createPool = (url: string, connections: number, timeoutMs: number): Pool =>
  new Pool(url, {
    connections,
    connectTimeout: timeoutMs,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    keepAliveTimeout: KEEP_ALIVE_MS,
  });

/** True for the status of a proxy without its server, and of a process that is starting or stopping. */
export const isAwayStatus = (status: number): boolean => status === 502 || status === 503 || status === 504;

/**
 * Whether a request failed without an answer: refused, cut off, late, or not sent while its circuit is open. Errors of the network have
 * a code, in Node as in undici; an error without one, or about an argument, is a bug of this process.
 */
export function isUnanswered(error: unknown): boolean {
  if (error instanceof CircuitOpen) return true;
  if (!(error instanceof Error) || error instanceof errors.InvalidArgumentError) return false;
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return true;
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === 'string' && !code.startsWith('ERR_INVALID_');
}
