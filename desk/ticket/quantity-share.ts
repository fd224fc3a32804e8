/** Parts of the account's means that a click puts into an order, in percent. */
export const SHARES = [25, 50, 100] as const;
export type Share = (typeof SHARES)[number];

/** Quantities that a market takes: whole lots, up to its largest order. */
export interface LotRule {
  readonly lotSize: number;
  readonly maxOrderQuantity: number;
}

const wholeLots = (lots: number, { lotSize, maxOrderQuantity }: LotRule): number =>
  Math.min(lots, Math.floor(maxOrderQuantity / lotSize)) * lotSize;

/** The shares of a part of a position, in whole lots. */
export const shareOfPosition = (available: number, share: Share, rule: LotRule): number =>
  wholeLots(Math.floor((available * share) / 100 / rule.lotSize), rule);

/**
 * The shares that a part of the cash pays, in whole lots.
 *
 * @param lotAmount all that the broker reserves for one lot: the costs of a larger order are not above those of its lots
 */
export function shareOfCash(cash: string, share: Share, lotAmount: string, rule: LotRule): number {
  const amount = centavosOf(lotAmount);
  if (amount <= 0n) return 0;
  return wholeLots(Number((centavosOf(cash) * BigInt(share)) / (100n * amount)), rule);
}

/** The graph gives amounts with two places. */
const centavosOf = (amount: string): bigint => BigInt(amount.replace('.', ''));
