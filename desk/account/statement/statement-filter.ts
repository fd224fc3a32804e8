import { isDay } from '#domain/calendar/days.ts';
import type { StatementPageQuery, StatementPageQueryVariables } from '../../generated/operations.ts';

export type Entry = NonNullable<StatementPageQuery['account']>['statement']['nodes'][number];
type EntryKind = Entry['kind'];

/** The instrument of an entry: a reservation of cash has that of its order. */
export const tickerOf = ({ ticker, order }: Pick<Entry, 'ticker' | 'order'>): string | null =>
  ticker ?? order?.ticker ?? null;

/** Kinds of entries that a user looks for together. */
export const GROUPS = ['moves', 'all', 'trades', 'costs', 'cash', 'income', 'reserves'] as const;
export type Group = (typeof GROUPS)[number];

const KINDS: Readonly<Record<Exclude<Group, 'all' | 'moves'>, readonly EntryKind[]>> = {
  trades: ['TRADE', 'SETTLEMENT'],
  costs: ['FEE', 'TAX'],
  cash: ['DEPOSIT', 'WITHDRAWAL', 'CUSTODY_TRANSFER', 'RESET'],
  income: ['DIVIDEND', 'CORPORATE_ACTION'],
  reserves: ['RESERVE', 'RELEASE'],
};

/** All that changes what the account owns: an order blocks and frees cash many times until it trades. */
const MOVES = (['trades', 'costs', 'cash', 'income'] as const).flatMap((group) => KINDS[group]);

/** The user's choice; an empty day leaves that end open. */
export interface StatementFilter {
  readonly group: Group;
  readonly from: string;
  readonly to: string;
}

/** The filter of a new page. */
export const START: StatementFilter = { group: 'moves', from: '', to: '' };

/** First day of the real: no statement is older. A year that is half typed, such as 0002, is before it. */
export const FIRST_DAY = '1994-07-01';

/** Why a day of the period holds nothing. */
export type PeriodFault = 'early-day' | 'future-day' | 'ends-first';

/** The days of a filter that hold nothing, with the reason. */
export function periodFaults(
  { from, to }: StatementFilter,
  today: string | undefined,
): Readonly<Partial<Record<'from' | 'to', PeriodFault>>> {
  const faultOf = (day: string): PeriodFault | undefined => {
    if (!isDay(day)) return undefined;
    if (day < FIRST_DAY) return 'early-day';
    return today !== undefined && day > today ? 'future-day' : undefined;
  };
  const [ofFrom, ofTo] = [faultOf(from), faultOf(to)];
  const endsFirst = !ofFrom && !ofTo && isDay(from) && isDay(to) && to < from;
  return {
    ...(ofFrom && { from: ofFrom }),
    ...(ofTo && { to: ofTo }),
    ...(endsFirst && { to: 'ends-first' }),
  };
}

/** True for a filter that the graph takes and that may hold something. */
export const isPeriod = (filter: StatementFilter, today: string | undefined): boolean =>
  Object.keys(periodFaults(filter, today)).length === 0;

/**
 * True where each balance follows from the line below it. A filter by kind hides lines that change the balance too: beside the lines that
 * are left it would look like a sum that is wrong.
 */
export const hasBalance = ({ group }: Pick<StatementFilter, 'group'>): boolean => group === 'all';

/** The filter as variables of the statement. */
export const variablesOf = ({
  group,
  from,
  to,
}: StatementFilter): Pick<StatementPageQueryVariables, 'kinds' | 'from' | 'to'> => ({
  ...(group === 'all' ? {} : { kinds: [...(group === 'moves' ? MOVES : KINDS[group])] }),
  ...(isDay(from) ? { from } : {}),
  ...(isDay(to) ? { to } : {}),
});
