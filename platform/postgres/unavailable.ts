import { DatabaseUnavailable } from './sql/sql-client.ts';

/**
 * Prisma's codes of a database that does not answer, or not in time: unreachable, reached a timeout, closed the connection, no
 * connection of the pool became free, a transaction began or ended too late.
 */
const PRISMA_CODES: ReadonlySet<unknown> = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028']);

/** The system's codes of a connection that breaks, or of a server without a socket, which Prisma passes on. */
const SOCKET_CODES: ReadonlySet<unknown> = new Set(['EPIPE', 'ECONNRESET', 'ECONNREFUSED', 'ENOENT']);

/** The driver adapter's kinds of the same errors, which a raw query reports under one code of Prisma. */
const DRIVER_KINDS: ReadonlySet<unknown> = new Set([
  'DatabaseNotReachable',
  'ConnectionClosed',
  'SocketTimeout',
  'TooManyConnections',
]);

/** PostgreSQL's codes: the server shuts down, has crashed, starts; it has too many connections. */
const SERVER_CODES: ReadonlySet<unknown> = new Set(['57P01', '57P02', '57P03', '53300']);

/** Whether an error's code says that the server does not take or keep connections now. */
export const isServerLeaving = (code: unknown): boolean => SERVER_CODES.has(code);

/** The driver's words, without a code, for a connection that was lost while a query ran. */
const LOST = /Connection terminated|not queryable/;

/** The part of Prisma's errors that names the driver's own. */
interface DriverError {
  readonly code?: unknown;
  readonly meta?: {
    readonly driverAdapterError?: {
      readonly cause?: { readonly kind?: unknown; readonly originalCode?: unknown };
    };
  };
}

/** Whether a query failed because the database does not answer now. On a busy machine that is no bug. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof DatabaseUnavailable) return true;
  if (!error.name.startsWith('PrismaClient')) return false;
  const { code, meta } = error as DriverError;
  const cause = meta?.driverAdapterError?.cause;
  return (
    PRISMA_CODES.has(code) ||
    SOCKET_CODES.has(code) ||
    DRIVER_KINDS.has(cause?.kind) ||
    SERVER_CODES.has(cause?.originalCode) ||
    LOST.test(error.message)
  );
}
