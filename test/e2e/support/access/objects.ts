import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { eventually } from '#test/support/eventually.ts';
import { granted, type Person } from '../person.ts';
import { post } from '../raw.ts';

/** The owner's objects: an id of each type, and positions in streams before their last events. */
export interface OwnedObjects {
  readonly ids: Readonly<Record<string, string>>;
  readonly ordersCursor: string;
  readonly walletCursor: string;
  /** A price in the ticker's band, far below the market. */
  readonly lowPrice: string;
}

interface AccountView {
  readonly ordersCursor: string;
  readonly walletCursor: string;
  readonly positions: readonly { readonly id: string }[];
}

/** Gives the owner shares and a resting order. */
export async function createObjects(
  url: string,
  actionId: string,
  { broker, token, accountId, userId }: Person,
): Promise<OwnedObjects> {
  const account = async (): Promise<AccountView> => {
    const query = `{ account(id: "${accountId}") { ordersCursor walletCursor positions { id } } }`;
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
  await eventually(async () => expect((await account()).positions).toHaveLength(1));
  const ids = {
    User: userId,
    Account: accountId,
    Order: order.id,
    Position: (await account()).positions[0]?.id ?? '',
    Asset: ((await post(url, '{ asset(ticker: "PETR4") { id } }')).body.data?.['asset'] as { id: string }).id,
    CorporateAction: actionId,
    UserSession: (await broker.sessions()).me?.sessions.at(-1)?.id ?? '',
    ApiKey: (await broker.apiKeys()).me?.apiKeys.at(-1)?.id ?? '',
  };
  return { ids, ordersCursor, walletCursor, lowPrice };
}
