import { assetIdOf, tickerOfAssetId } from '#contracts/graph/asset-id.ts';
import { scalarResolvers } from '#contracts/graph/scalars.ts';
import type { DeclaredAction } from '#domain/corporate-actions/declared-action.ts';
import { INDEX_ASSETS, indexAssetOf, type Asset } from '#domain/market/index-asset.ts';
import { custodyTickerOf } from '#domain/market/custody-ticker.ts';
import { dateTime } from '#contracts/graph/present.ts';
import { formatCentavos } from '#domain/money/money.ts';
import type { Instrument } from '#domain/market/instrument.ts';
import { badInput } from '#platform/graphql/errors.ts';
import { connection, decodeCursor, encodeCursor, pageSize } from '#platform/graphql/resolvers/pagination.ts';
import { checkPeriod } from '#platform/graphql/resolvers/period.ts';
import { createPullStream } from '#platform/streams/pull-stream.ts';
import type { Context } from './context.ts';
import type { QueryAssetsArgs, RequireFields, Resolvers } from '../generated/graph.ts';
import type { MarketStatusModel } from './models.ts';
import type { ActionQuery } from '../store/action-store.ts';
import { searchAssets } from '../catalogue/search.ts';

/** Name of the instrument list in its cursors; a cursor holds the last ticker of its page. */
const LIST = 'assets';
/** Most corporate actions in one list, as the schema says. */
const MAX_ACTIONS = 250;

/** Resolvers of assets. All fields are public. */
export const resolvers: Resolvers = {
  ...scalarResolvers,
  Asset: {
    __resolveReference: (reference, context) => {
      const ticker = 'ticker' in reference ? reference.ticker : tickerOfAssetId(reference.id);
      return ticker === null ? null : assetOf(context, ticker);
    },
    id: ({ ticker }) => assetIdOf(ticker),
    tickSize: ({ tickCentavos }) => formatCentavos(tickCentavos),
    twin: ({ twinTicker }, _args, { directory }) => (twinTicker === null ? null : directory.get(twinTicker)),
    corporateActions: ({ ticker }, { from, to }, context) =>
      listActions(context, { ticker: custodyTickerOf(ticker), from: from ?? null, to: to ?? null }),
  },
  CorporateAction: {
    __resolveReference: ({ id }, { actionsById }) => actionsById.load(id),
    asset: ({ ticker }, _args, { directory }) => listedAsset(directory, ticker),
    right: ({ rights }, _args, { directory }) => rights && directory.get(rights.ticker),
    receipt: ({ rights }, _args, { directory }) => rights && directory.get(rights.receiptTicker),
    rightTicker: ({ rights }) => rights?.ticker ?? null,
    rightsTradeFrom: ({ rights }) => rights?.tradesFrom ?? null,
    rightsTradeUntil: ({ rights }) => rights?.tradesUntil ?? null,
    exercisesUntil: ({ rights }) => rights?.exercisesUntil ?? null,
  },
  PriceBand: {
    low: ({ lowCentavos }) => formatCentavos(lowCentavos),
    high: ({ highCentavos }) => formatCentavos(highCentavos),
  },
  MarketStatus: {
    now: ({ nowMs }) => dateTime(nowMs),
    nextPhaseAt: ({ nextPhaseAtMs }) => dateTime(nextPhaseAtMs),
  },
  TradingDay: {
    opensAt: ({ opensAtMs }) => dateTime(opensAtMs),
    closesAt: ({ closesAtMs }) => dateTime(closesAtMs),
  },
  Query: {
    asset: (_parent, { ticker }, context) => assetOf(context, ticker),
    assets: (_parent, args, context) => listAssets(args, context),
    marketStatus: (_parent, _args, { marketStatus }) => marketStatus.now(),
    calendar: (_parent, { from, to }, { tradingDays }) => [...tradingDays(from, to)],
  },
  Subscription: {
    marketStatus: {
      subscribe: (_parent, _args, { marketStatus }) => marketStatus.changes(),
      resolve: (status: MarketStatusModel) => status,
    },
    asset: {
      subscribe: (_parent, { ticker }, context) => changesOf(context, ticker),
      resolve: (asset: Asset) => asset,
    },
  },
};

/** An instrument, an index, or a security that has imported history alone; null for an unknown ticker. */
const assetOf = ({ directory, historyAssets }: Context, ticker: string): MaybePromise<Asset | null> =>
  directory.get(ticker) ?? indexAssetOf(ticker) ?? historyAssets.load(ticker);

/** The changes of an instrument. An index, and a security that has imported history alone, come once: nothing changes them. */
async function changesOf(context: Context, ticker: string): Promise<AsyncIterable<Asset>> {
  if (context.directory.get(ticker)) return context.directory.changes(ticker);
  let asset = await assetOf(context, ticker);
  if (!asset) throw badInput(`No instrument has the ticker ${JSON.stringify(ticker.slice(0, 32))}.`);
  const takeOnce = (): Asset | null => {
    const taken = asset;
    asset = null;
    return taken;
  };
  return createPullStream(() => ({ next: takeOnce, close: () => undefined }));
}

type MaybePromise<T> = T | Promise<T>;

function listAssets(
  { search, kind, fractional, first, after }: RequireFields<QueryAssetsArgs, 'first'>,
  { directory }: Context,
) {
  const limit = pageSize(first);
  const position = after === null || after === undefined ? null : readCursor(after, directory);
  const found = searchAssets([...directory.all(), ...INDEX_ASSETS].toSorted(byTicker), {
    text: search ?? null,
    kind: kind ?? null,
    isFractional: fractional ?? null,
  });
  const rest = position === null ? found : found.filter(({ ticker }) => ticker > position);
  const page = connection<Asset>(rest.slice(0, limit + 1), {
    limit,
    cursorOf: ({ ticker }) => encodeCursor(LIST, ticker),
    hasPrevious: position !== null,
  });
  return { ...page, edges: [...page.edges], nodes: [...page.nodes], totalCount: found.length };
}

const byTicker = (a: Asset, b: Asset): number => (a.ticker < b.ticker ? -1 : 1);

/** Reads the ticker in a cursor. A listed instrument stays in the list for good. */
function readCursor(cursor: string, directory: Context['directory']): string {
  const ticker = decodeCursor(LIST, cursor);
  if (directory.get(ticker) ?? indexAssetOf(ticker)) return ticker;
  throw badInput('This cursor was not given by this list or stream.');
}

async function listActions({ actions }: Context, query: ActionQuery): Promise<DeclaredAction[]> {
  checkPeriod(query.from, query.to);
  return (await actions.load(query)).slice(-MAX_ACTIONS);
}

/** Actions are declared for listed tickers alone, and an instrument is never removed. */
function listedAsset(directory: Context['directory'], ticker: string): Instrument {
  const instrument = directory.get(ticker);
  if (!instrument) throw new Error(`${ticker} has a corporate action and is not listed`);
  return instrument;
}
