import type { Phase, PhaseCause } from '../market/phase.ts';
import type { Side } from '../orders/order.ts';

/** A price level as published by the exchange; a quantity of 0 removes it. */
export interface LevelInTicks {
  readonly priceTicks: number;
  readonly quantity: number;
  readonly orders: number;
}

/** Common fields of all events. `sequence` counts the events of one ticker in steps of one and never restarts in a journal. */
interface EventBase {
  readonly ticker: string;
  readonly sequence: number;
  /** The journal of the exchange that counts them; absent for an index. */
  readonly journalId?: string | undefined;
  readonly tickCentavos: number;
  readonly atMs: number;
  /** Trade date of the session. */
  readonly tradeDate: string;
}

/** A market data event of one ticker, the input of the fold. */
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
    | {
        readonly type: 'PHASE_CHANGED';
        readonly phase: Phase;
        readonly previousCloseTicks: number | null;
        /** Absent for the schedule. */
        readonly cause?: PhaseCause | undefined;
        /** Earliest end of the phase; absent when it is not known. */
        readonly endsAtMs?: number | undefined;
      }
    | { readonly type: 'THEORETICAL'; readonly priceTicks: number | null; readonly quantity: number }
    | {
        readonly type: 'BOOK_SNAPSHOT';
        readonly phase: Phase;
        readonly bids: readonly LevelInTicks[];
        readonly asks: readonly LevelInTicks[];
        /** Last trade of the trade date; absent before its first trade. */
        readonly lastTradeTicks?: number | undefined;
        /** Absent when the ticker has no previous close. */
        readonly previousCloseTicks?: number | undefined;
        /** Sequence of the last trade, across sessions. */
        readonly tradeSequence?: number | undefined;
        /** Absent outside a call and when no orders cross. */
        readonly theoretical?: { readonly priceTicks: number; readonly quantity: number } | undefined;
      }
    | {
        readonly type: 'INDEX_VALUE';
        readonly phase: Phase;
        /** Null before the first value of the session. */
        readonly valueTicks: number | null;
        readonly valueSequence: number;
        readonly previousCloseTicks: number;
      }
  );
