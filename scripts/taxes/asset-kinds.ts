import type { AssetKind } from '#domain/market/instrument.ts';
import { custodyTickerOf } from '#domain/market/custody-ticker.ts';
import { BadLine } from './bad-line.ts';

/** B3's last digits of tickers that say the kind. 11 does not: it is a unit, an ETF or a REIT. */
const KIND_BY_NUMBER: Readonly<Record<string, AssetKind>> = {
  '1': 'RIGHT',
  '2': 'RIGHT',
  '3': 'COMMON_STOCK',
  '4': 'PREFERRED_STOCK',
  '5': 'PREFERRED_STOCK',
  '6': 'PREFERRED_STOCK',
  '7': 'PREFERRED_STOCK',
  '8': 'PREFERRED_STOCK',
  '9': 'RECEIPT',
  '10': 'RECEIPT',
  '31': 'BDR',
  '32': 'BDR',
  '33': 'BDR',
  '34': 'BDR',
  '35': 'BDR',
  '36': 'BDR',
  '39': 'BDR',
};

/** Finds the kinds of assets: the catalogue's, else the file's, else the one that the ticker's number says. */
export interface AssetKinds {
  /** @throws BadLine when the kind is unknown, or when the line contradicts the catalogue or an earlier line */
  kindOf(line: number, ticker: string, kind: AssetKind | null): AssetKind;
}

export function createAssetKinds(catalogue: ReadonlyMap<string, AssetKind>): AssetKinds {
  const known = new Map<string, { readonly kind: AssetKind; readonly line: number }>();
  return {
    kindOf: (line, ticker, kind) => {
      const asset = custodyTickerOf(ticker);
      const listed = catalogue.get(asset);
      if (listed !== undefined) {
        if (kind !== null && kind !== listed)
          throw new BadLine(line, `kind is '${kind}', but the catalogue has ${asset} as ${listed}`);
        return listed;
      }
      const before = known.get(asset);
      if (before !== undefined) {
        if (kind !== null && kind !== before.kind)
          throw new BadLine(
            line,
            `kind is '${kind}', but line ${before.line} has ${asset} as ${before.kind}`,
          );
        return before.kind;
      }
      const number = /^[A-Z][A-Z0-9]{3}(\d{1,2})$/.exec(asset)?.[1] ?? '';
      const found = kind ?? KIND_BY_NUMBER[number];
      if (found === undefined)
        throw new BadLine(
          line,
          `the kind of ${asset} is unknown: the catalogue lacks it, so the line needs a kind`,
        );
      known.set(asset, { kind: found, line });
      return found;
    },
  };
}
