import type { Instrument } from '#domain/market/instrument.ts';
import { createPullStream } from '#platform/streams/pull-stream.ts';

/** In-memory directory of all instruments. They are few and rarely change, so every instance holds them all. */
export interface InstrumentDirectory {
  get(ticker: string): Instrument | null;
  /** All instruments, by ticker. */
  all(): readonly Instrument[];
  /** Applies instruments; skips those of an older version than the directory's. */
  apply(instruments: readonly Instrument[]): void;
  /** The instrument at once, then after each change, until the reader stops. A slow reader skips to the newest. */
  changes(ticker: string): AsyncIterableIterator<Instrument>;
}

export function createInstrumentDirectory(): InstrumentDirectory {
  const byTicker = new Map<string, Instrument>();
  const readers = new Map<string, Set<() => void>>();
  let sorted: readonly Instrument[] | null = null;
  return {
    get: (ticker) => byTicker.get(ticker) ?? null,
    all: () => (sorted ??= [...byTicker.values()].sort((a, b) => (a.ticker < b.ticker ? -1 : 1))),
    apply: (instruments) => {
      for (const instrument of instruments) {
        if ((byTicker.get(instrument.ticker)?.version ?? 0) >= instrument.version) continue;
        byTicker.set(instrument.ticker, instrument);
        sorted = null;
        for (const wake of readers.get(instrument.ticker) ?? []) wake();
      }
    },
    changes: (ticker) => createChanges(() => byTicker.get(ticker), readersOf(readers, ticker)),
  };
}

/** The readers of one ticker. An entry goes with its last reader. */
const readersOf = (readers: Map<string, Set<() => void>>, ticker: string) => ({
  add: (wake: () => void): void =>
    void readers.set(ticker, (readers.get(ticker) ?? new Set<() => void>()).add(wake)),
  delete: (wake: () => void): void => {
    const present = readers.get(ticker);
    present?.delete(wake);
    if (present?.size === 0) readers.delete(ticker);
  },
});

function createChanges(
  now: () => Instrument | undefined,
  readers: ReturnType<typeof readersOf>,
): AsyncIterableIterator<Instrument> {
  return createPullStream(({ wake }) => {
    let version = 0;
    readers.add(wake);
    return {
      next: () => {
        const instrument = now();
        if (!instrument || instrument.version === version) return null;
        version = instrument.version;
        return instrument;
      },
      close: () => readers.delete(wake),
    };
  });
}
