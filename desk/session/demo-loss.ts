import type { AccountState } from '../orders/account-streams.ts';
import { openCountsOf, rowsOf } from '../orders/order-rows.ts';

/** The means that are lost with a demonstration account; null until it is known. */
export interface DemoLoss {
  readonly openOrders: number;
  /** Orders of which nobody knows yet whether the exchange takes them. */
  readonly unanswered: number;
  readonly positions: number;
}

export const demoLossOf = ({
  isLoaded,
  orders,
  sending,
  portfolio,
}: Pick<AccountState, 'isLoaded' | 'orders' | 'sending' | 'portfolio'>): DemoLoss | null => {
  if (!isLoaded || !portfolio) return null;
  const { open, unanswered } = openCountsOf(rowsOf(orders, sending));
  return { openOrders: open, unanswered, positions: portfolio.positions.length };
};
