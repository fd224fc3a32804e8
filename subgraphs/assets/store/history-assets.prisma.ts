import type { HistoryAsset } from '#domain/market/history-asset.ts';
import type { AssetKind } from '#domain/market/instrument.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';
import type { AssetsStore } from './store.ts';

/** The securities with imported history that are not traded here, in the database of assets. */
export const historyAssetMethods = (
  prisma: PrismaClient,
): Pick<AssetsStore, 'addHistoryAssets' | 'historyAssets'> => ({
  addHistoryAssets: async (assets) => {
    const rows = JSON.stringify(assets.map(({ lastDay, ...asset }) => ({ ...asset, last_day: lastDay })));
    const written = await prisma.$queryRaw<{ is_new: boolean }[]>`
      INSERT INTO history_assets (ticker, isin, name, kind, last_day)
      SELECT ticker, isin, name, kind, last_day FROM jsonb_populate_recordset(NULL::history_assets, ${rows}::jsonb) AS n
      WHERE NOT EXISTS (SELECT FROM instruments WHERE instruments.ticker = n.ticker)
      ON CONFLICT (ticker) DO UPDATE SET isin = EXCLUDED.isin, name = EXCLUDED.name, kind = EXCLUDED.kind,
        last_day = EXCLUDED.last_day
        WHERE history_assets.last_day <= EXCLUDED.last_day
      RETURNING xmax = 0 AS is_new`;
    return written.filter((row) => row.is_new).length;
  },
  historyAssets: async (tickers) => {
    const rows = await prisma.historyAsset.findMany({ where: { ticker: { in: [...tickers] } } });
    // Only this adapter writes the column, so the cast is safe.
    const found = new Map(
      rows.map((row): [string, HistoryAsset] => [row.ticker, { ...row, kind: row.kind as AssetKind }]),
    );
    return tickers.map((ticker) => found.get(ticker) ?? null);
  },
});
