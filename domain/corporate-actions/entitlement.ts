import { addDays } from '../calendar/days.ts';
import { exactDecimal } from '../money/exact-decimal.ts';
import { safe } from '../money/integer.ts';
import type { Ratio } from '../money/ratio.ts';
import { applyCorporateAction } from '../positions/corporate-actions.ts';
import { factorRatio, paysMoney, type ActionTerms } from './declared-action.ts';
import { isSubscription } from './subscription-rights.ts';

/** Money, shares and fraction that an action gives to the holder of some shares at the end of the record date. */
export interface Entitled {
  /** Gross money in centavos, cut off after the centavo. */
  readonly grossCentavos: number;
  /** Shares added, or removed when negative; rights of a subscription. */
  readonly shares: number;
  /** Declared cost of the added shares. */
  readonly costBillionths: bigint;
  /** Part of a share that is sold later and paid in cash. */
  readonly fraction: Ratio;
  readonly fractionCostBillionths: bigint;
}

const NOTHING: Entitled = {
  grossCentavos: 0,
  shares: 0,
  costBillionths: 0n,
  fraction: { numerator: 0n, denominator: 1n },
  fractionCostBillionths: 0n,
};

/** Computes what an action gives for a number of shares. A subscription gives whole rights, at no cost; fractions lapse. */
export function entitledTo(terms: ActionTerms, quantity: number): Entitled {
  const { kind, factor, pricePerShare } = terms;
  if (paysMoney(kind)) return { ...NOTHING, grossCentavos: grossOf(quantity, terms.amountPerShare ?? '0') };
  if (kind === 'SUBSCRIPTION') return { ...NOTHING, shares: rightsOf(quantity, factor ?? '0') };
  const ratio = factorRatio(factor ?? '1');
  const applied = applyCorporateAction(
    { quantity, costBillionths: 0n },
    kind === 'BONUS'
      ? { kind, factor: ratio, costPerShare: exactDecimal(pricePerShare ?? '0') }
      : { kind: kind === 'SPLIT' ? 'SPLIT' : 'REVERSE_SPLIT', factor: ratio },
  );
  return {
    ...NOTHING,
    shares: applied.position.quantity - quantity,
    costBillionths: applied.position.costBillionths,
    fraction: applied.fraction,
    fractionCostBillionths: applied.fractionCostBillionths,
  };
}

function rightsOf(quantity: number, factor: string): number {
  const { numerator, denominator } = factorRatio(factor);
  return safe(Number((BigInt(quantity) * numerator) / denominator));
}

/** Multiplied first, then cut off after the centavo (reading of this project: no source says how B3 rounds). */
function grossOf(quantity: number, amountPerShare: string): number {
  const { numerator, denominator } = exactDecimal(amountPerShare);
  return safe(Number((BigInt(quantity) * numerator * 100n) / denominator));
}

/**
 * The day on which an action reaches the accounts: of a split and of rights the ex-day, of a bonus the day of the credit, by
 * default the ex-day, of a payment its day. Null while the day is not declared.
 */
export function effectiveDay({ kind, exDate, paysOn }: ActionTerms): string | null {
  if (kind === 'SPLIT' || kind === 'REVERSE_SPLIT' || kind === 'SUBSCRIPTION') return exDate;
  return kind === 'BONUS' ? (paysOn ?? exDate) : paysOn;
}

/**
 * Days on which an action changes positions: the effective day; of a subscription also the day on which its rights lapse
 * and the credit of its shares.
 */
export function changeDays(terms: ActionTerms): readonly string[] {
  const { kind, paysOn } = terms;
  if (kind === 'DIVIDEND' || kind === 'JCP') return [];
  const days = [effectiveDay(terms), ...(isSubscription(terms) ? [lapseDay(terms.rights), paysOn] : [])];
  return days.filter((day) => day !== null);
}

/** First day on which rights can no longer be exercised. */
export const lapseDay = ({ exercisesUntil }: { readonly exercisesUntil: string }): string =>
  addDays(exercisesUntil, 1);

/**
 * Dividends from profits up to 2025 that were approved by 2025-12-31 bear no tax: Lei 15.270/2025. An action whose approval is
 * not known counts as approved on its record date.
 */
export const isFreeDividend = ({ approvedOn, recordDate }: ActionTerms): boolean =>
  (approvedOn ?? recordDate) <= LAST_FREE_APPROVAL;

export const LAST_FREE_APPROVAL = '2025-12-31';

/** The company behind a ticker: PETR for PETR3 and PETR4. */
export const issuerOf = (ticker: string): string => ticker.slice(0, 4);

/** Trading days from the credit of shares to the sale of their fractions, while no sale is declared (reading of this project). */
export const FRACTION_SALE_TRADING_DAYS = 20;
