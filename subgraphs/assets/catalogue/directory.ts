import type { Instrument } from '#domain/market/instrument.ts';

/** All instruments, at hand. There are few and they change seldom, so every instance holds them in memory. */
export interface InstrumentDirectory {
  get(ticker: string): Instrument | null;
  /** By ticker. */
  all(): readonly Instrument[];
  /** Takes instruments over, unless it has a newer version of them. */
  take(instruments: readonly Instrument[]): void;
}

export function createInstrumentDirectory(): InstrumentDirectory {
  const byTicker = new Map<string, Instrument>();
  let sorted: readonly Instrument[] | null = null;
  return {
    get: (ticker) => byTicker.get(ticker) ?? null,
    all: () => (sorted ??= [...byTicker.values()].sort((a, b) => (a.ticker < b.ticker ? -1 : 1))),
    take: (instruments) => {
      for (const instrument of instruments) {
        if ((byTicker.get(instrument.ticker)?.version ?? 0) >= instrument.version) continue;
        byTicker.set(instrument.ticker, instrument);
        sorted = null;
      }
    },
  };
}
