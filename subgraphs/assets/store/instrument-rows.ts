import type { ExAction } from '#domain/corporate-actions/ex-price.ts';
import { custodyTickerOf } from '#domain/market/custody-ticker.ts';
import type { AssetKind, AssetStatus, Instrument } from '#domain/market/instrument.ts';
import type { Prisma } from '../generated/prisma/client.ts';
import type { InstrumentModel } from '../generated/prisma/models.ts';
import { exActionsOf } from './action-store.prisma.ts';

/** The instruments of some rows, with their ex-days ahead. */
export async function toInstruments(
  prisma: Prisma.TransactionClient,
  rows: readonly InstrumentModel[],
): Promise<Instrument[]> {
  if (rows.length === 0) return [];
  const exActions = await exActionsOf(prisma, rows);
  return rows.map((row) => toInstrument(row, exActions.get(row.ticker) ?? []));
}

function toInstrument(row: InstrumentModel, exActions: readonly ExAction[]): Instrument {
  const { bandLow, bandHigh } = row;
  return {
    ticker: row.ticker,
    custodyTicker: custodyTickerOf(row.ticker),
    isin: row.isin,
    name: row.name,
    kind: row.kind as AssetKind,
    status: row.status as AssetStatus,
    lotSize: row.lotSize,
    tickCentavos: row.tickCentavos,
    priceBand:
      bandLow === null || bandHigh === null
        ? null
        : { lowCentavos: Number(bandLow), highCentavos: Number(bandHigh) },
    maxOrderQuantity: row.maxOrderQuantity,
    twinTicker: row.twinTicker,
    previousCloseCentavos: Number(row.previousClose),
    ...(exActions.length > 0 && { exActions }),
    ...activityOf(row),
    version: row.version,
  };
}

function activityOf({
  annualVolatilityBp,
  dailyVolume,
  dailyTrades,
}: InstrumentModel): Pick<Instrument, 'activity'> {
  if (annualVolatilityBp === null || dailyVolume === null || dailyTrades === null) return {};
  return { activity: { annualVolatilityBp, dailyVolume: Number(dailyVolume), dailyTrades } };
}

export function toInstrumentRow(instrument: Instrument): Prisma.InstrumentCreateManyInput {
  const {
    priceBand,
    previousCloseCentavos,
    exActions: _actions,
    activity,
    custodyTicker: _derived,
    ...rest
  } = instrument;
  return {
    ...rest,
    bandLow: priceBand && BigInt(priceBand.lowCentavos),
    bandHigh: priceBand && BigInt(priceBand.highCentavos),
    previousClose: BigInt(previousCloseCentavos),
    annualVolatilityBp: activity?.annualVolatilityBp ?? null,
    dailyVolume: activity ? BigInt(activity.dailyVolume) : null,
    dailyTrades: activity?.dailyTrades ?? null,
  };
}
