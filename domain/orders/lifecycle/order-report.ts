import type { RefusalRule } from '../../refusal.ts';

interface CommonFields {
  readonly atMs: number;
  readonly tradeDate: string;
  readonly correlationId: string;
}

/** The quantities of an order after a report. */
export interface ReportedQuantities {
  readonly quantity: number;
  readonly filledQuantity: number;
  readonly leavesQuantity: number;
}

interface Accepted extends CommonFields, ReportedQuantities {
  readonly type: 'ACCEPTED';
  readonly limitPriceTicks: number | null;
}
interface Rejected extends CommonFields {
  readonly type: 'REJECTED';
  readonly rule: RefusalRule;
  readonly message: string;
}
interface Filled extends CommonFields, ReportedQuantities {
  readonly type: 'FILLED';
  readonly executionId: string;
  readonly tradeId: string;
  readonly priceTicks: number;
  readonly fillQuantity: number;
  /** AUCTION for a fill of an auction, such as the opening or the closing call. */
  readonly liquidity: 'MAKER' | 'TAKER' | 'AUCTION';
  readonly limitPriceTicks: number | null;
}
interface Canceled extends CommonFields, ReportedQuantities {
  readonly type: 'CANCELED';
  readonly requestId: string | null;
  readonly reason: 'REQUESTED' | 'MASS_CANCEL' | 'SELF_TRADE' | 'DISCONNECT' | 'CORPORATE_ACTION';
}
interface Expired extends CommonFields, ReportedQuantities {
  readonly type: 'EXPIRED';
}
interface Replaced extends CommonFields, ReportedQuantities {
  readonly type: 'REPLACED';
  readonly requestId: string;
  readonly displayQuantity?: number | undefined;
}
interface Triggered extends CommonFields {
  readonly type: 'TRIGGERED';
  readonly limitPriceTicks?: number | undefined;
}
interface RequestRejected extends CommonFields {
  readonly type: 'CANCEL_REJECTED' | 'REPLACE_REJECTED';
  readonly requestId: string;
}

/** An execution report about one order: the fields that the broker books. */
export type OrderReport =
  Accepted | Rejected | Filled | Canceled | Expired | Replaced | Triggered | RequestRejected;

export type ReportOf<T extends OrderReport['type']> = Extract<OrderReport, { type: T }>;
