import type { AccountState } from '../orders/account-streams.ts';
import { isOpen } from '../orders/order-rows.ts';

/** The means that are lost with a demonstration account; null until it is known. */
export interface DemoLoss {
  readonly openOrders: number;
  readonly positions: number;
}

export const demoLossOf = ({
  isLoaded,
  orders,
  sending,
  portfolio,
}: Pick<AccountState, 'isLoaded' | 'orders' | 'sending' | 'portfolio'>): DemoLoss | null => {
  if (!isLoaded || !portfolio) return null;
  const openOrders = [...orders.values()].filter(isOpen).length;
  const onTheirWay = [...sending.keys()].filter((id) => !orders.has(id)).length;
  return { openOrders: openOrders + onTheirWay, positions: portfolio.positions.length };
};
