import { isSubscription, rightsListingOn } from '#domain/corporate-actions/subscription-rights.ts';
import type { Instrument } from '#domain/market/instrument.ts';
import type { Prisma } from '../generated/prisma/client.ts';
import type { CorporateActionModel } from '../generated/prisma/models.ts';
import type { ActionStore } from './action-store.ts';
import { toAction } from './action-store.prisma.ts';
import { toInstruments, toInstrumentRow } from './instrument-rows.ts';

type RightsInstruments = Parameters<ActionStore['listRights']>[1];

/** Brings the listings of all subscriptions to their state on a day. Returns the tickers of the changed instruments. */
export async function writeRightsListings(
  transaction: Prisma.TransactionClient,
  day: string,
  instrumentsOf: RightsInstruments,
): Promise<readonly string[]> {
  const rows = await transaction.corporateAction.findMany({
    where: {
      kind: 'SUBSCRIPTION',
      exDate: { lte: day },
      OR: [{ rightsListing: null }, { rightsListing: { not: 'CREDITED' } }],
    },
    orderBy: [{ exDate: 'asc' }, { id: 'asc' }],
  });
  const changed: string[] = [];
  for (const row of rows) changed.push(...(await writeRightsListing(transaction, row, day, instrumentsOf)));
  return changed;
}

async function writeRightsListing(
  transaction: Prisma.TransactionClient,
  row: CorporateActionModel,
  day: string,
  instrumentsOf: RightsInstruments,
): Promise<readonly string[]> {
  const action = toAction(row);
  if (!isSubscription(action)) return [];
  const listing = rightsListingOn(action, day);
  if (listing === null || listing === row.rightsListing) return [];
  await transaction.corporateAction.update({ where: { id: row.id }, data: { rightsListing: listing } });
  // A subscription of the past has nothing to list.
  const isNew = row.rightsListing === null;
  if (isNew && day > action.rights.exercisesUntil) return [];
  const shareRows = await transaction.instrument.findMany({ where: { ticker: action.ticker } });
  const [share] = await toInstruments(transaction, shareRows);
  if (!share) throw new Error(`${action.ticker} has a subscription and is not listed`);
  const instruments = instrumentsOf(action, listing, share);
  for (const instrument of instruments) await writeListed(transaction, instrument, isNew);
  return instruments.map(({ ticker }) => ticker);
}

/** Lists an instrument anew, or changes its status. The ticker of an earlier right is used again. */
async function writeListed(
  transaction: Prisma.TransactionClient,
  instrument: Instrument,
  isNew: boolean,
): Promise<void> {
  const { ticker, status } = instrument;
  const { version: _first, ...facts } = toInstrumentRow(instrument);
  const changes = isNew ? { ...facts, closeOf: null } : { status };
  const { count } = await transaction.instrument.updateMany({
    where: { ticker },
    data: { ...changes, version: { increment: 1 } },
  });
  if (count === 0) await transaction.instrument.create({ data: toInstrumentRow(instrument) });
}
