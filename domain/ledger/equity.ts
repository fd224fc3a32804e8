import { add, multiply, subtract, sum } from '../money/integer.ts';
import { claimValueCentavos, isAwaited, type Claim } from './claims.ts';
import { CASH } from './leg.ts';

/** An account at the end of a day. Amounts in centavos. */
export interface EquityPoint {
  readonly date: string;
  /** Cash and shares at the day's close, unsettled trades and claims included. */
  readonly equityCentavos: number;
  /** Deposits less withdrawals since the point before, shares at cost. */
  readonly netFlowCentavos: number;
  /** Change of the equity since the point before that no deposit or withdrawal explains. */
  readonly profitCentavos: number;
}

/** Changes of an account on a day. */
export interface LedgerDay {
  readonly day: string;
  /** Change of what is owned, by asset: centavos of cash or shares. */
  readonly changes: ReadonlyMap<string, number>;
  readonly netFlowCentavos: number;
}

export interface EquityRequest {
  /** Owned now, by asset. */
  readonly owned: ReadonlyMap<string, number>;
  /** All days with changes from `days[0]` on, any order. */
  readonly ledger: readonly LedgerDay[];
  /** Payments, bonus shares and fractions that the account awaits or awaited. */
  readonly claims: readonly Claim[];
  /** The trading day before the first point, then those of the points, in order. */
  readonly days: readonly string[];
  /** Price of an asset in centavos at the end of a day. */
  readonly priceOn: (asset: string, day: string) => number;
}

/**
 * The equity of an account on each trading day after the first of `days`. What is owned on a day is what is owned now without
 * the later changes. Changes between two trading days belong to the later one. From an ex-day on the price lacks what the action
 * gives, so its claim counts until it is booked.
 */
export function equityPoints({
  owned,
  ledger,
  claims,
  days,
  priceOn,
}: EquityRequest): readonly EquityPoint[] {
  const [opening, ...points] = days;
  if (opening === undefined) return [];
  const changes = ledger.filter(({ day }) => day > opening).toSorted((a, b) => (a.day < b.day ? -1 : 1));
  const balances = new Map(owned);
  for (const { changes: ofDay } of changes)
    for (const [asset, amount] of ofDay) balances.set(asset, subtract(balances.get(asset) ?? 0, amount));
  const valueOf = (asset: string, amount: number, day: string): number =>
    asset === CASH || amount === 0 ? amount : multiply(amount, priceOn(asset, day));
  const valueOn = (day: string): number =>
    sum([
      ...[...balances].map(([asset, amount]) => valueOf(asset, amount, day)),
      ...claims
        .filter((claim) => isAwaited(claim, day))
        .map((claim) => claimValueCentavos(claim, priceOn(claim.asset, day))),
    ]);
  let before = valueOn(opening);
  let next = 0;
  return points.map((date) => {
    let netFlowCentavos = 0;
    for (; next < changes.length && (changes[next]?.day ?? '') <= date; next += 1) {
      netFlowCentavos = add(netFlowCentavos, changes[next]?.netFlowCentavos ?? 0);
      for (const [asset, amount] of changes[next]?.changes ?? [])
        balances.set(asset, add(balances.get(asset) ?? 0, amount));
    }
    const equityCentavos = valueOn(date);
    const profitCentavos = subtract(subtract(equityCentavos, before), netFlowCentavos);
    before = equityCentavos;
    return { date, equityCentavos, netFlowCentavos, profitCentavos };
  });
}
