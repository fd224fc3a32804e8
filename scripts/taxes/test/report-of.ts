import { createTradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { B3_COST_TABLES } from '#domain/costs/cost-table.ts';
import type { AssetKind } from '#domain/market/instrument.ts';
import { makeTaxReport } from '../tax-report.ts';

interface PrintedPool {
  profit: string;
  lossCarriedIn: string;
  base: string;
  tax: string;
  lossCarriedOut: string;
}

/** The report as a reader of the last line sees it. */
export interface PrintedReport {
  notes: {
    tradeDate: string;
    settlesOn: string;
    bought: string;
    sold: string;
    settlementFee: string;
    tradingFee: string;
    brokerage: string;
    brokerageTaxes: string;
    other: string;
    withheld: { kind: string; base: string; amount: string; isDeducted: boolean }[];
    net: string;
    side: string;
  }[];
  positions: { ticker: string; quantity: number; cost: string; averagePrice: string }[];
  /** Absent without any. */
  fractions?: { ticker: string; fraction: string; cost: string }[];
  results: {
    tradeDate: string;
    ticker: string;
    kind: string;
    pool: string;
    quantity: number;
    proceeds: string;
    cost: string;
    profit: string;
  }[];
  months: {
    month: string;
    salesOfStocks: string;
    isExempt: boolean;
    pools: { COMMON: PrintedPool; REIT: PrintedPool; DAY_TRADE: PrintedPool; CAPITAL_GAIN?: PrintedPool };
    withheld: string;
    carriedIn: string;
    due: string;
    dueOn: string | null;
  }[];
}

const CATALOGUE: ReadonlyMap<string, AssetKind> = new Map([
  ['PETR4', 'PREFERRED_STOCK'],
  ['BOVA11', 'ETF'],
  ['MXRF11', 'REIT'],
  ['SANB11', 'UNIT'],
]);

const HEADER = 'date,ticker,side,quantity,price,auction,brokerage,other,kind,factor,cost';

/** Bytes in chunks of the given size. */
async function* chunksOf(text: string | Uint8Array, size = 1 << 16): AsyncGenerator<Uint8Array> {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** Report of a whole file. Nothing reaches the disk: the lists are short. */
export async function reportOfFile(
  text: string | Uint8Array,
  { costs = true, chunkSize = 1 << 16 } = {},
): Promise<PrintedReport> {
  const report = await makeTaxReport({
    chunks: chunksOf(text, chunkSize),
    calendar: createTradingCalendar(),
    costTables: costs ? B3_COST_TABLES : [],
    catalogue: CATALOGUE,
    spoolFolder: '/nowhere',
  });
  const printed = [...report.portions()].map((portion) => Buffer.from(portion).toString()).join('');
  report.close();
  return JSON.parse(printed) as PrintedReport;
}

/** Report of rows below the whole header. */
export const reportOf = (
  rows: readonly string[],
  options?: { readonly costs?: boolean },
): Promise<PrintedReport> => reportOfFile([HEADER, ...rows].join('\n'), options);

/** Report without B3's costs and without withholding, as textbooks calculate. */
export const textbook = (rows: readonly string[]): Promise<PrintedReport> => reportOf(rows, { costs: false });
