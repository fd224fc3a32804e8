import type { ExecutionReport } from '#contracts/messages/execution-reports.ts';
import type { Side } from '#domain/orders/order.ts';
import type { QuoteSlot } from './quote-slots.ts';

/** A resting order of a maker or an investor: as confirmed by the exchange, or as sent while it is pending. */
export interface Quote {
  readonly orderId: string;
  readonly side: Side;
  /** Slot of its maker; null for an investor's iceberg, which rests where it entered. */
  readonly slot: QuoteSlot | null;
  priceTicks: number;
  /** Total, filled quantity included. */
  quantity: number;
  filledQuantity: number;
  /** True while a command of this quote has no report. */
  pending: boolean;
  /** Market time of the order's entry, in milliseconds. */
  readonly enteredMs: number;
}

/** Open quantity of a quote. */
export const leavesOf = (quote: Quote): number => quote.quantity - quote.filledQuantity;

/** Effect of a report: the quote rests, has ended, or a command was rejected. */
export type QuoteChange = 'resting' | 'ended' | 'rejected';

/** Applies a report to its quote. Idempotent. */
export function applyToQuote(quote: Quote, report: ExecutionReport): QuoteChange {
  switch (report.type) {
    case 'ACCEPTED':
    case 'REPLACED':
      quote.pending = false;
      quote.quantity = report.quantity;
      quote.filledQuantity = report.filledQuantity;
      quote.priceTicks = report.limitPriceTicks ?? quote.priceTicks;
      return report.leavesQuantity === 0 ? 'ended' : 'resting';
    case 'FILLED':
      quote.quantity = report.quantity;
      quote.filledQuantity = report.filledQuantity;
      return report.leavesQuantity === 0 ? 'ended' : 'resting';
    case 'CANCELED':
    case 'EXPIRED':
      return 'ended';
    case 'REJECTED':
      quote.filledQuantity = quote.quantity;
      return 'rejected';
    case 'CANCEL_REJECTED':
    case 'REPLACE_REJECTED':
      quote.pending = false;
      return report.rule === 'ORDER_ENDED' || report.rule === 'ORDER_NOT_FOUND' ? 'ended' : 'rejected';
    case 'TRIGGERED':
    case 'MASS_CANCELED':
      return 'resting';
  }
}
