import { Pool } from 'undici';

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
