import type { PrismaClient } from '../generated/prisma/client.ts';
import { integer } from '../store/rows.ts';
import type { Closes, DailyClose } from './closes.ts';

interface CloseRow {
  readonly ticker: string;
  readonly day: string;
  readonly close_centavos: bigint;
}

/** The daily closes in the wallet's database. */
export const createCloses = (client: PrismaClient): Closes => ({
  save: async (closes) => {
    const { tickers, days, prices } = columnsOf(closes);
    await client.$executeRaw`
      INSERT INTO daily_close (ticker, day, close_centavos)
      SELECT * FROM unnest(${tickers}::text[], ${days}::text[], ${prices}::bigint[])
      ON CONFLICT (ticker, day) DO UPDATE SET close_centavos = EXCLUDED.close_centavos`;
  },
  saveMissing: async (closes) => {
    const { tickers, days, prices } = columnsOf(closes);
    await client.$executeRaw`
      INSERT INTO daily_close (ticker, day, close_centavos)
      SELECT * FROM unnest(${tickers}::text[], ${days}::text[], ${prices}::bigint[])
      ON CONFLICT (ticker, day) DO NOTHING`;
  },
  read: async ({ tickers, from, to }) => {
    const names = [...new Set(tickers)];
    const rows = await client.$queryRaw<CloseRow[]>`
      SELECT c.* FROM unnest(${names}::text[]) AS t(ticker)
      CROSS JOIN LATERAL (
        SELECT * FROM daily_close WHERE ticker = t.ticker AND day <= ${to} AND day >= COALESCE(
          (SELECT max(day) FROM daily_close WHERE ticker = t.ticker AND day < ${from}), ${from})
      ) AS c ORDER BY c.ticker, c.day`;
    const byTicker = new Map<string, DailyClose[]>(names.map((ticker) => [ticker, []]));
    for (const { ticker, day, close_centavos } of rows)
      byTicker.get(ticker)?.push({ ticker, day, closeCentavos: integer(close_centavos) });
    return byTicker;
  },
});

/** The closes by column, each ticker and day once: one INSERT cannot change a row twice. */
function columnsOf(closes: readonly DailyClose[]) {
  const last = [...new Map(closes.map((close) => [`${close.ticker} ${close.day}`, close])).values()];
  return {
    tickers: last.map(({ ticker }) => ticker),
    days: last.map(({ day }) => day),
    prices: last.map(({ closeCentavos }) => BigInt(closeCentavos)),
  };
}
