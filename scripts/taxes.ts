/**
 * Calculates brokerage notes, positions and taxes from a list of trades: `npm run taxes -- FILE.csv`.
 */
import { createReadStream } from 'node:fs';
import { tmpdir } from 'node:os';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { loadCatalogue } from '#assets/catalogue/catalogue.ts';
import { createTradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { B3_COST_TABLES } from '#domain/costs/cost-table.ts';
import { isMissing, isSystemError } from '#platform/files/exists.ts';
import { CommandLineError } from '#platform/process/command-line.ts';
import { runCommand } from './command.ts';
import { endProgress, showProgress } from './progress-line.ts';
import { BadLine } from './taxes/bad-line.ts';
import { makeTaxReport, makeYearSheet } from './taxes/tax-report.ts';

const USAGE = `usage: npm run taxes -- FILE.csv [--costs none] [--positions YEAR]

Reads the trades of one person at one broker and prints notes, positions, results of sales and monthly taxes as one line of
JSON, by the rules of the wallet. When a line is wrong it prints the line's number and nothing else.

The first line is: date,ticker,side,quantity,price and, as needed, auction, brokerage, other, kind, factor, cost

  date       2024-07-12; the days are in order, and the rows of a day in the order of trading
  ticker     PETR4; PETR4F is the fractional market of the same asset
  side       BUY, SELL, or a corporate action on its ex-day, which comes before the day's trades: SPLIT, REVERSE_SPLIT,
             BONUS, CAPITAL_RETURN; FRACTION_SALE is the auction of the fractions that they left
  price      of a trade; FRACTION_SALE: of a whole share in that auction
  auction    true for a trade in an auction
  brokerage  of the day's note, without its taxes; on any row of the day
  other      other costs of the day's note; on any row of the day
  kind       COMMON_STOCK, PREFERRED_STOCK, UNIT, REIT, ETF, BDR, RIGHT, RECEIPT: for tickers outside the catalogue
             whose number does not say it
  factor     SPLIT, REVERSE_SPLIT, BONUS: shares after it for one before, such as 2, 0.1, 1/3, 1.05
  cost       BONUS: declared cost of a new share; CAPITAL_RETURN: money for a share

Decimals are plain (1234.56) or Brazilian ("1.234,56" in quotes, or with semicolons between the fields). 1.026 follows the other
numbers of the file; without any it is a thousand in a file with semicolons, else a decimal. When the file has both forms, the line
is refused. Fractions of shares leave their position with their cost; until they are sold they are listed in "fractions".

  --costs none      leaves out B3's costs and the withheld tax, and takes trades of days without a session, as in textbooks
  --positions YEAR  prints the positions at the ends of the year and of the year before instead, as the CSV of the form Bens e
                    Direitos of the yearly tax return`;

/** Any day: the kinds in the catalogue have none. */
const CATALOGUE_DAY = '2026-01-02';

const catalogue = loadCatalogue(CATALOGUE_DAY);

const requestOf = (file: string, hasCosts: boolean) => ({
  chunks: createReadStream(file),
  calendar: createTradingCalendar(),
  costTables: hasCosts ? B3_COST_TABLES : [],
  catalogue: new Map(catalogue.map(({ ticker, kind }) => [ticker, kind] as const)),
  spoolFolder: tmpdir(),
  onProgress: (lines: number) => showProgress(`${lines} lines`),
});

async function printReport(file: string, hasCosts: boolean): Promise<void> {
  const report = await makeTaxReport(requestOf(file, hasCosts));
  endProgress();
  const portions = function* (): Generator<string | Uint8Array> {
    yield* report.portions();
    yield '\n';
  };
  await pipeline(Readable.from(portions()), process.stdout, { end: false }).finally(() => report.close());
}

async function printPositions(file: string, hasCosts: boolean, year: number): Promise<void> {
  const names = new Map(catalogue.map(({ ticker, name }) => [ticker, name]));
  const sheet = await makeYearSheet(requestOf(file, hasCosts), year, names);
  endProgress();
  await pipeline(Readable.from([sheet]), process.stdout, { end: false });
}

/** Year of --positions; null without it. */
function yearIn(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (/^20[0-9]{2}$/.test(text)) return Number(text);
  throw new CommandLineError(`--positions takes a year from 2000 to 2099, not '${text}'.`);
}

function faultOf(error: unknown, file: string): string | null {
  if (error instanceof BadLine) return `${file} was refused and nothing was calculated: ${error.message}`;
  if (!isSystemError(error)) return null;
  if (error.code === 'EPIPE') return 'the reader closed the output before its end';
  return isMissing(error) ? `${file} does not exist` : `nothing was calculated: ${error.message}`;
}

await runCommand({ usage: USAGE, options: ['costs', 'positions'], operands: ['FILE.csv'] }, async (given) => {
  const [file = ''] = given.operands;
  const costs = given.options.get('costs');
  if (costs !== undefined && costs !== 'none')
    throw new CommandLineError(`--costs takes none, not '${costs}'.`);
  const year = yearIn(given.options.get('positions'));
  try {
    if (year === null) await printReport(file, costs === undefined);
    else await printPositions(file, costs === undefined, year);
    return 0;
  } catch (error) {
    endProgress();
    const fault = faultOf(error, file);
    if (fault === null) throw error;
    console.error(fault);
    return 1;
  }
});
