import type { OrderRequest } from './load.ts';
import { TICKER, type Trader } from './trader.ts';

const PLACE = `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) {
  ... on Order { id status } ... on Refusal { rule message } } }`;
const PLACE_MANY = `mutation ($inputs: [PlaceOrderInput!]!) { placeOrders(inputs: $inputs) {
  ... on Order { id clientOrderId status } ... on Refusal { rule message } } }`;
const CANCEL = `mutation ($id: ID!) { cancelOrder(orderId: $id) { ... on Order { id } ... on Refusal { rule message } } }`;
const REPLACE = `mutation ($input: ReplaceOrderInput!) { replaceOrder(input: $input) {
  ... on Order { id } ... on Refusal { rule message } } }`;
const CANCEL_ALL = `mutation ($id: ID!) { cancelAllOrders(accountId: $id) {
  ... on CancelAllResult { requested } ... on Refusal { rule message } } }`;

export const LOT = 100;

interface Answer {
  readonly id?: string;
  readonly clientOrderId?: string;
  readonly rule?: string;
}

/** An order in the book, which a client may cancel or replace. */
export interface PlacedOrder {
  readonly id: string;
  readonly clientOrderId: string;
}

function accepted(answer: Answer | null | undefined): Answer {
  if (!answer || answer.rule !== undefined) throw new Error(`refused: ${JSON.stringify(answer)}`);
  return answer;
}

/** The requests of clients. Every client order id is new. */
export interface Requests {
  place(trader: Trader, side: 'BUY' | 'SELL', price: string): OrderRequest;
  placeMany(trader: Trader, count: number, price: string): OrderRequest;
  /** Places orders and returns them, for a later cancel or replace. */
  placeForLater(trader: Trader, count: number, price: string): Promise<readonly PlacedOrder[]>;
  cancel(trader: Trader, order: PlacedOrder): OrderRequest;
  replace(trader: Trader, order: PlacedOrder, quantity: number): OrderRequest;
  cancelAll(trader: Trader): Promise<unknown>;
}

export function createRequests(): Requests {
  let count = 0;
  const input = ({ accountId }: Trader, side: string, limitPrice: string) => ({
    accountId,
    clientOrderId: `bench-${(count += 1)}`,
    ticker: TICKER,
    side,
    quantity: LOT,
    limitPrice,
  });
  const manyInputs = (trader: Trader, many: number, price: string) =>
    Array.from({ length: many }, () => input(trader, 'BUY', price));
  return {
    place: (trader, side, price) => {
      const order = input(trader, side, price);
      return {
        ids: [order.clientOrderId],
        send: async () =>
          accepted((await trader.send<{ placeOrder: Answer }>(PLACE, { input: order })).placeOrder),
      };
    },
    placeMany: (trader, many, price) => {
      const inputs = manyInputs(trader, many, price);
      return {
        ids: inputs.map(({ clientOrderId }) => clientOrderId),
        send: async () =>
          (await trader.send<{ placeOrders: Answer[] }>(PLACE_MANY, { inputs })).placeOrders.forEach(
            accepted,
          ),
      };
    },
    placeForLater: async (trader, many, price) => {
      const inputs = manyInputs(trader, many, price);
      const { placeOrders } = await trader.send<{ placeOrders: Answer[] }>(PLACE_MANY, { inputs });
      return placeOrders.map((answer) => {
        const { id = '', clientOrderId = '' } = accepted(answer);
        return { id, clientOrderId };
      });
    },
    cancel: (trader, { id, clientOrderId }) => ({
      ids: [clientOrderId],
      send: async () => accepted((await trader.send<{ cancelOrder: Answer }>(CANCEL, { id })).cancelOrder),
    }),
    replace: (trader, { id, clientOrderId }, quantity) => ({
      ids: [clientOrderId],
      send: async () => {
        const change = { orderId: id, clientRequestId: `replace-${id}`, quantity };
        return accepted(
          (await trader.send<{ replaceOrder: Answer }>(REPLACE, { input: change })).replaceOrder,
        );
      },
    }),
    cancelAll: (trader) => trader.send(CANCEL_ALL, { id: trader.accountId }),
  };
}
