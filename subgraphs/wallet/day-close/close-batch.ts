import { addDays } from '#domain/calendar/days.ts';
import type { AccountDays } from '#domain/positions/fold-days.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { AccountToClose, WalletStore } from '../store/store.ts';
import type { UnitOfWork } from '../store/unit-of-work.ts';
import { readAdtv, type AdtvOfAccounts, type NoteRules } from './adtv.ts';
import { allDaysOf, openDaysOf, postDays } from './close-account.ts';

export interface CloseDependencies {
  readonly store: WalletStore;
  readonly ledger: Ledger;
  readonly rules: NoteRules;
}

/** The result of closing the days of some accounts. */
export interface CloseResult {
  readonly closed: number;
  /** Accounts whose days could not be closed, with the reason. */
  readonly failed: readonly { readonly accountId: string; readonly reason: string }[];
  /** Earliest settlement day (ISO) of a stored note; null without one. */
  readonly earliestSettlement: string | null;
}

export const NOTHING_CLOSED: CloseResult = { closed: 0, failed: [], earliestSettlement: null };

/**
 * Closes the trade dates of accounts until `until` in one transaction. An account that fails stops none of the others. A
 * transaction that fails as a whole is repeated account by account, so that only the culprit fails.
 */
export async function closeAccounts(
  dependencies: CloseDependencies,
  accounts: readonly AccountToClose[],
  until: string,
  correlationId: string,
): Promise<CloseResult> {
  const accountIds = accounts.map(({ accountId }) => accountId);
  const dates = datesOfMonths(
    accounts.map(({ firstDate }) => firstDate),
    until,
  );
  const adtv = await readAdtv(dependencies.store, dependencies.rules, accountIds, dates);
  const request = { until, adtv, correlationId };
  try {
    return await closeTogether(dependencies, accountIds, request);
  } catch (error) {
    if (accountIds.length > 1) return closeEach(dependencies, accountIds, request);
    return { ...NOTHING_CLOSED, failed: accountIds.map((accountId) => failureOf(accountId, error)) };
  }
}

/** Dates of every month from the first of some days until another one. */
function datesOfMonths(days: readonly string[], until: string): readonly string[] {
  const dates = [...days, until];
  const first = [...dates].sort()[0] ?? until;
  // A step of 28 days leaves no month out.
  for (let day = first; day < until; day = addDays(day, 28)) dates.push(day);
  return dates;
}

interface BatchRequest {
  readonly until: string;
  readonly adtv: AdtvOfAccounts;
  readonly correlationId: string;
}

async function closeTogether(
  dependencies: CloseDependencies,
  accountIds: readonly string[],
  request: BatchRequest,
): Promise<CloseResult> {
  const { ledger } = dependencies;
  const { late, ...open } = await ledger.transact(
    { accountIds, assets: [], positions: true, trades: 'OPEN' },
    (unit) => closeIn(unit, dependencies, accountIds, request, openDaysOf),
  );
  if (late.length === 0) return open;
  // A correction loads the whole history of an account, so each has its own transaction.
  return closeLate(dependencies, late, request, open);
}

async function closeLate(
  dependencies: CloseDependencies,
  late: readonly string[],
  request: BatchRequest,
  open: CloseResult,
): Promise<CloseResult> {
  let result = open;
  for (const accountId of late) {
    const scope = { accountIds: [accountId], assets: [], positions: true, trades: 'ALL' } as const;
    const { late: _none, ...corrected } = await dependencies.ledger.transact(scope, (unit) =>
      closeIn(unit, dependencies, [accountId], request, allDaysOf),
    );
    result = joined(result, corrected);
  }
  return result;
}

async function closeEach(
  dependencies: CloseDependencies,
  accountIds: readonly string[],
  request: BatchRequest,
): Promise<CloseResult> {
  let result = NOTHING_CLOSED;
  for (const accountId of accountIds) {
    const one = closeTogether(dependencies, [accountId], request).catch((error: unknown): CloseResult => ({
      ...NOTHING_CLOSED,
      failed: [failureOf(accountId, error)],
    }));
    result = joined(result, await one);
  }
  return result;
}

/** Computes the days of all accounts before it posts those of any: a failure leaves no half of an account. */
function closeIn(
  unit: UnitOfWork,
  { rules }: CloseDependencies,
  accountIds: readonly string[],
  { until, adtv, correlationId }: BatchRequest,
  daysOf: typeof openDaysOf,
): CloseResult & { readonly late: readonly string[] } {
  const computed: { accountId: string; days: AccountDays }[] = [];
  const failed: { accountId: string; reason: string }[] = [];
  const late: string[] = [];
  for (const accountId of accountIds) {
    try {
      const days = daysOf(unit, { accountId, until, adtv, costs: rules.costs });
      if (days === 'LATE') late.push(accountId);
      else if (days) computed.push({ accountId, days });
    } catch (error) {
      failed.push(failureOf(accountId, error));
    }
  }
  const settlements = computed.flatMap(
    ({ accountId, days }) => postDays(unit, accountId, days, correlationId) ?? [],
  );
  return { closed: computed.length, failed, late, earliestSettlement: settlements.sort()[0] ?? null };
}

const failureOf = (accountId: string, error: unknown) => ({
  accountId,
  reason: error instanceof Error ? error.message : String(error),
});

/** Both results together. */
export function joined(a: CloseResult, b: CloseResult): CloseResult {
  const days = [a.earliestSettlement, b.earliestSettlement].filter((day) => day !== null);
  return {
    closed: a.closed + b.closed,
    failed: [...a.failed, ...b.failed],
    earliestSettlement: days.sort()[0] ?? null,
  };
}
