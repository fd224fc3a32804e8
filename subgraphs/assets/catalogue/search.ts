import type { AnyAssetKind, Asset } from '#domain/market/index-asset.ts';
import { isFractionalTicker } from '#domain/market/custody-ticker.ts';
import { badInput } from '#platform/graphql/errors.ts';
import { normalizeText } from '#platform/security/normalize-text.ts';

/** Filter of a list of instruments and indexes. */
export interface AssetSearch {
  readonly text: string | null;
  readonly kind: AnyAssetKind | null;
  /** True for the instruments of the fractional market alone, false for the others. */
  readonly isFractional: boolean | null;
}

/** In UTF-16 code units. */
const MAX_SEARCH_LENGTH = 100;

/** Text without case and accents, for comparison; null when it is too long. */
const fold = (text: string, maxLength: number): string | null =>
  normalizeText(text, 'NFD', maxLength)?.replace(/\p{M}/gu, '').toLowerCase().trim() ?? null;

/**
 * Assets whose ticker begins with the text or whose name contains it, in the order given. Throws BAD_USER_INPUT for
 * a text of more than 100 characters.
 */
export function searchAssets(
  assets: readonly Asset[],
  { text, kind, isFractional }: AssetSearch,
): readonly Asset[] {
  const wanted = fold(text ?? '', MAX_SEARCH_LENGTH);
  if (wanted === null) {
    throw badInput(`"search" accepts at most ${MAX_SEARCH_LENGTH} characters, not ${text?.length}.`);
  }
  const matches = ({ ticker, name }: Asset): boolean =>
    ticker.toLowerCase().startsWith(wanted) || fold(name, name.length)?.includes(wanted) === true;
  return assets.filter(
    (asset) =>
      (kind === null || asset.kind === kind) &&
      (isFractional === null || isFractionalTicker(asset.ticker) === isFractional) &&
      matches(asset),
  );
}
