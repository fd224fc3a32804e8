import { add, safe, scaleUp } from '../money/integer.ts';
import { RATE_UNIT, type CostTable, type FeeRates, type RateBand } from './cost-table.ts';

/** Kinds of trades that may have rates of their own. */
export type CostKind = keyof FeeRates;

/** Traded amounts of a note, bought and sold together, by kind of trade. In centavos. */
export type TradedAmounts = Readonly<Record<CostKind, number>>;

export const NO_AMOUNTS: TradedAmounts = { ordinary: 0, auction: 0, dayTrade: 0, dayTradeInAuction: 0 };

/** B3's fees in centavos. */
export interface ExchangeFees {
  readonly settlementCentavos: number;
  readonly tradingCentavos: number;
}

const KINDS: readonly CostKind[] = ['ordinary', 'auction', 'dayTrade', 'dayTradeInAuction'];

export const costKindOf = (isDayTrade: boolean, isAuction: boolean): CostKind =>
  isDayTrade ? (isAuction ? 'dayTradeInAuction' : 'dayTrade') : isAuction ? 'auction' : 'ordinary';

/**
 * B3's fees of a note. The amounts of kinds with the same rates are added up; rate times sum is cut off after the centavo.
 * Source: 19 of 20 published settlement fees and 18 of 18 published trading fees are cut off so.
 *
 * @param adtvCentavos mean daily volume of the investor that decides this month's bands; 0 selects the lowest band
 */
export function exchangeFees(table: CostTable, amounts: TradedAmounts, adtvCentavos: number): ExchangeFees {
  return {
    settlementCentavos: feeOf(table.settlement, amounts, adtvCentavos),
    tradingCentavos: feeOf(table.trading, amounts, adtvCentavos),
  };
}

function feeOf(rates: FeeRates, amounts: TradedAmounts, adtvCentavos: number): number {
  /** Amount by rate, as hundred-millionths times the volume that the bands divide. */
  const amountByRate = new Map<bigint, bigint>();
  const volume = BigInt(Math.max(1, safe(adtvCentavos)));
  for (const kind of KINDS) {
    if (amounts[kind] === 0) continue;
    const rate = rateTimesVolume(rates[kind], volume);
    amountByRate.set(rate, (amountByRate.get(rate) ?? 0n) + BigInt(safe(amounts[kind])));
  }
  let fee = 0n;
  for (const [rate, amount] of amountByRate) fee += (rate * amount) / (volume * BigInt(RATE_UNIT));
  return safe(Number(fee));
}

/** Sum over the bands of rate times the slice of the volume: the investor's rate is the mean of the slices' rates. */
function rateTimesVolume(bands: readonly RateBand[], volume: bigint): bigint {
  let sum = 0n;
  bands.forEach(({ aboveCentavos, rate }, index) => {
    const start = BigInt(aboveCentavos);
    const next = bands[index + 1];
    const end = next && BigInt(next.aboveCentavos) < volume ? BigInt(next.aboveCentavos) : volume;
    if (end > start) sum += BigInt(rate) * (end - start);
  });
  return sum;
}

/**
 * Upper bound of the fees of trades of the given kinds: the highest rate that any of them may have, each fee raised to the
 * next centavo.
 */
export function highestFees(table: CostTable, kinds: readonly CostKind[], grossCentavos: number): number {
  const highest = (rates: FeeRates): number =>
    Math.max(...kinds.flatMap((kind) => rates[kind].map(({ rate }) => rate)));
  return add(
    scaleUp(grossCentavos, highest(table.settlement), RATE_UNIT),
    scaleUp(grossCentavos, highest(table.trading), RATE_UNIT),
  );
}
