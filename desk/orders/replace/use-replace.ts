import { useRef, useState } from 'react';
import { isRefusal } from '#sdk/src/index.ts';
import { useDesk } from '../../app/desk.ts';
import { againText } from '../../app/notice-list.tsx';
import { refusalText } from '../../i18n/refusal-text.ts';
import { useLanguage } from '../../i18n/texts.ts';
import type { Order } from '../order-rows.ts';
import { REPLACE_FIELDS, type AskedChange, type Changes, type ReplaceField } from './replace-terms.ts';
import { failureOf } from '../send-failure.ts';

/** Why an order is not changed, at its field; null for a reason that is about the whole order. */
export interface ReplaceProblem {
  readonly field: ReplaceField | null;
  readonly text: string;
  /** Names a failed request in the broker's log. */
  readonly correlationId?: string | undefined;
}

export interface Replace {
  readonly isSending: boolean;
  /** Sends a change. Returns why there is none, or what the exchange has to answer; null while another one is on its way. */
  readonly send: (changes: Changes) => Promise<ReplaceProblem | AskedChange | null>;
}

/** Changes an open order. The request's id belongs to its content until the broker answers: sent again, it is the same request. */
export function useReplace(order: Order): Replace {
  const { broker, browser, account } = useDesk();
  const { texts, locale } = useLanguage();
  const [isSending, setSending] = useState(false);
  const isBusy = useRef(false);
  const open = useRef<{ readonly content: string; readonly id: string } | null>(null);
  const send: Replace['send'] = async (changes) => {
    if (isBusy.current) return null;
    isBusy.current = true;
    setSending(true);
    const content = JSON.stringify(changes);
    const id = open.current?.content === content ? open.current.id : `desk-${browser.newId()}`;
    open.current = { content, id };
    try {
      const { replaceOrder } = await broker.replaceOrder({
        input: { orderId: order.id, clientRequestId: id, ...changes },
      });
      if (!replaceOrder) return { field: null, text: texts.orders.replaceFailures.lost };
      open.current = null;
      if (isRefusal(replaceOrder))
        return { field: fieldOf(replaceOrder.field), text: refusalText(replaceOrder, locale) };
      account.answered(replaceOrder.clientOrderId, replaceOrder);
      return { changes, version: replaceOrder.version };
    } catch (error) {
      const failure = failureOf(error);
      if (!failure) return null;
      const { cause, correlationId, waitMs } = failure;
      const { replaceFailures } = texts.orders;
      const text = cause === 'busy' ? replaceFailures.busy(againText(waitMs, texts)) : replaceFailures[cause];
      return { field: null, text, correlationId };
    } finally {
      isBusy.current = false;
      setSending(false);
    }
  };
  return { isSending, send };
}

const fieldOf = (field: string | null): ReplaceField | null =>
  REPLACE_FIELDS.find((one) => one === field) ?? null;
