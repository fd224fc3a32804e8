import { setFlagsFromString } from 'node:v8';

/**
 * Share of its live objects by which the heap grows until the next full collection, in percent. V8 by itself lets a busy process grow
 * to several times its live objects.
 */
const GROWTH_PERCENT = 30;

/** Bounds the memory that the heap of this process takes. */
export const boundHeapGrowth = (): void => setFlagsFromString(`--heap-growing-percent=${GROWTH_PERCENT}`);
