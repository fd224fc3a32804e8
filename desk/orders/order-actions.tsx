import { useState, type ReactElement } from 'react';
import { isRefusal } from '#sdk/src/index.ts';
import { useDesk } from '../app/desk.ts';
import { useLanguage } from '../i18n/texts.ts';
import { noticeOf } from '../state/notices.ts';
import { CloseIcon, EditIcon } from '../ui/icons.tsx';
import type { Order } from './order-rows.ts';
import { orderNameWithPrice } from './order-terms.ts';
import { failureOf } from './send-failure.ts';

interface OrderActionsProps {
  readonly order: Order;
  readonly replace: () => void;
}

/** Changes or cancels an open order. A cancel without an answer is said beside its button: the order may still trade. */
export function OrderActions({ order, replace }: OrderActionsProps): ReactElement {
  const { texts, format } = useLanguage();
  const { trading, orders } = texts;
  const { cancel, isBusy, isUnanswered } = useCancel(order);
  const name = orderNameWithPrice(order, format, texts);
  const isCanceling = isBusy || order.pendingRequest === 'CANCEL';
  return (
    <span className="order-actions">
      <button
        type="button"
        className="icon-button"
        data-testid="order-replace"
        aria-label={trading.replaceOne(name)}
        title={trading.replace}
        onClick={replace}
      >
        <EditIcon />
      </button>
      <button
        type="button"
        className="icon-button"
        data-testid="order-cancel"
        aria-label={trading.cancelOne(name)}
        title={trading.cancel}
        aria-disabled={isCanceling}
        onClick={() => !isCanceling && void cancel()}
      >
        <CloseIcon />
      </button>
      {isUnanswered && !isCanceling && (
        <small className="order-unanswered" title={orders.cancelLost}>
          {orders.unanswered}
        </small>
      )}
    </span>
  );
}

function useCancel(order: Order): {
  readonly cancel: () => Promise<void>;
  readonly isBusy: boolean;
  readonly isUnanswered: boolean;
} {
  const { broker, account, notices } = useDesk();
  const { orders } = useLanguage().texts;
  const [isBusy, setBusy] = useState(false);
  const [isUnanswered, setUnanswered] = useState(false);
  const cancel = async (): Promise<void> => {
    setBusy(true);
    setUnanswered(false);
    try {
      const { cancelOrder } = await broker.cancelOrder({ orderId: order.id });
      if (isRefusal(cancelOrder)) notices.show({ kind: 'error', text: { cause: 'refused', ...cancelOrder } });
      else if (cancelOrder) account.answered(cancelOrder.clientOrderId, cancelOrder);
    } catch (error) {
      if (failureOf(error)?.cause === 'busy') return notices.failed(error);
      setUnanswered(true);
      const text = { cause: 'said', sentence: orders.cancelLost } as const;
      notices.show({ ...noticeOf(error), text });
    } finally {
      setBusy(false);
    }
  };
  return { cancel, isBusy, isUnanswered };
}
