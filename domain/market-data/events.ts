import type { Phase } from '../market/phase.ts';
import type { Side } from '../orders/order.ts';

/** One price of a book as the exchange tells it; a quantity of 0 removes it. */
export interface LevelInTicks {
  readonly priceTicks: number;
  readonly quantity: number;
  readonly orders: number;
}

/** What every event carries. `sequence` counts the events of one ticker in steps of one and never restarts. */
interface EventBase {
  readonly ticker: string;
  readonly sequence: number;
  readonly tickCentavos: number;
  readonly atMs: number;
  /** Day of the session. */
  readonly tradeDate: string;
}

/** What the exchange tells of one ticker, in the shape that market data is folded from. */
export type MarketEvent = EventBase &
  (
    | {
        readonly type: 'BOOK_CHANGED';
        readonly changes: readonly (LevelInTicks & { readonly side: Side })[];
      }
    | {
        readonly type: 'TRADE';
        readonly tradeId: string;
        readonly tradeSequence: number;
        readonly priceTicks: number;
        readonly quantity: number;
        readonly aggressor: Side | null;
      }
    | { readonly type: 'PHASE_CHANGED'; readonly phase: Phase; readonly previousCloseTicks: number | null }
    | { readonly type: 'THEORETICAL'; readonly priceTicks: number | null; readonly quantity: number }
    | {
        readonly type: 'BOOK_SNAPSHOT';
        readonly phase: Phase;
        readonly bids: readonly LevelInTicks[];
        readonly asks: readonly LevelInTicks[];
        /** Of the session's day; absent before its first trade. */
        readonly lastTradeTicks?: number | undefined;
        /** Absent when there is none. */
        readonly previousCloseTicks?: number | undefined;
        /** Of the last trade of all sessions. */
        readonly tradeSequence?: number | undefined;
        /** Absent outside a call and where nothing crosses. */
        readonly theoretical?: { readonly priceTicks: number; readonly quantity: number } | undefined;
      }
  );
