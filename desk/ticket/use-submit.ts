import { useRef, useState } from 'react';
import { isRefusal, type PlaceOrderMutation } from '#sdk/src/index.ts';
import { useDesk } from '../app/desk.ts';
import { marketNowMs } from '../app/market-clock.ts';
import type { OrderInput } from '../orders/order-rows.ts';

type Placed = NonNullable<PlaceOrderMutation['placeOrder']>;
export type TicketRefusal = Extract<Placed, { readonly __typename: 'Refusal' }>;

export interface Submit {
  readonly isSending: boolean;
  /** Places the order once, however often it is called until the broker answers. */
  readonly place: (terms: Omit<OrderInput, 'clientOrderId'>) => Promise<TicketRefusal | 'placed' | 'failed'>;
}

/**
 * Places orders. The client order id belongs to the order's content until the broker answers: a second click does nothing, and the same
 * order after a lost connection is the same order for the broker.
 */
export function useSubmit(): Submit {
  const { broker, browser, account, notices, market } = useDesk();
  const open = useRef<{ readonly content: string; readonly id: string } | null>(null);
  const isSending = useRef(false);
  const [shown, setShown] = useState(false);
  const place: Submit['place'] = async (terms) => {
    if (isSending.current) return 'failed';
    isSending.current = true;
    setShown(true);
    const content = JSON.stringify(terms);
    const id = open.current?.content === content ? open.current.id : `desk-${browser.newId()}`;
    open.current = { content, id };
    const input = { ...terms, clientOrderId: id };
    const nowMs = browser.clock.nowMs();
    const time = market.get()?.time;
    account.sending({ clientOrderId: id, input, sentAtMs: time ? marketNowMs(time, nowMs) : nowMs });
    try {
      const { placeOrder } = await broker.placeOrder({ input });
      open.current = null;
      account.answered(id, placeOrder === null || isRefusal(placeOrder) ? null : placeOrder);
      if (isRefusal(placeOrder)) return placeOrder;
      return 'placed';
    } catch (error) {
      account.answered(id, null);
      notices.failed(error);
      return 'failed';
    } finally {
      isSending.current = false;
      setShown(false);
    }
  };
  return { isSending: shown, place };
}
