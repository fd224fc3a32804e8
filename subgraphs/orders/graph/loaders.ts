import type DataLoader from 'dataloader';
import {
  contextsWith,
  lazyLoader,
  type Loader,
  type LoaderMakers,
} from '#platform/graphql/resolvers/lazy-loader.ts';
import { instrumentsOf } from '../accept/prepare-orders.ts';
import type { Context, Loaders, OperationContext } from './context.ts';

/** Makes the contexts of operations. */
export const createContexts = (): ((base: OperationContext) => Context) =>
  contextsWith<OperationContext, Loaders>(MAKERS);

const uncached = <Key, Value>(load: DataLoader.BatchLoadFn<Key, Value>): Loader<Key, Value> =>
  lazyLoader(load, { cache: false });

const MAKERS: LoaderMakers<OperationContext, Loaders> = {
  orders: ({ service }) => uncached((ids) => service.store.orders(ids)),
  byClientOrderIds: ({ service }) => uncached((keys) => service.store.byClientOrderIds(keys)),
  pages: ({ service }) => uncached((queries) => service.store.pages(queries)),
  counts: ({ service }) => uncached((queries) => service.store.counts(queries)),
  lastSequences: ({ service }) =>
    lazyLoader((ids) => Promise.all(ids.map((id) => service.store.lastSequence(id)))),
  executions: ({ service }) => uncached((ranges) => service.store.executions(ranges)),
  updates: ({ service }) => uncached((ranges) => service.store.factsOfOrders(ranges)),
  executionsById: ({ service }) => uncached((ids) => service.store.executionsById(ids)),
  hasNote: ({ service }) => uncached((keys) => service.wallet.haveNotes({ keys: [...keys] })),
  owners: ({ service }) => uncached((ids) => service.owners.of(ids)),
  positionTickers: ({ service }) =>
    uncached((accountIds) => service.wallet.positionTickers({ accountIds: [...accountIds] })),
  ownsCredential: ({ service, caller }) =>
    uncached(async (ids) =>
      caller
        ? service.identity.areOwned({ userId: caller.userId, credentialIds: [...ids] })
        : ids.map(() => false),
    ),
  hasCorporateAction: ({ service }) =>
    uncached(async (ids) => {
      const found = await service.assets.corporateActions({ ids: [...ids] });
      return found.map((action) => action !== null);
    }),
  instruments: ({ service }) => uncached((tickers) => instrumentsOf(service, tickers)),
};
