import { sum } from '../money/integer.ts';

/** One cost of a trade or a note, by its name. */
export interface Cost {
  readonly name: string;
  readonly amountCentavos: number;
}

/** Names of costs: B3's settlement and trading fees, the broker's brokerage, the taxes on it, and its other costs. */
export type CostName = 'SETTLEMENT' | 'TRADING' | 'BROKERAGE' | 'BROKERAGE_TAXES' | 'OTHER';

/** Sum of costs in centavos. */
export const totalOf = (costs: readonly Cost[]): number => sum(costs.map((cost) => cost.amountCentavos));
