/**
 * Prisma's codes of a database that does not answer, or not in time: unreachable, reached a timeout, closed the connection, no
 * connection of the pool became free, a transaction began or ended too late.
 */
const CODES: ReadonlySet<unknown> = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028']);

/** Whether a query failed because the database does not answer now. On a busy machine that is no bug. */
export const isDatabaseUnavailable = (error: Error): boolean =>
  error.name.startsWith('PrismaClient') && 'code' in error && CODES.has(error.code);
