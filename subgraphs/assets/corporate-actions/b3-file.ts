import { z } from 'zod';
import { isSameFigure, type DeclaredAction } from '#domain/corporate-actions/declared-action.ts';
import { issuerOf } from '#domain/corporate-actions/entitlement.ts';
import type { AssetKind } from '#domain/market/instrument.ts';
import type { TradingCalendar } from '#domain/calendar/trading-calendar.ts';
import type { Declaration } from './declare-actions.ts';
import { cashTerms, shareTerms, subscriptionTerms, type B3Row } from './b3-rows.ts';

/** An instrument as the files name it. */
export interface ListedSecurity {
  readonly ticker: string;
  readonly isin: string;
  readonly kind: AssetKind;
}

export interface B3FileOptions {
  readonly calendar: TradingCalendar;
  /** The round-lot instruments. */
  readonly listed: readonly ListedSecurity[];
  /** Issuer's code, such as ABEV, for a file of cash dividends, which names no company. Null: found from the known actions. */
  readonly issuer: string | null;
  /** Actions that are stored. */
  readonly known: readonly DeclaredAction[];
  /** Leaves out rows of securities that are not listed, instead of refusing them. */
  readonly skipsUnlisted: boolean;
  /** Leaves out sound rows of actions that this broker does not have, instead of refusing them. */
  readonly skipsUnsupported: boolean;
}

/** The declarations of a file, and its faults: a sentence each, with the place. */
export interface ReadActions {
  readonly declarations: readonly Declaration[];
  /** Rows of securities that are not listed. */
  readonly skipped: number;
  /** Rows of actions that this broker does not have: a sentence each, with the place. */
  readonly unsupported: readonly string[];
  readonly faults: readonly string[];
}

/** A file that is refused as a whole. */
export class B3FileError extends Error {
  override readonly name = 'B3FileError';
}

const text = z.string();
const cashFile = z.object({
  page: z.object({ pageNumber: z.int(), pageSize: z.int(), totalRecords: z.int(), totalPages: z.int() }),
  results: z.array(z.unknown()),
});
const company = z.object({
  code: text,
  cashDividends: z.array(z.unknown()),
  stockDividends: z.array(z.unknown()),
  subscriptions: z.array(z.unknown()),
});
const companyFile = z.array(company).min(1);

const listedCash = z.object({
  typeStock: text,
  dateApproval: text,
  valueCash: text,
  ratio: text,
  corporateAction: text,
  lastDatePriorEx: text,
});
const cashDividend = z.object({
  isinCode: text,
  paymentDate: text,
  rate: text,
  approvedOn: text,
  label: text,
  lastDatePrior: text,
});
const stockDividend = z.object({
  assetIssued: text,
  isinCode: text,
  factor: text,
  approvedOn: text,
  label: text,
  lastDatePrior: text,
});
const subscription = z.object({
  isinCode: text,
  percentage: text,
  priceUnit: text,
  tradingPeriod: text,
  subscriptionDate: text,
  approvedOn: text,
  label: text,
  lastDatePrior: text,
});

/**
 * Reads a file of corporate actions as B3's site answers: the cash payments of a company (GetListedCashDividends) or all its
 * actions (GetListedSupplementCompany). A row with a fault does not end the reading: all faults of a file are found at once.
 *
 * @throws B3FileError when the file has another shape, is incomplete or names no company
 */
export function readB3File(content: string, options: B3FileOptions): ReadActions {
  const json = parseJson(content);
  const cash = cashFile.safeParse(json);
  if (cash.success) return readCashFile(cash.data, options);
  const companies = companyFile.safeParse(json);
  if (companies.success) return readCompanies(companies.data, options);
  throw new B3FileError(
    'it is neither an answer of GetListedCashDividends ({page, results}) nor of GetListedSupplementCompany ([{code, cashDividends, stockDividends, subscriptions}])',
  );
}

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    throw new B3FileError(`it is not JSON: ${(error as Error).message}`);
  }
}

function readCashFile({ page, results }: z.infer<typeof cashFile>, options: B3FileOptions): ReadActions {
  const expected = Math.min(page.pageSize, page.totalRecords - page.pageSize * (page.pageNumber - 1));
  if (results.length !== expected)
    throw new B3FileError(`it is incomplete: its page has ${expected} records, the file ${results.length}`);
  const issuer = options.issuer ?? issuerIn(results, options.known);
  if (issuer === null)
    throw new B3FileError(
      'it names no company, and no known action is one of its records: add --issuer with a code, such as --issuer ABEV',
    );
  return collect(options, [
    rowsOf('results', results, listedCash, (row) => ({
      security: byClass(options.listed, issuer, row.typeStock),
      name: `${issuer} ${row.typeStock}`,
      terms: (security) => termsOfCash(security, row),
    })),
  ]);
}

const termsOfCash = (security: ListedSecurity, row: z.infer<typeof listedCash>) =>
  cashTerms(security, {
    label: row.corporateAction,
    amount: row.valueCash,
    quotedShares: row.ratio,
    lastDate: row.lastDatePriorEx,
    approvedOn: row.dateApproval,
    paidOn: '',
  });

/**
 * The company of a file of cash payments, from the actions that are known: a payment with the same class, kind, days and amount
 * is the company's own. Null without one, or when they belong to several companies.
 */
function issuerIn(results: readonly unknown[], known: readonly DeclaredAction[]): string | null {
  const issuers = new Set<string>();
  for (const candidate of results) {
    const read = listedCash.safeParse(candidate);
    const number = read.success ? CLASS_NUMBERS[read.data.typeStock.trim()] : undefined;
    if (!read.success || number === undefined) continue;
    const terms = termsOfCash({ ticker: '', isin: '', kind: 'COMMON_STOCK' }, read.data);
    if (typeof terms === 'string' || 'unsupported' in terms) continue;
    for (const action of known)
      if (
        action.ticker === `${issuerOf(action.ticker)}${number}` &&
        action.kind === terms.kind &&
        action.recordDate === terms.recordDate &&
        action.approvedOn === terms.approvedOn &&
        isSameFigure(action.amountPerShare, terms.amountPerShare)
      )
        issuers.add(issuerOf(action.ticker));
  }
  const [issuer] = issuers;
  return issuers.size === 1 ? (issuer ?? null) : null;
}

function readCompanies(companies: z.infer<typeof companyFile>, options: B3FileOptions): ReadActions {
  const byIsin = (isin: string) => options.listed.find((security) => security.isin === isin);
  return collect(
    options,
    companies.flatMap(({ code, cashDividends, stockDividends, subscriptions }, index) => {
      const at = companies.length === 1 ? '' : `[${index}] ${code} `;
      return [
        rowsOf(`${at}cashDividends`, cashDividends, cashDividend, (row) => ({
          security: byIsin(row.isinCode),
          name: row.isinCode,
          terms: (security) =>
            cashTerms(security, {
              label: row.label,
              amount: row.rate,
              quotedShares: '1',
              lastDate: row.lastDatePrior,
              approvedOn: row.approvedOn,
              paidOn: row.paymentDate,
            }),
        })),
        rowsOf(`${at}stockDividends`, stockDividends, stockDividend, (row) => ({
          security: byIsin(row.isinCode),
          name: row.isinCode,
          terms: (security) => shareTerms(security, { ...row, lastDate: row.lastDatePrior }),
        })),
        rowsOf(`${at}subscriptions`, subscriptions, subscription, (row) => ({
          security: byIsin(row.isinCode),
          name: row.isinCode,
          terms: (security) => subscriptionTerms(security, { ...row, lastDate: row.lastDatePrior }),
        })),
      ];
    }),
  );
}

/** A row of a file before its security is known to be listed. */
interface PlacedRow {
  readonly place: string;
  readonly fault?: string;
  readonly row?: B3Row<ListedSecurity>;
}

function rowsOf<T>(
  list: string,
  rows: readonly unknown[],
  schema: z.ZodType<T>,
  toRow: (row: T) => B3Row<ListedSecurity>,
): readonly PlacedRow[] {
  return rows.map((candidate, index) => {
    const place = `${list}[${index}]`;
    const read = schema.safeParse(candidate);
    if (read.success) return { place, row: toRow(read.data) };
    const [issue] = read.error.issues;
    return { place, fault: `${issue?.path.join('.') || 'the record'}: ${issue?.message ?? 'malformed'}` };
  });
}

function collect(options: B3FileOptions, lists: readonly (readonly PlacedRow[])[]): ReadActions {
  const declarations: Declaration[] = [];
  const faults: string[] = [];
  const unsupported: string[] = [];
  let skipped = 0;
  for (const { place, fault, row } of lists.flat()) {
    if (!row) {
      faults.push(`${place}: ${fault ?? 'malformed'}`);
      continue;
    }
    if (!row.security) {
      if (options.skipsUnlisted) skipped++;
      else faults.push(`${place}: ${row.name} is not listed; --skip-unlisted leaves out such rows`);
      continue;
    }
    const read = row.terms(row.security);
    if (typeof read === 'string') faults.push(`${place}: ${read}`);
    else if ('unsupported' in read) {
      const fault = `${place}: ${read.unsupported}`;
      if (options.skipsUnsupported) unsupported.push(fault);
      else faults.push(`${fault}; --skip-unsupported leaves out such rows`);
    } else declarations.push({ place, terms: withExDay(read, options.calendar) });
  }
  return { declarations, skipped, unsupported, faults };
}

/** The ex-day is the first trading day after the record date. A record date outside the calendar stays, to be refused. */
function withExDay(
  terms: Omit<Declaration['terms'], 'exDate'>,
  calendar: TradingCalendar,
): Declaration['terms'] {
  const { recordDate } = terms;
  const isCovered = recordDate >= '2000-01-01' && recordDate < '2100-12-25';
  return { ...terms, exDate: isCovered ? calendar.nextTradingDay(recordDate) : recordDate };
}

/** Numbers at the end of tickers, by B3's name of the class. */
const CLASS_NUMBERS: Readonly<Record<string, string>> = {
  ON: '3',
  PN: '4',
  PNA: '5',
  PNB: '6',
  PNC: '7',
  PND: '8',
  UNT: '11',
  CI: '11',
};

const byClass = (
  listed: readonly ListedSecurity[],
  issuer: string,
  className: string,
): ListedSecurity | undefined => {
  const number = CLASS_NUMBERS[className.trim()];
  return number === undefined ? undefined : listed.find(({ ticker }) => ticker === `${issuer}${number}`);
};
