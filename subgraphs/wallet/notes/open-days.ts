import type { NoteLine } from '#domain/notes/day-trades.ts';
import { NOTHING_UNCOLLECTED } from '#domain/notes/withholding.ts';
import type { AccountDay, AccountDays, AccountTrade } from '#domain/positions/fold-days.ts';
import { inSteps } from '#platform/time/slice-turns.ts';
import type { WallClock } from '#platform/time/clock.ts';
import { readAdtv, type NoteRules } from '../day-close/adtv.ts';
import { foldEach } from '../day-close/fold-each.ts';
import { newestNote, type StoredNote } from '../store/day-rows.ts';
import type { AccountState, WalletStore } from '../store/store.ts';
import type { AccountLine, AccountResult } from './notes.ts';

/** Trade dates of an account without a note, as if they ended now, and the positions after them. */
export interface OpenDays extends AccountDays {
  /** Number of the account's notes. */
  readonly noteCount: number;
  /** Results of the days, in their order. */
  readonly results: readonly AccountResult[];
}

/** An account with its open trades, in the order of trading, and its newest note. */
export interface OpenAccount {
  readonly state: AccountState;
  readonly trades: readonly AccountTrade[];
  readonly newestNote: StoredNote | null;
}

/**
 * Folds the open trades of a person's accounts by the functions of the day close, by account id. An account that cannot be folded
 * is left out. A trade that arrived after the close of its day counts in the positions; its day is left out, since the correction
 * of its note is on its way.
 */
export async function foldOpenDays(
  store: Pick<WalletStore, 'volumesOfOwners'>,
  rules: NoteRules,
  person: readonly OpenAccount[],
  wallClock: WallClock,
): Promise<ReadonlyMap<string, OpenDays>> {
  const trading = person.filter(({ trades }) => trades.length > 0);
  const ids = trading.map(({ state }) => state.account.id);
  const dates = new Set(trading.flatMap(({ trades }) => trades.map(({ tradeDate }) => tradeDate)));
  const adtv = await readAdtv(store, rules, ids, [...dates]);
  const newest = newestNote(person.flatMap((account) => account.newestNote ?? []));
  const histories = person.map(
    ({ state, trades }) => [state.account.id, { positions: state.positions, changes: [], trades }] as const,
  );
  const folding = foldEach(
    { accounts: new Map(histories), uncollected: newest?.uncollected ?? NOTHING_UNCOLLECTED },
    (accountId) => ({ tables: rules.tables, volumesOn: adtv(accountId) }),
  );
  const folded = await inSteps(folding, wallClock);
  const open = new Map<string, OpenDays>();
  for (const { state, newestNote: own } of person) {
    const ofAccount = folded.days.get(state.account.id);
    if (!ofAccount) continue;
    const days = ofAccount.days.filter(({ tradeDate }) => tradeDate > (own?.tradeDate ?? ''));
    open.set(state.account.id, {
      days,
      positions: ofAccount.positions,
      noteCount: own?.number ?? 0,
      results: days.flatMap((day) => openResultsOf(state.account.id, day)),
    });
  }
  return open;
}

/** The lines of an open day's note. */
export const openLinesOf = ({ trades, closed }: AccountDay): readonly AccountLine[] =>
  closed.note.lines.flatMap((line: NoteLine, index) => {
    const trade = trades[index];
    return trade ? [{ ...line, trade }] : [];
  });

const openResultsOf = (accountId: string, { tradeDate, closed }: AccountDay): readonly AccountResult[] =>
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
