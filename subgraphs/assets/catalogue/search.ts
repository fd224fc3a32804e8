import type { AssetKind, Instrument } from '#domain/market/instrument.ts';

/** What a list of instruments is asked for. */
export interface InstrumentSearch {
  readonly text: string | null;
  readonly kind: AssetKind | null;
}

/** Text without case and accents, as searches compare it. */
const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();

/** The instruments whose ticker begins with the text or whose name holds it, in the order given. */
export function searchInstruments(
  instruments: readonly Instrument[],
  { text, kind }: InstrumentSearch,
): readonly Instrument[] {
  const wanted = fold(text ?? '');
  return instruments.filter(
    (instrument) =>
      (kind === null || instrument.kind === kind) &&
      (instrument.ticker.toLowerCase().startsWith(wanted) || fold(instrument.name).includes(wanted)),
  );
}
