import type { BookRules } from '#engine/core/book-rules.ts';
import type { OrderChange, OrderTerms } from '#engine/core/order-terms.ts';

/** An operation on one book as plain data, so that one stream of operations can be applied to several books. */
export type BookCommand =
  | { readonly type: 'ENTER'; readonly terms: OrderTerms }
  | { readonly type: 'CANCEL' | 'EXPIRE'; readonly slot: number; readonly reason: number }
  | ({ readonly type: 'REPLACE'; readonly slot: number } & OrderChange)
  | { readonly type: 'SET_PHASE'; readonly phase: number }
  | { readonly type: 'START_TRADING_DAY'; readonly tradeDay: number; readonly previousCloseTicks: number }
  | { readonly type: 'SET_PREVIOUS_CLOSE'; readonly previousCloseTicks: number }
  | { readonly type: 'SET_RULES'; readonly rules: BookRules }
  /** Replaces the book by one restored from its snapshot, in a new pool. */
  | { readonly type: 'RESTORE' };
