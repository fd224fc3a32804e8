import type { NoteLine } from '#domain/notes/day-trades.ts';
import { NOTHING_UNCOLLECTED } from '#domain/notes/withholding.ts';
import type { AccountDay, AccountDays } from '#domain/positions/fold-days.ts';
import { readAdtv, type NoteRules } from '../day-close/adtv.ts';
import { foldEach } from '../day-close/fold-each.ts';
import { newestNote, type StoredNote } from '../store/day-rows.ts';
import type { AccountState, WalletStore } from '../store/store.ts';
import type { AccountLine, AccountResult } from './notes.ts';

/** Trade dates of an account without a note, as if they ended now, and the positions after them. */
export interface OpenDays extends AccountDays {
  /** Number of the account's notes. */
  readonly noteCount: number;
}

/** An account with its open trades and its newest note. */
export interface OpenAccount {
  readonly state: AccountState;
  readonly newestNote: StoredNote | null;
}

/**
 * Folds the open trades of accounts by the functions of the day close: all accounts of a person together, by account id. An
 * account that cannot be folded is left out. A trade that arrived after the close of its day counts in the positions; its day is
 * left out, since the correction of its note is on its way.
 */
export async function foldOpenDays(
  store: Pick<WalletStore, 'volumesOfOwners'>,
  rules: NoteRules,
  persons: readonly (readonly OpenAccount[])[],
): Promise<ReadonlyMap<string, OpenDays>> {
  const trading = persons.flat().filter(({ state }) => (state.openTrades ?? []).length > 0);
  const ids = trading.map(({ state }) => state.account.id);
  const dates = trading.flatMap(({ state }) => (state.openTrades ?? []).map(({ tradeDate }) => tradeDate));
  const adtv = await readAdtv(store, rules, ids, [...new Set(dates)]);
  const open = new Map<string, OpenDays>();
  for (const person of persons) {
    const newest = newestNote(person.flatMap((account) => account.newestNote ?? []));
    const histories = person.map(
      ({ state }) =>
        [
          state.account.id,
          { positions: state.positions, changes: [], trades: state.openTrades ?? [] },
        ] as const,
    );
    const folded = foldEach(
      { accounts: new Map(histories), uncollected: newest?.uncollected ?? NOTHING_UNCOLLECTED },
      (accountId) => ({ tables: rules.tables, volumesOn: adtv(accountId) }),
    );
    for (const { state, newestNote: own } of person) {
      const ofAccount = folded.days.get(state.account.id);
      if (!ofAccount) continue;
      const { days, positions } = ofAccount;
      open.set(state.account.id, {
        days: days.filter(({ tradeDate }) => tradeDate > (own?.tradeDate ?? '')),
        positions,
        noteCount: own?.number ?? 0,
      });
    }
  }
  return open;
}

/** The lines of an open day's note. */
export const openLinesOf = ({ trades, closed }: AccountDay): readonly AccountLine[] =>
  closed.note.lines.flatMap((line: NoteLine, index) => {
    const trade = trades[index];
    return trade ? [{ ...line, trade }] : [];
  });

/** The results of an open day. */
export const openResultsOf = (
  accountId: string,
  { tradeDate, closed }: AccountDay,
): readonly AccountResult[] =>
  closed.results.map((result, number) => ({
    accountId,
    tradeDate,
    number,
    asset: result.trade.asset,
    assetKind: result.trade.kind,
    kind: result.kind,
    quantity: result.quantity,
    grossCentavos: result.grossCentavos,
    proceedsCentavos: result.proceedsCentavos,
    costCentavos: result.costCentavos,
    profitCentavos: result.profitCentavos,
  }));
