import { isDay } from '#domain/calendar/days.ts';
import type { ActionTerms, CorporateActionKind } from '#domain/corporate-actions/declared-action.ts';
import type { SubscriptionRights } from '#domain/corporate-actions/declared-action.ts';
import { rightTickersOf } from '#domain/corporate-actions/subscription-rights.ts';
import type { AssetKind } from '#domain/market/instrument.ts';
import { formatExactDecimal } from '#domain/money/exact-decimal.ts';
import { b3Factor, type B3ShareAction } from '#domain/positions/b3-factor.ts';

/** Terms without the ex-day, which follows from the record date; or the reason why there are none. */
export type RowTerms = Omit<ActionTerms, 'exDate'> | string | Unsupported;

/** A sound row of an action that this broker does not have; the reason is a sentence. */
export interface Unsupported {
  readonly unsupported: string;
}

interface Security {
  readonly ticker: string;
  readonly isin: string;
  readonly kind: AssetKind;
}

/** A row of a file of B3. */
export interface B3Row<S> {
  /** The security of the row; undefined when it is not listed. */
  readonly security: S | undefined;
  /** How the row names the security. */
  readonly name: string;
  readonly terms: (security: S) => RowTerms;
}

const CASH_KINDS: Readonly<Record<string, CorporateActionKind>> = {
  DIVIDENDO: 'DIVIDEND',
  'JRS CAP PROPRIO': 'JCP',
  'REST CAP DIN': 'CAPITAL_RETURN',
};
const SHARE_KINDS: Readonly<Record<B3ShareAction, CorporateActionKind>> = {
  DESDOBRAMENTO: 'SPLIT',
  BONIFICACAO: 'BONUS',
  GRUPAMENTO: 'REVERSE_SPLIT',
};
/**
 * Payments of funds: their income, which is exempt from tax for a natural person (Lei 11.033/2004 art. 3), and capital. A company
 * that pays interest on a late payment calls it RENDIMENTO, too: that is fixed income with other taxes.
 */
const FUND_CASH_KINDS: Readonly<Record<string, CorporateActionKind>> = {
  RENDIMENTO: 'DIVIDEND',
  'AMORTIZACAO RF': 'CAPITAL_RETURN',
};

interface CashRow {
  readonly label: string;
  readonly amount: string;
  /** Number of shares for which the amount is paid: 1 or 1,000. */
  readonly quotedShares: string;
  readonly lastDate: string;
  readonly approvedOn: string;
  /** Empty when the file has no payment day. */
  readonly paidOn: string;
}

export function cashTerms({ ticker, kind: asset }: Security, row: CashRow): RowTerms {
  const isFund = asset === 'REIT' || asset === 'ETF';
  const kinds = isFund ? { ...CASH_KINDS, ...FUND_CASH_KINDS } : CASH_KINDS;
  const kind = kinds[row.label];
  if (!kind)
    return {
      unsupported: `'${row.label}' of ${ticker} is not a payment that is known: ${Object.keys(kinds).join(', ')}`,
    };
  const amount = readNumber(row.amount);
  if (!amount) return noNumber('amount', row.amount);
  const quoted = /^1(0*)$/.exec(row.quotedShares.replaceAll('.', ''))?.[1];
  if (quoted === undefined)
    return `the amount is for '${row.quotedShares}' shares, which is not 1, 10, 100 or 1.000`;
  const days = readDays({ lastDate: row.lastDate, approvedOn: row.approvedOn, paidOn: row.paidOn });
  if (typeof days === 'string') return days;
  return {
    ...{ ticker, kind, ...days, factor: null, pricePerShare: null, rights: null },
    amountPerShare: formatExactDecimal(amount.units, amount.places + quoted.length),
  };
}

interface ShareRow {
  readonly label: string;
  readonly assetIssued: string;
  readonly isinCode: string;
  readonly factor: string;
  readonly lastDate: string;
  readonly approvedOn: string;
}

export function shareTerms({ ticker }: Security, row: ShareRow): RowTerms {
  const { label } = row;
  if (!isShareAction(label))
    return {
      unsupported: `'${label}' is not a change of shares that is known: ${Object.keys(SHARE_KINDS).join(', ')}`,
    };
  if (row.assetIssued !== row.isinCode)
    return { unsupported: `it gives shares of another security, ${row.assetIssued}` };
  const declared = readNumber(row.factor);
  if (!declared) return noNumber('factor', row.factor);
  if (declared.units === 0n) return 'the factor is zero';
  const days = readDays({ lastDate: row.lastDate, approvedOn: row.approvedOn, paidOn: '' });
  if (typeof days === 'string') return days;
  const { numerator, denominator } = b3Factor(label, {
    numerator: declared.units,
    denominator: 10n ** BigInt(declared.places),
  });
  return {
    ...{ ticker, kind: SHARE_KINDS[label], ...days, amountPerShare: null, pricePerShare: null, rights: null },
    factor: formatExactDecimal(numerator, denominator.toString().length - 1),
  };
}

interface SubscriptionRow {
  readonly label: string;
  readonly percentage: string;
  readonly priceUnit: string;
  /** `30/04/2014 a 22/05/2014`; empty when the rights do not trade. */
  readonly tradingPeriod: string;
  /** Last day of exercise. */
  readonly subscriptionDate: string;
  readonly lastDate: string;
  readonly approvedOn: string;
}

export function subscriptionTerms({ ticker }: Security, row: SubscriptionRow): RowTerms {
  if (row.label !== 'SUBSCRICAO')
    return { unsupported: `'${row.label}' is not a subscription that is known` };
  const [percentage, price] = [readNumber(row.percentage), readNumber(row.priceUnit)];
  if (!percentage) return noNumber('percentage', row.percentage);
  if (!price) return noNumber('price', row.priceUnit);
  const days = readDays({ lastDate: row.lastDate, approvedOn: row.approvedOn, paidOn: '' });
  if (typeof days === 'string') return days;
  const exercisesUntil = readDay(row.subscriptionDate);
  if (exercisesUntil === null)
    return `the day of subscription, '${row.subscriptionDate}', is not a day such as 29/05/2014`;
  const trading = readPeriod(row.tradingPeriod);
  if (typeof trading === 'string') return trading;
  return {
    ...{ ticker, kind: 'SUBSCRIPTION', ...days, amountPerShare: null },
    factor: formatExactDecimal(percentage.units, percentage.places + 2),
    pricePerShare: formatExactDecimal(price.units, price.places),
    rights: { ...rightTickersOf(ticker), ...trading, exercisesUntil },
  };
}

function readPeriod(text: string): Pick<SubscriptionRights, 'tradesFrom' | 'tradesUntil'> | string {
  if (text.trim() === '') return { tradesFrom: null, tradesUntil: null };
  const [from = '', until = '', ...rest] = text.split(' a ').map((part) => part.trim());
  const [tradesFrom, tradesUntil] = [readDay(from), readDay(until)];
  if (tradesFrom !== null && tradesUntil !== null && rest.length === 0) return { tradesFrom, tradesUntil };
  return `the trading period '${text}' is not a period such as 30/04/2014 a 22/05/2014`;
}

const isShareAction = (label: string): label is B3ShareAction => Object.hasOwn(SHARE_KINDS, label);

const BRAZILIAN_NUMBER = /^(\d{1,13}|\d{1,3}(\.\d{3}){1,4})(,\d{1,16})?$/;

/** Reads a Brazilian number: `1.000` is a thousand, `0,1334` a fraction. Null for any other text. */
function readNumber(text: string): { readonly units: bigint; readonly places: number } | null {
  if (!BRAZILIAN_NUMBER.test(text)) return null;
  const [whole = '', fraction = ''] = text.replaceAll('.', '').split(',');
  return { units: BigInt(whole + fraction), places: fraction.length };
}

const noNumber = (name: string, text: string): string =>
  `the ${name} '${text}' is not a Brazilian number such as 1.000 or 0,1334`;

type RowDays = Pick<ActionTerms, 'recordDate' | 'approvedOn' | 'paysOn'>;

function readDays(row: {
  readonly lastDate: string;
  readonly approvedOn: string;
  readonly paidOn: string;
}): RowDays | string {
  const recordDate = readDay(row.lastDate);
  if (recordDate === null)
    return `the last day with the right, '${row.lastDate}', is not a day such as 17/12/2021`;
  const approvedOn = row.approvedOn === '' ? null : readDay(row.approvedOn);
  if (approvedOn === null && row.approvedOn !== '')
    return `the day of approval, '${row.approvedOn}', is not a day such as 17/12/2021`;
  const isOpen = row.paidOn === '' || row.paidOn === NOT_DECLARED;
  const paysOn = isOpen ? null : readDay(row.paidOn);
  if (paysOn === null && !isOpen) return `the payment day '${row.paidOn}' is not a day such as 17/12/2021`;
  return { recordDate, approvedOn, paysOn };
}

/** B3's payment day of a payment whose day is not declared. */
const NOT_DECLARED = '31/12/9999';

function readDay(text: string): string | null {
  const match = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text);
  if (!match) return null;
  const day = `${match[3]}-${match[2]}-${match[1]}`;
  return isDay(day) ? day : null;
}
