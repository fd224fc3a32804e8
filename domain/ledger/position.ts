import { add, averageInTenThousandths, scale, subtract } from '../money/integer.ts';
import type { Costing } from './transfers.ts';

/** Cost of the owned shares of one ticker, and profit of the sold ones, in centavos. */
export interface PositionCost {
  /** Fees of the purchases included; zero without shares. */
  readonly costCentavos: number;
  /** Fees of purchases and sales deducted. */
  readonly realizedCentavos: number;
}

export const NO_COST: PositionCost = { costCentavos: 0, realizedCentavos: 0 };

/**
 * Cost after a transfer. A purchase adds its cost. A sale removes the mean cost of the sold shares, rounded half up to a
 * centavo, so that the mean cost of the others stays the same. The sale of the last share removes the whole cost.
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

/** Mean cost of a share in ten-thousandths of a real, rounded half up; zero without shares. */
export const averagePrice = (cost: PositionCost, owned: number): number =>
  averageInTenThousandths(cost.costCentavos, owned);
