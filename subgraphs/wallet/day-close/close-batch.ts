import { addDays } from '#domain/calendar/days.ts';
import type { AccountDays } from '#domain/positions/fold-days.ts';
import type { Steps } from '#domain/steps.ts';
import { inSteps } from '#platform/time/slice-turns.ts';
import type { WallClock } from '#platform/time/clock.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { throwIfUnavailable } from '../store/outage.ts';
import type { AccountToClose, WalletStore } from '../store/store.ts';
import type { UnitOfWork } from '../store/unit-of-work.ts';
import { readAdtv, type AdtvOfAccounts, type NoteRules } from './adtv.ts';
import { allDaysOf, openDaysOf, postDays, type CloseRequest } from './close-account.ts';
import { failureOf, type FailedAccount, type PersonDays } from './fold-each.ts';

export interface CloseDependencies {
  readonly store: WalletStore;
  readonly ledger: Ledger;
  readonly rules: NoteRules;
  readonly wallClock: WallClock;
}

/** The result of closing the days of some accounts. */
export interface CloseResult {
  readonly closed: number;
  /** Accounts whose days could not be closed, with the reason. */
  readonly failed: readonly FailedAccount[];
  /** Earliest settlement day (ISO) of a stored note; null without one. */
  readonly earliestSettlement: string | null;
}

export const NOTHING_CLOSED: CloseResult = { closed: 0, failed: [], earliestSettlement: null };

/** A person's accounts: their notes depend on each other, so they are closed together. */
type Person = readonly string[];

/**
 * Closes the trade dates of accounts until `until` in one transaction, with all other accounts of their owners. An account that
 * fails stops none of the others. A transaction that fails as a whole is repeated person by person, so that only the culprit
 * fails. Throws when the database does not answer.
 */
export async function closeAccounts(
  dependencies: CloseDependencies,
  accounts: readonly AccountToClose[],
  until: string,
  correlationId: string,
): Promise<CloseResult> {
  const persons = await dependencies.store.personsOf(accounts.map(({ accountId }) => accountId));
  const dates = datesOfMonths(
    accounts.map(({ firstDate }) => firstDate),
    until,
  );
  const adtv = await readAdtv(dependencies.store, dependencies.rules, persons.flat(), dates);
  const request = { until, adtv, correlationId };
  try {
    return await closeTogether(dependencies, persons, request);
  } catch (error) {
    throwIfUnavailable(error);
    if (persons.length > 1) return closeEach(dependencies, persons, request);
    return { ...NOTHING_CLOSED, failed: accounts.map(({ accountId }) => failureOf(accountId, error)) };
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

/** A request with the function that computes the days of a person. */
interface DaysRequest extends BatchRequest {
  readonly daysOf: (unit: UnitOfWork, request: CloseRequest) => Steps<PersonDays | 'LATE'>;
}

async function closeTogether(
  dependencies: CloseDependencies,
  persons: readonly Person[],
  request: BatchRequest,
): Promise<CloseResult> {
  const scope = { accountIds: persons.flat(), assets: [], positions: true, trades: 'OPEN' } as const;
  const { late, ...open } = await dependencies.ledger.transact(scope, (unit) =>
    closeIn(unit, dependencies, persons, { ...request, daysOf: openDaysOf }),
  );
  // A correction loads the whole history of its accounts, so each person has a transaction of its own.
  let result: CloseResult = open;
  for (const person of late) {
    const whole = { ...scope, accountIds: person, trades: 'ALL' } as const;
    const { late: _none, ...corrected } = await dependencies.ledger.transact(whole, (unit) =>
      closeIn(unit, dependencies, [person], { ...request, daysOf: allDaysOf }),
    );
    result = joined(result, corrected);
  }
  return result;
}

async function closeEach(
  dependencies: CloseDependencies,
  persons: readonly Person[],
  request: BatchRequest,
): Promise<CloseResult> {
  let result = NOTHING_CLOSED;
  for (const person of persons) {
    try {
      result = joined(result, await closeTogether(dependencies, [person], request));
    } catch (error) {
      throwIfUnavailable(error);
      const failed = person.map((accountId) => failureOf(accountId, error));
      result = joined(result, { ...NOTHING_CLOSED, failed });
    }
  }
  return result;
}

/** Computes the days of all accounts before it posts those of any: a failure leaves no half of an account. */
async function closeIn(
  unit: UnitOfWork,
  { rules, wallClock }: CloseDependencies,
  persons: readonly Person[],
  { until, adtv, correlationId, daysOf }: DaysRequest,
): Promise<CloseResult & { readonly late: readonly Person[] }> {
  const computed: [accountId: string, days: AccountDays][] = [];
  const failed: FailedAccount[] = [];
  const late: Person[] = [];
  for (const accountIds of persons) {
    const folding = daysOf(unit, { accountIds, until, adtv, tables: rules.tables });
    const folded = await inSteps(folding, wallClock);
    if (folded === 'LATE') late.push(accountIds);
    else {
      computed.push(...folded.days);
      failed.push(...folded.failed);
    }
  }
  const origin = { correlationId, calendar: rules.calendar };
  const settlements = computed.flatMap(([accountId, days]) => postDays(unit, accountId, days, origin) ?? []);
  return { closed: computed.length, failed, late, earliestSettlement: settlements.sort()[0] ?? null };
}

/** Both results together. */
export function joined(a: CloseResult, b: CloseResult): CloseResult {
  const days = [a.earliestSettlement, b.earliestSettlement].filter((day) => day !== null);
  return {
    closed: a.closed + b.closed,
    failed: [...a.failed, ...b.failed],
    earliestSettlement: days.sort()[0] ?? null,
  };
}
