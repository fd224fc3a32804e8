import type { ChargedDebit } from '../../debit/debits.ts';
import type { ActionResult, Entitlement, Exercise, LoadedEntitlements } from './action-store.ts';

/** State of corporate actions and debit balances that a transaction loads; null for what its scope does not ask for. */
export interface LoadedActions {
  readonly entitled: LoadedEntitlements | null;
  /** `ACCOUNT ASSET` of reverse splits that are not booked. */
  readonly reverseSplits: ReadonlySet<string> | null;
  /** Accounts that are charged for the scope's `debitDay`. */
  readonly chargedDebits: ReadonlySet<string> | null;
}

/** Changes of corporate actions and debit balances that the store writes. */
export interface ActionChanges {
  readonly entitlements: readonly Entitlement[];
  readonly actionResults: readonly ActionResult[];
  readonly debitCharges: readonly ChargedDebit[];
  readonly newExercises: readonly Exercise[];
  readonly creditedExercises: readonly (Exercise & { readonly creditedOn: string })[];
}

/** Part of a unit of work for corporate actions and debit balances. Reads throw when the scope does not ask for them. */
export interface ActionWork {
  /** The entitlements of an action. */
  entitled(): LoadedEntitlements;
  saveEntitlement(entitlement: Entitlement): void;
  /** Adds the profit of a corporate action. */
  addActionResult(result: ActionResult): void;
  addExercise(exercise: Exercise): void;
  /** Marks an exercise as credited on a day (ISO) of the market. */
  creditExercise(exercise: Exercise, creditedOn: string): void;
  /** Whether a reverse split of an asset is not booked yet for an account. */
  awaitsReverseSplit(accountId: string, asset: string): boolean;
  /** Whether an account is charged for the scope's `debitDay`. */
  isDebitCharged(accountId: string): boolean;
  addDebitCharge(charge: ChargedDebit): void;
}

export function createActionWork(state: LoadedActions): {
  readonly work: ActionWork;
  readonly changed: () => ActionChanges;
} {
  const entitlements: Entitlement[] = [];
  const actionResults: ActionResult[] = [];
  const debitCharges: ChargedDebit[] = [];
  const newExercises: Exercise[] = [];
  const creditedExercises: (Exercise & { readonly creditedOn: string })[] = [];
  const loaded = <T>(part: T | null, name: string): T => {
    if (part === null) throw new Error(`the ${name} are not part of this transaction`);
    return part;
  };
  return {
    work: {
      entitled: () => loaded(state.entitled, 'entitlements'),
      saveEntitlement: (entitlement) => void entitlements.push(entitlement),
      addActionResult: (result) => void actionResults.push(result),
      addExercise: (exercise) => void newExercises.push(exercise),
      creditExercise: (exercise, creditedOn) => void creditedExercises.push({ ...exercise, creditedOn }),
      awaitsReverseSplit: (accountId, asset) =>
        loaded(state.reverseSplits, 'reverse splits').has(`${accountId} ${asset}`),
      isDebitCharged: (accountId) => loaded(state.chargedDebits, 'debit charges').has(accountId),
      addDebitCharge: (charge) => void debitCharges.push(charge),
    },
    changed: () => ({ entitlements, actionResults, debitCharges, newExercises, creditedExercises }),
  };
}
