import type { ConnectionState } from '#sdk/src/index.ts';

/**
 * The streams have lost their connection: requests that repeat by themselves rest until they have it back. Before the first connection
 * nothing has been lost.
 */
export const isLost = (state: ConnectionState): boolean => state === 'reconnecting' || state === 'offline';
