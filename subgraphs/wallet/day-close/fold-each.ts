import { NOTHING_UNCOLLECTED } from '#domain/notes/withholding.ts';
import type { Steps } from '#domain/steps.ts';
import {
  foldInSteps,
  type AccountDays,
  type DayRules,
  type PersonHistory,
} from '#domain/positions/fold-days.ts';

/** The closed days of a person's accounts, by account id. */
export interface PersonDays {
  readonly days: ReadonlyMap<string, AccountDays>;
  /** Accounts whose days cannot be closed, with the reason. */
  readonly failed: readonly FailedAccount[];
}

export interface FailedAccount {
  readonly accountId: string;
  readonly reason: string;
}

export const failureOf = (accountId: string, error: unknown): FailedAccount => ({
  accountId,
  reason: error instanceof Error ? error.message : String(error),
});

/** Folds the accounts of a person. One that fails is left out: the others do not wait for it. */
export function* foldEach(
  person: PersonHistory,
  rulesOf: (accountId: string) => DayRules,
): Steps<PersonDays> {
  try {
    return { days: yield* foldInSteps(person, rulesOf), failed: [] };
  } catch {
    const accounts = new Map(person.accounts);
    const failed: FailedAccount[] = [];
    for (const [accountId, history] of person.accounts) {
      try {
        const alone = { accounts: new Map([[accountId, history]]), uncollected: NOTHING_UNCOLLECTED };
        yield* foldInSteps(alone, rulesOf);
      } catch (error) {
        accounts.delete(accountId);
        failed.push(failureOf(accountId, error));
      }
    }
    return { days: yield* foldInSteps({ ...person, accounts }, rulesOf), failed };
  }
}
