import { add, safe, scaleUp } from '../money/integer.ts';
import type { Ratio } from '../money/ratio.ts';
import { RATE_UNIT, type CostTable, type FeeRates, type RateBand } from './cost-table.ts';

/** Kinds of trades that may have rates of their own. */
export type CostKind = keyof FeeRates;

/** Traded amounts of a note, bought and sold together, by kind of trade. In centavos. */
export type TradedAmounts = Readonly<Record<CostKind, number>>;

export const NO_AMOUNTS: TradedAmounts = { ordinary: 0, auction: 0, dayTrade: 0, dayTradeInAuction: 0 };

/** B3's fees in centavos. */
export interface ExchangeFees {
  /** The transfer fee included. */
  readonly settlementCentavos: number;
  readonly tradingCentavos: number;
}

/** Mean daily volumes of an investor (ADTV) that decide this month's bands, in centavos; 0 selects the first band. */
export interface MeanDailyVolumes {
  readonly allCentavos: number;
  readonly dayTradesCentavos: number;
}

const KINDS: readonly CostKind[] = ['ordinary', 'auction', 'dayTrade', 'dayTradeInAuction'];

const isDayTrade = (kind: CostKind): boolean => kind === 'dayTrade' || kind === 'dayTradeInAuction';

export const costKindOf = (isDayTrade: boolean, isAuction: boolean): CostKind =>
  isDayTrade ? (isAuction ? 'dayTradeInAuction' : 'dayTrade') : isAuction ? 'auction' : 'ordinary';

/**
 * B3's fees of a note. The amounts of kinds with the same rates are added up; rate times sum is cut off after the centavo,
 * for each fee. Source: 22 of 23 published settlement fees and 21 of 21 published trading fees are cut off so.
 */
export function exchangeFees(
  table: CostTable,
  amounts: TradedAmounts,
  volumes: MeanDailyVolumes,
): ExchangeFees {
  const rateOf = (rates: FeeRates, kind: CostKind): Ratio => {
    if (!isDayTrade(kind)) return meanRate(rates[kind], volumes.allCentavos);
    return table.dayTradeVolume === 'DAY'
      ? reachedRate(rates[kind], add(amounts.dayTrade, amounts.dayTradeInAuction))
      : meanRate(rates[kind], volumes.dayTradesCentavos);
  };
  const feeOf = (rates: FeeRates): number => sumOfFees(amounts, (kind) => rateOf(rates, kind));
  return {
    settlementCentavos: add(feeOf(table.settlement), feeOf(table.transfer)),
    tradingCentavos: feeOf(table.trading),
  };
}

function sumOfFees(amounts: TradedAmounts, rateOf: (kind: CostKind) => Ratio): number {
  const groups = new Map<string, { readonly rate: Ratio; amount: bigint }>();
  for (const kind of KINDS) {
    if (amounts[kind] === 0) continue;
    const rate = rateOf(kind);
    const key = `${rate.numerator}/${rate.denominator}`;
    const group = groups.get(key) ?? { rate, amount: 0n };
    group.amount += BigInt(safe(amounts[kind]));
    groups.set(key, group);
  }
  let fee = 0n;
  for (const { rate, amount } of groups.values())
    fee += (rate.numerator * amount) / (rate.denominator * BigInt(RATE_UNIT));
  return safe(Number(fee));
}

/** Rate of the band that a volume reaches. */
function reachedRate(bands: readonly RateBand[], volumeCentavos: number): Ratio {
  const reached = bands.findLast(({ aboveCentavos }) => aboveCentavos < volumeCentavos) ?? bands[0];
  return { numerator: BigInt(reached?.rate ?? 0), denominator: 1n };
}

/** Mean of the rates of a volume's slices, each slice with the rate of its band. */
function meanRate(bands: readonly RateBand[], volumeCentavos: number): Ratio {
  const volume = BigInt(safe(volumeCentavos));
  const second = bands[1];
  if (!second || volume <= BigInt(second.aboveCentavos)) return reachedRate(bands, 0);
  let sum = 0n;
  bands.forEach(({ aboveCentavos, rate }, index) => {
    const start = BigInt(aboveCentavos);
    const next = bands[index + 1];
    const end = next && BigInt(next.aboveCentavos) < volume ? BigInt(next.aboveCentavos) : volume;
    if (end > start) sum += BigInt(rate) * (end - start);
  });
  return { numerator: sum, denominator: volume };
}

/**
 * Upper bound of each fee of trades of the given kinds: the highest rate that any of them may have, each fee raised to the
 * next centavo.
 */
export function highestFeesByPayee(
  table: CostTable,
  kinds: readonly CostKind[],
  grossCentavos: number,
): ExchangeFees {
  // Loops without arrays of their own: every order computes this several times.
  const highest = (rates: FeeRates): number => {
    let most = 0;
    for (const kind of kinds) for (const { rate } of rates[kind]) if (rate > most) most = rate;
    return most;
  };
  return {
    settlementCentavos: scaleUp(
      grossCentavos,
      highest(table.settlement) + highest(table.transfer),
      RATE_UNIT,
    ),
    tradingCentavos: scaleUp(grossCentavos, highest(table.trading), RATE_UNIT),
  };
}

/** Upper bound of both fees together. */
export function highestFees(table: CostTable, kinds: readonly CostKind[], grossCentavos: number): number {
  const { settlementCentavos, tradingCentavos } = highestFeesByPayee(table, kinds, grossCentavos);
  return add(settlementCentavos, tradingCentavos);
}
