import type { BookRules } from '#engine/core/book-rules.ts';

/** What a new order says, field by field of `core/order-pool.ts`. */
export interface OrderTerms {
  readonly kind: number;
  readonly quantity: number;
  readonly limitTicks: number;
  readonly stopTicks: number;
  readonly protectionTicks: number;
  readonly displayQuantity: number;
  readonly minimumQuantity: number;
  readonly investor: number;
  readonly expiresDay: number;
}

/** An operation on one book as plain data, so that a stream of them can be made once and given to several books. */
export type BookCommand =
  | { readonly type: 'ENTER'; readonly terms: OrderTerms }
  | { readonly type: 'CANCEL' | 'EXPIRE'; readonly slot: number; readonly reason: number }
  | {
      readonly type: 'REPLACE';
      readonly slot: number;
      readonly quantity: number;
      readonly limitTicks: number;
      readonly stopTicks: number;
      readonly displayQuantity: number;
      readonly minimumQuantity: number;
    }
  | { readonly type: 'SET_PHASE'; readonly phase: number }
  | { readonly type: 'START_SESSION'; readonly tradeDay: number; readonly previousCloseTicks: number }
  | { readonly type: 'SET_PREVIOUS_CLOSE'; readonly previousCloseTicks: number }
  | { readonly type: 'SET_RULES'; readonly rules: BookRules }
  /** Captures the book and goes on with one made of the snapshot, in a pool of its own. */
  | { readonly type: 'RESTORE' };
