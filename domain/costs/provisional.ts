import { add, multiply, subtract } from '../money/integer.ts';
import { highestOwnCosts, type Brokerage } from './brokerage.ts';
import { totalOf, type Cost, type CostName } from './cost.ts';
import type { CostTable } from './cost-table.ts';
import { highestFees, highestFeesByPayee } from './exchange-fees.ts';

/**
 * Costs before the day's note is known. The provisional costs of all fills of a day are never below the costs of its note:
 * each order's fees are raised to the next centavo, and the note cuts off its sums. So the note gives the client a
 * difference back, or nothing.
 */
export interface CostRules {
  readonly table: CostTable;
  readonly brokerage: Brokerage;
}

/** Amounts of an order that traded on one day, in centavos. */
export interface FilledToday {
  readonly ordinaryCentavos: number;
  readonly auctionCentavos: number;
}

export const NOTHING_FILLED: FilledToday = { ordinaryCentavos: 0, auctionCentavos: 0 };

/** Upper bound of what the note will charge for the fills of one order on one day. A day trade costs less, never more. */
export const provisionalCosts = (rules: CostRules, filled: FilledToday): number =>
  totalOf(provisionalParts(rules, filled));

/** The parts of `provisionalCosts`, all names of costs in order. */
function provisionalParts({ table, brokerage }: CostRules, filled: FilledToday): readonly NamedCost[] {
  const ordinary = highestFeesByPayee(table, ['ordinary', 'dayTrade'], filled.ordinaryCentavos);
  const auction = highestFeesByPayee(table, ['auction', 'dayTradeInAuction'], filled.auctionCentavos);
  const own = highestOwnCosts(brokerage, add(filled.ordinaryCentavos, filled.auctionCentavos));
  return [
    { name: 'SETTLEMENT', amountCentavos: add(ordinary.settlementCentavos, auction.settlementCentavos) },
    { name: 'TRADING', amountCentavos: add(ordinary.tradingCentavos, auction.tradingCentavos) },
    { name: 'BROKERAGE', amountCentavos: own.brokerageCentavos },
    { name: 'BROKERAGE_TAXES', amountCentavos: own.taxesCentavos },
    { name: 'OTHER', amountCentavos: own.otherCentavos },
  ];
}

interface NamedCost extends Cost {
  readonly name: CostName;
}

/** A fill to be charged. */
export interface ChargedFill {
  readonly grossCentavos: number;
  /** The fill was made in an auction, such as the opening or the closing call. */
  readonly isAuction: boolean;
}

/** Amounts of an order's day with one more fill. */
export const withFill = (filled: FilledToday, { grossCentavos, isAuction }: ChargedFill): FilledToday =>
  isAuction
    ? { ...filled, auctionCentavos: add(filled.auctionCentavos, grossCentavos) }
    : { ...filled, ordinaryCentavos: add(filled.ordinaryCentavos, grossCentavos) };

/**
 * Provisional costs of the next fill of an order by name: those of its day with the fill, minus those without. Costs of zero
 * are left out.
 */
export function provisionalCostsOfFill(
  rules: CostRules,
  filledBefore: FilledToday,
  fill: ChargedFill,
): readonly Cost[] {
  const before = provisionalParts(rules, filledBefore);
  return provisionalParts(rules, withFill(filledBefore, fill))
    .map(({ name, amountCentavos }, index) => ({
      name,
      amountCentavos: subtract(amountCentavos, before[index]?.amountCentavos ?? 0),
    }))
    .filter(({ amountCentavos }) => amountCentavos > 0);
}

/** Fees that are raised to the next centavo in `provisionalCosts`: two for ordinary fills and two for fills in auctions. */
const RAISED_FEES = 4;
/** Centavos by which a rate of brokerage, its taxes and a part of it as other costs may grow when an amount is split. */
const RAISED_BROKERAGE = 5;

/**
 * The most that an order may still cost in provisional costs, for any sizes of its fills, in auctions or not, on at most
 * `days` days.
 *
 * @param grossCentavos highest amount that may still trade
 * @param days days on which the order may still trade; today alone for a day order
 */
export function highestCostsOfOrder(rules: CostRules, grossCentavos: number, days: number): number {
  if (grossCentavos === 0) return 0;
  const kinds = ['ordinary', 'auction', 'dayTrade', 'dayTradeInAuction'] as const;
  const raised = multiply(RAISED_FEES, days);
  const fees = add(highestFees(rules.table, kinds, grossCentavos), raised);
  return add(fees, highestOwnCostsOfOrder(rules.brokerage, grossCentavos, days));
}

function highestOwnCostsOfOrder(brokerage: Brokerage, grossCentavos: number, days: number): number {
  const { brokerageCentavos, taxesCentavos, otherCentavos } = highestOwnCosts(brokerage, grossCentavos);
  const ofBrokerage = add(brokerageCentavos, taxesCentavos);
  if (brokerage.type === 'FIXED') return multiply(add(ofBrokerage, otherCentavos), days);
  const other = brokerage.other?.type === 'NOTE' ? multiply(otherCentavos, days) : otherCentavos;
  return add(add(ofBrokerage, other), brokerage.type === 'RATE' ? multiply(RAISED_BROKERAGE, days) : 0);
}
