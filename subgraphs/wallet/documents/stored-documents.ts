import { readNoteId } from '#contracts/graph/note-id.ts';
import type { AssetsRpc } from '#contracts/calls/assets.ts';
import type { AssetKind } from '#domain/market/instrument.ts';
import type { HeldPosition } from '#domain/ledger/position.ts';
import { dayTradesOf } from '#domain/notes/day-trades.ts';
import { NOTHING_UNCOLLECTED } from '#domain/notes/withholding.ts';
import { foldInSteps } from '#domain/positions/fold-days.ts';
import { NO_POSITION, type Position } from '#domain/positions/position.ts';
import { inSteps } from '#platform/time/slice-turns.ts';
import type { WallClock } from '#platform/time/clock.ts';
import { readAdtv, type NoteRules } from '../day-close/adtv.ts';
import type { Notes } from '../notes/notes.ts';
import type { AccountDaysState } from '../store/day-rows.ts';
import type { WalletStore } from '../store/store.ts';
import { yearText } from '../taxes/tax-year.ts';
import type { DocumentSource } from './document-calls.ts';
import { sumPositions, type YearPosition } from './positions-csv.ts';

export interface StoredDocumentServices {
  readonly store: Pick<WalletStore, 'accounts' | 'accountsOf' | 'volumesOfOwners'>;
  readonly notes: Notes;
  readonly assets: AssetsRpc;
  readonly rules: NoteRules;
  readonly wallClock: WallClock;
}

/** Reads documents from the stored notes and trades. */
export const createStoredDocuments = (services: StoredDocumentServices): DocumentSource => ({
  note: async (userId, noteId) => {
    const { store, notes, assets } = services;
    const key = readNoteId(noteId);
    const [account = null] = key ? await store.accounts([key.accountId]) : [];
    if (!key || account?.ownerId !== userId) return null;
    const [stored = null] = await notes.byKeys([key]);
    if (!stored) return null;
    const [lines = []] = await notes.lines([{ ...key, skip: 0, limit: null }]);
    const names = await namesOf(assets, [...new Set(lines.map(({ trade }) => trade.asset))]);
    const note = { ...stored, lines, dayTrades: dayTradesOf(lines) };
    return { accountId: account.id, number: stored.number, note, names };
  },
  yearPositions: async (userId, year) => {
    const accounts = await services.store.accountsOf(userId);
    const ends = [`${yearText(year - 1)}-12-31`, `${yearText(year)}-12-31`] as const;
    const before = new Map<string, Position[]>();
    const now = new Map<string, Position[]>();
    for (const { id } of accounts) {
      const history = await services.notes.history(id);
      collect(before, await positionsAt(services, id, history, ends[0]));
      collect(now, await positionsAt(services, id, history, ends[1]));
    }
    const tickers = [...new Set([...before.keys(), ...now.keys()])];
    const instruments = await services.assets.instruments({ tickers });
    return tickers.map((ticker, index): YearPosition => ({
      ticker,
      name: instruments[index]?.name ?? ticker,
      kind: instruments[index]?.kind ?? UNKNOWN_KIND,
      before: sumPositions(before.get(ticker) ?? [NO_POSITION]),
      now: sumPositions(now.get(ticker) ?? [NO_POSITION]),
    }));
  },
});

/** Kind of an asset that the catalogue has no more. */
const UNKNOWN_KIND: AssetKind = 'COMMON_STOCK';

function collect(all: Map<string, Position[]>, positions: ReadonlyMap<string, HeldPosition>): void {
  for (const [ticker, position] of positions) all.set(ticker, [...(all.get(ticker) ?? []), position]);
}

/** The positions of an account at the end of a day, from all trades and changes until then. */
async function positionsAt(
  { store, rules, wallClock }: StoredDocumentServices,
  accountId: string,
  { trades, notes, changes }: AccountDaysState,
  day: string,
): Promise<ReadonlyMap<string, HeldPosition>> {
  const until = trades.filter(({ tradeDate }) => tradeDate <= day);
  const stored = new Map(notes.map((note) => [note.tradeDate, note.volumes]));
  const open = [...new Set(until.map(({ tradeDate }) => tradeDate))].filter((date) => !stored.has(date));
  const adtv = (await readAdtv(store, rules, [accountId], open))(accountId);
  const history = {
    positions: new Map(),
    changes: changes.filter((change) => change.day <= day),
    trades: until,
  };
  const folding = foldInSteps(
    { accounts: new Map([[accountId, history]]), uncollected: NOTHING_UNCOLLECTED },
    () => ({ tables: rules.tables, volumesOn: (date) => stored.get(date) ?? adtv(date) }),
  );
  const folded = await inSteps(folding, wallClock);
  return folded.get(accountId)?.positions ?? new Map();
}

async function namesOf(assets: AssetsRpc, tickers: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const instruments = await assets.instruments({ tickers: [...tickers] });
  return new Map(
    instruments.flatMap((instrument) => (instrument ? [[instrument.ticker, instrument.name]] : [])),
  );
}
