import type { NoteLine } from '#domain/notes/day-trades.ts';
import { foldDays, type AccountDay, type AccountDays } from '#domain/positions/fold-days.ts';
import { readAdtv, type NoteRules } from '../day-close/adtv.ts';
import { uncollectedAfter, type StoredNote } from '../store/day-rows.ts';
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
 * Folds the open trades of accounts by the functions of the day close. A trade that arrived after the close of its day counts in
 * the positions; its day is left out, since the correction of its note is on its way.
 */
export async function foldOpenDays(
  store: Pick<WalletStore, 'volumesOfOwners'>,
  rules: NoteRules,
  accounts: readonly OpenAccount[],
): Promise<readonly OpenDays[]> {
  const trading = accounts.filter(({ state }) => (state.openTrades ?? []).length > 0);
  const ids = trading.map(({ state }) => state.account.id);
  const dates = trading.flatMap(({ state }) => (state.openTrades ?? []).map(({ tradeDate }) => tradeDate));
  const adtv = await readAdtv(store, rules, ids, [...new Set(dates)]);
  return accounts.map(({ state, newestNote }) => {
    const trades = state.openTrades ?? [];
    const uncollected = uncollectedAfter(newestNote ? [newestNote] : []);
    const { days, positions } = foldDays(
      { positions: state.positions, changes: [], trades, uncollected },
      { costs: rules.costs, volumesOn: adtv(state.account.id) },
    );
    const closedDay = newestNote?.tradeDate ?? '';
    return {
      days: days.filter(({ tradeDate }) => tradeDate > closedDay),
      positions,
      noteCount: newestNote?.number ?? 0,
    };
  });
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
