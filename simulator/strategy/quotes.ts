import type { ExecutionReport } from '#contracts/messages/execution-reports.ts';
import type { Side } from '#domain/orders/order.ts';

/** A quote of the makers as the exchange has confirmed it, or as it was sent. */
export interface Quote {
  readonly orderId: string;
  readonly side: Side;
  priceTicks: number;
  /** Total, what has filled included. */
  quantity: number;
  filledQuantity: number;
  /** A command about it is on its way. */
  pending: boolean;
}

/** What still stands of a quote. */
export const leavesOf = (quote: Quote): number => quote.quantity - quote.filledQuantity;

/** What a report says about a quote: it stands, it is gone, or the exchange has refused something. */
export type QuoteChange = 'stands' | 'gone' | 'refused';

/** Takes a report over into its quote. Repeating a report changes nothing. */
export function applyToQuote(quote: Quote, report: ExecutionReport): QuoteChange {
  switch (report.type) {
    case 'ACCEPTED':
    case 'REPLACED':
      quote.pending = false;
      quote.quantity = report.quantity;
      quote.filledQuantity = report.filledQuantity;
      quote.priceTicks = report.limitPriceTicks ?? quote.priceTicks;
      return report.leavesQuantity === 0 ? 'gone' : 'stands';
    case 'FILLED':
      quote.quantity = report.quantity;
      quote.filledQuantity = report.filledQuantity;
      return report.leavesQuantity === 0 ? 'gone' : 'stands';
    case 'CANCELED':
    case 'EXPIRED':
      return 'gone';
    case 'REJECTED':
      quote.filledQuantity = quote.quantity;
      return 'refused';
    case 'CANCEL_REJECTED':
    case 'REPLACE_REJECTED':
      quote.pending = false;
      return report.rule === 'ORDER_ENDED' || report.rule === 'ORDER_NOT_FOUND' ? 'gone' : 'refused';
    case 'TRIGGERED':
    case 'MASS_CANCELED':
      return 'stands';
  }
}
