import { isDay } from '#domain/calendar/days.ts';
import type { StatementQuery, StatementQueryVariables } from '#sdk/src/index.ts';

export type Entry = NonNullable<StatementQuery['account']>['statement']['nodes'][number];
type EntryKind = Entry['kind'];

/** Kinds of entries that a user looks for together. */
export const GROUPS = ['all', 'trades', 'costs', 'cash', 'income', 'reserves'] as const;
export type Group = (typeof GROUPS)[number];

const KINDS: Readonly<Record<Exclude<Group, 'all'>, readonly EntryKind[]>> = {
  trades: ['TRADE', 'SETTLEMENT'],
  costs: ['FEE', 'TAX'],
  cash: ['DEPOSIT', 'WITHDRAWAL', 'CUSTODY_TRANSFER', 'RESET'],
  income: ['DIVIDEND', 'CORPORATE_ACTION'],
  reserves: ['RESERVE', 'RELEASE'],
};

/** The user's choice; an empty day leaves that end open. */
export interface StatementFilter {
  readonly group: Group;
  readonly from: string;
  readonly to: string;
}

export const EVERYTHING: StatementFilter = { group: 'all', from: '', to: '' };

/** True for a filter that the graph takes: an end before the beginning holds nothing. */
export const isPeriod = ({ from, to }: StatementFilter): boolean => !isDay(from) || !isDay(to) || from <= to;

/** The filter as variables of the statement. */
export const variablesOf = ({
  group,
  from,
  to,
}: StatementFilter): Pick<StatementQueryVariables, 'kinds' | 'from' | 'to'> => ({
  ...(group === 'all' ? {} : { kinds: [...KINDS[group]] }),
  ...(isDay(from) ? { from } : {}),
  ...(isDay(to) ? { to } : {}),
});
