import type { Instrument } from '#domain/market/instrument.ts';

/** In-memory directory of all instruments. They are few and rarely change, so every instance holds them all. */
export interface InstrumentDirectory {
  get(ticker: string): Instrument | null;
  /** All instruments, by ticker. */
  all(): readonly Instrument[];
  /** Applies instruments; skips those of an older version than the directory's. */
  apply(instruments: readonly Instrument[]): void;
}

export function createInstrumentDirectory(): InstrumentDirectory {
  const byTicker = new Map<string, Instrument>();
  let sorted: readonly Instrument[] | null = null;
  return {
    get: (ticker) => byTicker.get(ticker) ?? null,
    all: () => (sorted ??= [...byTicker.values()].sort((a, b) => (a.ticker < b.ticker ? -1 : 1))),
    apply: (instruments) => {
      for (const instrument of instruments) {
        if ((byTicker.get(instrument.ticker)?.version ?? 0) >= instrument.version) continue;
        byTicker.set(instrument.ticker, instrument);
        sorted = null;
      }
    },
  };
}
