import { isDatabaseUnavailable } from '#platform/postgres/unavailable.ts';
import { createSharedBatches } from '#platform/shared-batches.ts';
import type { OrderStore } from './store.ts';

/** Rows of one statement. */
const MAX_ROWS = 500;

/** Whether an error is no fault of a single row. */
export const isOfAllRows: (error: unknown) => boolean = isDatabaseUnavailable;

/**
 * Lets concurrent requests share the statements of an order's way: while one statement runs, the next one gathers the rows of
 * all requests that reach it meanwhile. So a busy store needs one transaction and one sync a step and batch, not a request.
 */
export function shareBatches(store: OrderStore): OrderStore {
  const share = <Item, Result>(run: (items: readonly Item[]) => Promise<readonly Result[]>) =>
    createSharedBatches({ run, maxItems: MAX_ROWS, isOfAll: isOfAllRows }).submit;
  return {
    ...store,
    orders: share((ids: readonly string[]) => store.orders(ids)),
  };
}
