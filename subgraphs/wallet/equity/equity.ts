import DataLoader from 'dataloader';
import { addDays, daysBetween } from '#domain/calendar/days.ts';
import { FIRST_DAY, tradingDayBefore, type TradingCalendar } from '#domain/calendar/trading-calendar.ts';
import type { Claim } from '#domain/ledger/claims.ts';
import { equityPoints, type EquityPoint, type LedgerDay } from '#domain/ledger/equity.ts';
import { badInput } from '#platform/graphql/errors.ts';
import { checkPeriod } from '#platform/graphql/resolvers/period.ts';
import type { Prices } from './prices.ts';

/** Holdings of an account, day by day. */
export interface AccountLedger {
  readonly accountId: string;
  /** Day (ISO) on which the account was opened. */
  readonly openedOn: string;
  /** Owned now by asset: centavos of cash or shares. */
  readonly owned: ReadonlyMap<string, number>;
  /** Days with changes after the requested one. */
  readonly days: readonly LedgerDay[];
  /** Payments, bonus shares and fractions that it awaited on the requested day or awaits since. */
  readonly claims: readonly Claim[];
}

/** Reads ledgers of accounts by day. */
export interface LedgerDays {
  /** The changes after a day (ISO) of each account; accounts that do not exist are left out. */
  after(accountIds: readonly string[], day: string): Promise<readonly AccountLedger[]>;
}

/** The values of accounts over time. */
export interface Equity {
  /** The points of the trading days from `from` to `to`, both included, until today. Throws BAD_USER_INPUT for a wrong period. */
  of(accountId: string, from: string, to: string): Promise<readonly EquityPoint[]>;
}

export interface EquityServices {
  readonly ledgerDays: LedgerDays;
  readonly prices: Prices;
  readonly calendar: TradingCalendar;
  /** Today (ISO) by the market clock. */
  readonly today: () => string;
}

/** Longest period in days, as that of the calendar. */
const MAX_DAYS = 366;

interface EquityQuery {
  readonly accountId: string;
  readonly from: string;
  readonly to: string;
}

/** Creates the equity of one operation: its accounts are read together. */
export function createEquity(services: EquityServices): Equity {
  const points = new DataLoader<EquityQuery, readonly EquityPoint[]>(
    (queries) => pointsOf(services, queries),
    { cache: false },
  );
  return {
    of: async (accountId, from, to) => {
      checkPeriod(from, to);
      if (daysBetween(from, to) >= MAX_DAYS) throw badInput(`A period has at most ${MAX_DAYS} days.`);
      // No account has days before the calendar or after today.
      const first = from > FIRST_DAY ? from : FIRST_DAY;
      const now = services.today();
      const last = to < now ? to : now;
      return first > last ? [] : points.load({ accountId, from: first, to: last });
    },
  };
}

async function pointsOf(
  { ledgerDays, prices, calendar, today }: EquityServices,
  queries: readonly EquityQuery[],
): Promise<readonly (readonly EquityPoint[])[]> {
  const now = today();
  const earliest = queries.map(({ from }) => from).sort()[0] ?? now;
  const opening = tradingDayBefore(calendar, earliest);
  const ids = [...new Set(queries.map(({ accountId }) => accountId))];
  const ledgers = new Map((await ledgerDays.after(ids, opening)).map((ledger) => [ledger.accountId, ledger]));
  const assets = new Set([...ledgers.values()].flatMap(assetsOf));
  const priceOn = await prices.read([...assets], opening, now);
  return queries.map(({ accountId, from, to }) => {
    const ledger = ledgers.get(accountId);
    if (!ledger) return [];
    const first = from > ledger.openedOn ? from : ledger.openedOn;
    const days = tradingDays(calendar, first, to);
    if (days.length === 0) return [];
    const before = tradingDayBefore(calendar, days[0] ?? first);
    const { owned, claims } = ledger;
    return equityPoints({ owned, ledger: ledger.days, claims, days: [before, ...days], priceOn });
  });
}

/** Custody tickers that an account owned or awaited at some time of the period. */
const assetsOf = ({ owned, days, claims }: AccountLedger): string[] => [
  ...claims.map(({ asset }) => asset),
  ...owned.keys(),
  ...days.flatMap(({ changes }) => [...changes.keys()]),
];

function tradingDays(calendar: TradingCalendar, from: string, to: string): string[] {
  const days: string[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) if (calendar.isTradingDay(day)) days.push(day);
  return days;
}
