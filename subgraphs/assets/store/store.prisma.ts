import { PrismaPg } from '@prisma/adapter-pg';
import type { PoolConfig } from 'pg';
import { indexCompositionSchema, type IndexCompositionFact } from '#contracts/calls/assets.ts';
import type { MarketMode } from '#domain/calendar/session.ts';
import type { Instrument } from '#domain/market/instrument.ts';
import { checkDatabase } from '#platform/postgres/check.ts';
import { TRANSACTION_LIMITS } from '#platform/postgres/transaction-limits.ts';
import type { StoredClock } from '../clock/clock-start.ts';
import { PrismaClient, type Prisma } from '../generated/prisma/client.ts';
import type { MarketClockModel } from '../generated/prisma/models.ts';
import { ACTIONS_LOCK, createPrismaActionStore } from './action-store.prisma.ts';
import { historyAssetMethods } from './history-assets.prisma.ts';
import { toInstrumentRow, toInstruments } from './instrument-rows.ts';
import { writeRightsListings } from './rights-store.prisma.ts';
import type { AssetsStore, PreviousClose } from './store.ts';

/** Id of the clock's only row. */
const CLOCK_ID = 1;
/** Advisory lock that serializes decisions about the clock. */
const CLOCK_LOCK = 7_208_032;

/** The store of assets in its PostgreSQL database. */
export function createPrismaAssetsStore(database: PoolConfig): AssetsStore {
  const prisma = new PrismaClient({
    adapter: new PrismaPg(database),
    transactionOptions: TRANSACTION_LIMITS,
  });
  const find = async (tickers: readonly string[]): Promise<Instrument[]> => {
    return toInstruments(
      prisma,
      await prisma.instrument.findMany({ where: { ticker: { in: [...tickers] } } }),
    );
  };
  return {
    ...createPrismaActionStore(prisma),
    ...historyAssetMethods(prisma),
    seed: async (instruments) => {
      await prisma.instrument.createMany({ data: instruments.map(toInstrumentRow), skipDuplicates: true });
    },
    instruments: async () => toInstruments(prisma, await prisma.instrument.findMany()),
    setStatus: async (ticker, status) => {
      const data = { status, version: { increment: 1 } };
      await prisma.instrument.updateMany({ where: { ticker, status: { not: status } }, data });
      return (await find([ticker]))[0] ?? null;
    },
    listRights: async (day, instrumentsOf) => {
      const tickers = await prisma.$transaction(async (transaction) => {
        await transaction.$executeRaw`SELECT pg_advisory_xact_lock(${ACTIONS_LOCK})`;
        return writeRightsListings(transaction, day, instrumentsOf);
      });
      return tickers.length === 0 ? [] : find(tickers);
    },
    setPreviousCloses: async (closes) => find(await updateCloses(prisma, closes)),
    unpublished: async (limit) => {
      const where = { announcedVersion: { lt: prisma.instrument.fields.version } };
      return toInstruments(prisma, await prisma.instrument.findMany({ where, take: limit }));
    },
    markPublished: async (instruments) => {
      await prisma.$executeRaw`
        UPDATE instruments SET announced_version = greatest(announced_version, announced.version)
        FROM unnest(${instruments.map(({ ticker }) => ticker)}::text[],
                    ${instruments.map(({ version }) => version)}::int[]) AS announced (ticker, version)
        WHERE instruments.ticker = announced.ticker`;
    },
    indexCompositions: (ticker) => readCompositions(prisma, ticker),
    saveIndexComposition: async ({ ticker, from, ...portfolio }) => {
      const key = { ticker, from };
      const where = { ticker_from: key };
      await prisma.indexComposition.upsert({ where, create: { ...key, ...portfolio }, update: portfolio });
    },
    decideClock: (decide) => prisma.$transaction((transaction) => decideExclusively(transaction, decide)),
    check: () => checkDatabase(prisma),
    close: () => prisma.$disconnect(),
  };
}

async function readCompositions(
  prisma: PrismaClient,
  ticker: string,
): Promise<readonly IndexCompositionFact[]> {
  const rows = await prisma.indexComposition.findMany({ where: { ticker }, orderBy: { from: 'asc' } });
  return rows.map((row) => indexCompositionSchema.parse(row));
}

async function updateCloses(prisma: PrismaClient, closes: readonly PreviousClose[]): Promise<string[]> {
  const rows = await prisma.$queryRaw<{ ticker: string }[]>`
    UPDATE instruments SET previous_close = opening.close, band_low = opening.low, band_high = opening.high,
      close_of = opening.day, version = version + 1
    FROM unnest(${closes.map(({ ticker }) => ticker)}::text[],
                ${closes.map(({ tradeDate }) => tradeDate)}::text[],
                ${closes.map((close) => BigInt(close.previousCloseCentavos))}::bigint[],
                ${closes.map(({ priceBand }) => BigInt(priceBand.lowCentavos))}::bigint[],
                ${closes.map(({ priceBand }) => BigInt(priceBand.highCentavos))}::bigint[])
      AS opening (ticker, day, close, low, high)
    WHERE instruments.ticker = opening.ticker AND (close_of IS NULL OR close_of < opening.day)
    RETURNING instruments.ticker`;
  return rows.map(({ ticker }) => ticker);
}

async function decideExclusively(
  transaction: Prisma.TransactionClient,
  decide: (stored: StoredClock | null) => StoredClock,
): Promise<StoredClock> {
  await transaction.$executeRaw`SELECT pg_advisory_xact_lock(${CLOCK_LOCK})`;
  const row = await transaction.marketClock.findUnique({ where: { id: CLOCK_ID } });
  const decided = decide(row && toStoredClock(row));
  const { anchor, ceilingMs, seenMs } = decided;
  const data = {
    mode: anchor.mode,
    realMs: BigInt(anchor.realMs),
    simulatedMs: BigInt(anchor.simulatedMs),
    speed: anchor.speed,
    ceilingMs: BigInt(ceilingMs),
    seenMs: BigInt(seenMs),
  };
  await transaction.marketClock.upsert({
    where: { id: CLOCK_ID },
    create: { id: CLOCK_ID, ...data },
    update: data,
  });
  return decided;
}

/** Only this adapter writes the columns, so the casts to domain types are safe. */
function toStoredClock(row: MarketClockModel): StoredClock {
  const anchor = {
    mode: row.mode as MarketMode,
    realMs: Number(row.realMs),
    simulatedMs: Number(row.simulatedMs),
    speed: row.speed,
  };
  return { anchor, ceilingMs: Number(row.ceilingMs), seenMs: Number(row.seenMs) };
}
