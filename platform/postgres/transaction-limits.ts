/**
 * Limits of a transaction in milliseconds: its wait for a connection, and its run time. A busy machine may take seconds at a
 * first start; Prisma's own limit of two seconds would fail the start then. A longer wait or run is a fault.
 */
export const TRANSACTION_LIMITS = { maxWait: 20_000, timeout: 20_000 } as const;
