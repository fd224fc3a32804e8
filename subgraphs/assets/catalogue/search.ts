import type { AssetKind, Instrument } from '#domain/market/instrument.ts';
import { isFractionalTicker } from '#domain/market/custody-ticker.ts';
import { badInput } from '#platform/graphql/errors.ts';
import { normalizeText } from '#platform/security/normalize-text.ts';

/** Filter of a list of instruments. */
export interface InstrumentSearch {
  readonly text: string | null;
  readonly kind: AssetKind | null;
  /** True for the instruments of the fractional market alone, false for the others. */
  readonly isFractional: boolean | null;
}

/** In UTF-16 code units. */
const MAX_SEARCH_LENGTH = 100;

/** Text without case and accents, for comparison; null when it is too long. */
const fold = (text: string, maxLength: number): string | null =>
  normalizeText(text, 'NFD', maxLength)?.replace(/\p{M}/gu, '').toLowerCase().trim() ?? null;

/**
 * Instruments whose ticker begins with the text or whose name contains it, in the order given. Throws BAD_USER_INPUT for
 * a text of more than 100 characters.
 */
export function searchInstruments(
  instruments: readonly Instrument[],
  { text, kind, isFractional }: InstrumentSearch,
): readonly Instrument[] {
  const wanted = fold(text ?? '', MAX_SEARCH_LENGTH);
  if (wanted === null) {
    throw badInput(`"search" accepts at most ${MAX_SEARCH_LENGTH} characters, not ${text?.length}.`);
  }
  const matches = ({ ticker, name }: Instrument): boolean =>
    ticker.toLowerCase().startsWith(wanted) || fold(name, name.length)?.includes(wanted) === true;
  return instruments.filter(
    (instrument) =>
      (kind === null || instrument.kind === kind) &&
      (isFractional === null || isFractionalTicker(instrument.ticker) === isFractional) &&
      matches(instrument),
  );
}
