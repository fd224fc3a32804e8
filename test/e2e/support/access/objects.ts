import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { eventually } from '#test/support/eventually.ts';
import { granted, type Person } from '../person.ts';
import { post } from '../raw.ts';

/** The owner's objects: an id of each type, and positions in streams before their last events. */
export interface OwnedObjects {
  readonly ids: Readonly<Record<string, string>>;
  /** A fill of the owner. */
  readonly executionId: string;
  readonly ordersCursor: string;
  readonly walletCursor: string;
  /** A price in the ticker's band, far below the market. */
  readonly lowPrice: string;
}

interface AccountView {
  readonly ordersCursor: string;
  readonly walletCursor: string;
  readonly positions: readonly { readonly id: string }[];
  readonly notes: {
    readonly nodes: readonly {
      readonly id: string;
      readonly lines: readonly { readonly executionId: string }[];
    }[];
  };
}

/** Gives the owner shares, a resting order, and a trade with the other user. */
export async function createObjects(
  url: string,
  actionId: string,
  { broker, token, accountId, userId }: Person,
  other: Person,
): Promise<OwnedObjects> {
  const account = async (): Promise<AccountView> => {
    const query = `{ account(id: "${accountId}") { ordersCursor walletCursor positions { id }
      notes { nodes { id lines { executionId } } } } }`;
    return (await post(url, query, { token })).body.data?.['account'] as AccountView;
  };
  const { ordersCursor, walletCursor } = await account();
  const shares = { accountId, ticker: 'PETR4', quantity: 100, averagePrice: '20.00' };
  granted((await broker.depositShares({ input: { ...shares, clientTransferId: 'in' } })).depositShares);
  const { asset } = await broker.asset({ ticker: 'PETR4' });
  const lowPrice = asset?.priceBand?.low ?? '';
  const order = granted(
    (
      await broker.placeOrder({
        input: {
          accountId,
          clientOrderId: randomUUID(),
          ticker: 'PETR4',
          side: 'BUY',
          quantity: 100,
          limitPrice: lowPrice,
        },
      })
    ).placeOrder,
  );
  await trade({ broker, accountId }, other, asset?.quote?.previousClose ?? lowPrice);
  await eventually(async () => {
    const { positions, notes } = await account();
    expect([positions.length, notes.nodes.length]).toEqual([1, 1]);
  });
  const [note] = (await account()).notes.nodes;
  const ids = {
    User: userId,
    Account: accountId,
    Note: note?.id ?? '',
    Order: order.id,
    Position: (await account()).positions[0]?.id ?? '',
    Asset: ((await post(url, '{ asset(ticker: "PETR4") { id } }')).body.data?.['asset'] as { id: string }).id,
    CorporateAction: actionId,
    UserSession: (await broker.sessions()).me?.sessions.at(-1)?.id ?? '',
    ApiKey: (await broker.apiKeys()).me?.apiKeys.at(-1)?.id ?? '',
  };
  return { executionId: note?.lines[0]?.executionId ?? '', ids, ordersCursor, walletCursor, lowPrice };
}

/** The other user sells shares to the buyer. */
async function trade(
  buyer: Pick<Person, 'broker' | 'accountId'>,
  seller: Person,
  limitPrice: string,
): Promise<void> {
  const order = { ticker: 'PETR4', quantity: 100, limitPrice };
  const shares = { accountId: seller.accountId, ticker: 'PETR4', quantity: 100, averagePrice: '20.00' };
  granted(
    (await seller.broker.depositShares({ input: { ...shares, clientTransferId: 'in' } })).depositShares,
  );
  for (const [{ broker, accountId }, side] of [
    [seller, 'SELL'],
    [buyer, 'BUY'],
  ] as const) {
    const input = { ...order, accountId, side, clientOrderId: randomUUID() };
    granted((await broker.placeOrder({ input })).placeOrder);
  }
}
