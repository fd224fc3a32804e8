import type { AssetKind } from '#domain/market/instrument.ts';
import { divideHalfUp, safe, subtract } from '#domain/money/integer.ts';
import type { Ratio } from '#domain/money/ratio.ts';
import { fractionProceedsCentavos } from '#domain/positions/corporate-actions.ts';
import { BILLIONTHS_PER_CENTAVO } from '#domain/positions/position.ts';
import { BadLine } from './bad-line.ts';
import type { EarnedResult } from './earned-result.ts';

/** A part of a share that a corporate action left, until its auction. */
export interface HeldFraction {
  readonly fraction: Ratio;
  readonly costBillionths: bigint;
}

/** The fractions that wait for their sale, by asset. */
export interface Fractions {
  add(asset: string, held: HeldFraction): void;
  /**
   * Sells the fractions of an asset, an ordinary sale.
   *
   * @param price of a whole share in the auction, in reais
   * @throws BadLine when the asset has no fraction
   */
  sell(sale: { line: number; tradeDate: string; asset: string; kind: AssetKind; price: Ratio }): EarnedResult;
  held(): ReadonlyMap<string, HeldFraction>;
}

export function createFractions(): Fractions {
  const fractions = new Map<string, HeldFraction>();
  return {
    add: (asset, { fraction, costBillionths }) => {
      if (fraction.numerator === 0n) return;
      const before = fractions.get(asset);
      fractions.set(asset, {
        fraction: before ? sumOf(before.fraction, fraction) : lowest(fraction),
        costBillionths: (before?.costBillionths ?? 0n) + costBillionths,
      });
    },
    sell: ({ line, tradeDate, asset, kind, price }) => {
      const sold = fractions.get(asset);
      if (!sold) throw new BadLine(line, `${asset} has no fraction of a share that could be sold`);
      fractions.delete(asset);
      const grossCentavos = fractionProceedsCentavos(sold.fraction, price);
      const costCentavos = safe(Number(divideHalfUp(sold.costBillionths, BILLIONTHS_PER_CENTAVO)));
      return {
        ...{ tradeDate, trade: { asset, kind }, kind: 'ORDINARY', quantity: 0, grossCentavos },
        ...{ proceedsCentavos: grossCentavos, costCentavos },
        profitCentavos: subtract(grossCentavos, costCentavos),
      };
    },
    held: () => fractions,
  };
}

const sumOf = (a: Ratio, b: Ratio): Ratio =>
  lowest({
    numerator: a.numerator * b.denominator + b.numerator * a.denominator,
    denominator: a.denominator * b.denominator,
  });

/** The same ratio in lowest terms, so that sums of many fractions stay short. */
function lowest({ numerator, denominator }: Ratio): Ratio {
  let [divisor, rest] = [denominator, numerator];
  while (rest > 0n) [divisor, rest] = [rest, divisor % rest];
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}
