import { useCallback, useEffect, useRef, useState } from 'react';
import { isRefusal, type PlaceOrderMutation } from '#sdk/src/index.ts';
import { useDesk, useSession } from '../app/desk.ts';
import { marketNowMs } from '../app/market-time/market-clock.ts';
import type { AccountState } from '../orders/account-streams.ts';
import type { OrderInput } from '../orders/order-rows.ts';
import { usePart } from '../state/store.ts';
import { failureOf, mayHaveArrived, type SendFailure } from '../orders/send-failure.ts';

type Placed = NonNullable<PlaceOrderMutation['placeOrder']>;
export type TicketRefusal = Extract<Placed, { readonly __typename: 'Refusal' }>;

/** Why the order of the ticket has no answer. */
export interface SubmitFailure extends Omit<SendFailure, 'cause'> {
  /** `absent`: no answer has come, and the broker does not have the order. */
  readonly cause: SendFailure['cause'] | 'absent';
}

export interface Submit {
  readonly isSending: boolean;
  /** Null while no answer is missing. */
  readonly failure: SubmitFailure | null;
  /** Client order id of the newest order that the broker has taken. */
  readonly sent: string | null;
  /** Places the order once, however often it is called until the broker answers. */
  readonly place: (terms: Omit<OrderInput, 'clientOrderId'>) => Promise<TicketRefusal | 'placed' | 'failed'>;
  /** The ticket holds another order now. */
  readonly forget: () => void;
}

/**
 * Places orders. The client order id belongs to the order's content until the broker answers: a second click does nothing, and the same
 * order after a lost connection is the same order for the broker.
 *
 * @param arrived the broker has an order whose answer was lost
 */
export function useSubmit(arrived: () => void): Submit {
  const { browser } = useDesk();
  const accountId = useSession()?.accountId;
  const send = useSend();
  const open = useRef<{ readonly content: string; readonly id: string } | null>(null);
  const isSending = useRef(false);
  const [shown, setShown] = useState(false);
  const [sent, setSent] = useState<string | null>(null);
  const [failed, setFailed] = useState<{ readonly id: string; readonly why: SubmitFailure } | null>(null);
  const forget = useCallback(() => setFailed(null), []);
  useFate(failed && mayHaveArrived(failed.why) ? failed.id : null, (id, isThere) => {
    if (!isThere) return setFailed({ id, why: { cause: 'absent', correlationId: undefined } });
    open.current = null;
    setSent(id);
    forget();
    arrived();
  });
  useEffect(() => {
    setSent(null);
    forget();
  }, [accountId, forget]);
  const place: Submit['place'] = async (terms) => {
    if (isSending.current) return 'failed';
    isSending.current = true;
    setShown(true);
    setSent(null);
    forget();
    const content = JSON.stringify(terms);
    const id = open.current?.content === content ? open.current.id : `desk-${browser.newId()}`;
    open.current = { content, id };
    try {
      const refusal = await send({ ...terms, clientOrderId: id });
      open.current = null;
      if (!refusal) setSent(id);
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
  return { isSending: shown, failure: failed?.why ?? null, sent, place, forget };
}

/** Sends an order, and shows it as on its way until its fate is known. Returns the refusal, or null. */
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
      if (mayHaveArrived(failureOf(error))) account.unanswered(clientOrderId);
      else account.answered(clientOrderId, null);
      throw error;
    }
  };
}

/** Calls back once it is known whether the broker has the order. */
function useFate(clientOrderId: string | null, known: (id: string, isThere: boolean) => void): void {
  const fateOf = useCallback(
    ({ orders, sending }: AccountState): 'there' | 'absent' | 'open' => {
      if (clientOrderId === null) return 'open';
      if (orders.has(clientOrderId)) return 'there';
      return sending.has(clientOrderId) ? 'open' : 'absent';
    },
    [clientOrderId],
  );
  const fate = usePart(useDesk().account, fateOf);
  useEffect(() => {
    if (clientOrderId !== null && fate !== 'open') known(clientOrderId, fate === 'there');
  }, [clientOrderId, fate]);
}
