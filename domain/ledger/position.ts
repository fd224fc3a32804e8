import { add, averageInTenThousandths, scale, subtract } from '../money/integer.ts';
import type { Costing } from './transfers.ts';

/** What the owned shares of one ticker cost, and what was earned with those sold. Centavos. */
export interface PositionCost {
  /** Costs of buying included; zero when nothing is owned. */
  readonly costCentavos: number;
  /** Costs of both sides deducted. */
  readonly realizedCentavos: number;
}

export const NO_COST: PositionCost = { costCentavos: 0, realizedCentavos: 0 };

/**
 * The cost after a transfer. Buying adds what was paid. Selling takes the mean cost of the shares sold, rounded half up
 * to a centavo, so that the mean of the rest stays what it was; selling the last share takes all that is left, so that
 * no centavo stays behind.
 *
 * @param ownedBefore shares owned before the transfer
 */
export function costAfter(before: PositionCost, ownedBefore: number, costing: Costing): PositionCost {
  switch (costing.type) {
    case 'NONE':
      return before;
    case 'ACQUIRE':
      return { ...before, costCentavos: add(before.costCentavos, costing.costCentavos) };
    case 'DISPOSE': {
      const sold = costOfSold(before.costCentavos, ownedBefore, costing.quantity);
      return {
        costCentavos: subtract(before.costCentavos, sold),
        realizedCentavos: add(before.realizedCentavos, subtract(costing.proceedsCentavos, sold)),
      };
    }
  }
}

function costOfSold(costCentavos: number, owned: number, sold: number): number {
  if (sold > owned) throw new RangeError(`sold ${sold} of ${owned} shares`);
  return scale(costCentavos, sold, owned);
}

/** Mean cost of a share in ten-thousandths of a real, half up; zero when nothing is owned. */
export const averagePrice = (cost: PositionCost, owned: number): number =>
  averageInTenThousandths(cost.costCentavos, owned);
