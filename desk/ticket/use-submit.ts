import { useCallback, useEffect, useRef, useState } from 'react';
import { isRefusal, type PlaceOrderMutation } from '#sdk/src/index.ts';
import { useDesk } from '../app/desk.ts';
import { marketNowMs } from '../app/market-clock.ts';
import type { AccountState } from '../orders/account-streams.ts';
import type { OrderInput } from '../orders/order-rows.ts';
import { usePart } from '../state/store.ts';
import { failureOf, type SendFailure } from '../orders/send-failure.ts';

type Placed = NonNullable<PlaceOrderMutation['placeOrder']>;
export type TicketRefusal = Extract<Placed, { readonly __typename: 'Refusal' }>;

export interface Submit {
  readonly isSending: boolean;
  /** Why the order of the ticket has no answer; null while none is missing. */
  readonly failure: SendFailure | null;
  /** Places the order once, however often it is called until the broker answers. */
  readonly place: (terms: Omit<OrderInput, 'clientOrderId'>) => Promise<TicketRefusal | 'placed' | 'failed'>;
  /** The ticket holds another order now. */
  readonly forget: () => void;
}

/**
 * Places orders. The client order id belongs to the order's content until the broker answers: a second click does nothing, and the same
 * order after a lost connection is the same order for the broker.
 *
 * @param arrived the stream shows an order whose answer was lost
 */
export function useSubmit(arrived: () => void): Submit {
  const { browser } = useDesk();
  const send = useSend();
  const open = useRef<{ readonly content: string; readonly id: string } | null>(null);
  const isSending = useRef(false);
  const [shown, setShown] = useState(false);
  const [failed, setFailed] = useState<{ readonly id: string; readonly why: SendFailure } | null>(null);
  const forget = useCallback(() => setFailed(null), []);
  useArrival(failed?.id, () => {
    open.current = null;
    forget();
    arrived();
  });
  const place: Submit['place'] = async (terms) => {
    if (isSending.current) return 'failed';
    isSending.current = true;
    setShown(true);
    forget();
    const content = JSON.stringify(terms);
    const id = open.current?.content === content ? open.current.id : `desk-${browser.newId()}`;
    open.current = { content, id };
    try {
      const refusal = await send({ ...terms, clientOrderId: id });
      open.current = null;
      return refusal ?? 'placed';
    } catch (error) {
      const why = failureOf(error);
      setFailed(why && { id, why });
      return 'failed';
    } finally {
      isSending.current = false;
      setShown(false);
    }
  };
  return { isSending: shown, failure: failed?.why ?? null, place, forget };
}

/** Sends an order, and shows it as on its way until there is an answer. Returns the refusal, or null. */
function useSend(): (input: OrderInput) => Promise<TicketRefusal | null> {
  const { broker, browser, account, market } = useDesk();
  return async (input) => {
    const { clientOrderId } = input;
    const nowMs = browser.clock.nowMs();
    const time = market.get()?.time;
    account.sending({ clientOrderId, input, sentAtMs: time ? marketNowMs(time, nowMs) : nowMs });
    try {
      const { placeOrder } = await broker.placeOrder({ input });
      const refusal = isRefusal(placeOrder) ? placeOrder : null;
      account.answered(clientOrderId, isRefusal(placeOrder) ? null : placeOrder);
      return refusal;
    } catch (error) {
      account.answered(clientOrderId, null);
      throw error;
    }
  };
}

/** Calls back when the stream shows the order. */
function useArrival(clientOrderId: string | undefined, arrived: () => void): void {
  const isThere = useCallback(
    ({ orders }: AccountState): boolean => clientOrderId !== undefined && orders.has(clientOrderId),
    [clientOrderId],
  );
  const hasArrived = usePart(useDesk().account, isThere);
  useEffect(() => {
    if (hasArrived) arrived();
  }, [hasArrived]);
}
