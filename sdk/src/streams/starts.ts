import { NewestTradeDocument, OrdersCursorDocument, WalletCursorDocument } from '../generated/documents.ts';
import type { Requests } from '../operations.ts';
import type { StreamOptions } from './streams.ts';

type Start = StreamOptions['start'];

/**
 * Where the generated streams begin without `after`: after the cursor of now, read before their subscription, so that a socket that
 * is lost before the first event loses nothing. Streams of states need none: each begins with the present state.
 */
export const startsOf = ({
  request,
}: Pick<Requests, 'request'>): Readonly<Record<string, (variables: object) => Start>> => ({
  orderStream: (variables) => async () =>
    (await request(OrdersCursorDocument, variables as { accountId: string })).account?.ordersCursor,
  walletStream: (variables) => async () =>
    (await request(WalletCursorDocument, variables as { accountId: string })).account?.walletCursor,
  // A ticker that has never traded has no cursor yet: its stream begins with its subscription.
  tradeStream: (variables) => async () =>
    (await request(NewestTradeDocument, variables as { ticker: string })).asset?.trades?.nodes[0]?.cursor,
});
