import { useState, type KeyboardEvent, type ReactElement } from 'react';
import { isRefusal } from '#sdk/src/index.ts';
import { useDesk, useSession } from '../app/desk.ts';
import { useLanguage } from '../i18n/texts.ts';
import { useTask } from '../ui/use-task.ts';
import { tickersOf, toCancel, type OrderRow } from './order-rows.ts';

interface CancelAllProps {
  /** Open orders in the list, also where it has others. */
  readonly rows: readonly OrderRow[];
  /** The list has the orders of some instruments alone. */
  readonly isNarrowed: boolean;
}

/** Cancels the orders in the list, after one question. The button keeps its place and the focus when there is nothing left. */
export function CancelAll({ rows, isNarrowed }: CancelAllProps): ReactElement | null {
  const { texts, format } = useLanguage();
  const { trading, orders } = texts;
  const [isAsking, ask] = useState(false);
  const { isBusy, run } = useTask();
  const session = useSession();
  const cancel = useCancel(session?.accountId ?? '');
  if (!session) return null;
  const listed = toCancel(rows);
  const tickers = tickersOf(listed);
  const question = isNarrowed
    ? orders.confirmCancelListed(listed.length, format.quantity(listed.length), namesOf(tickers))
    : trading.confirmCancelAll(listed.length, format.quantity(listed.length));
  const press = (): void => {
    if (isAsking) run(() => cancel(isNarrowed ? tickers : [null]));
    ask(!isAsking && listed.length > 0 && !isBusy);
  };
  const onKeyDown = ({ key }: KeyboardEvent): void => {
    if (key === 'Escape') ask(false);
  };
  // One button in both states: its focus stays, and a screen reader reads the question as its new name.
  return (
    <span className="cancel-all" onKeyDown={onKeyDown}>
      {isAsking && <span aria-hidden="true">{question}</span>}
      <button
        type="button"
        className={`button is-small${isAsking ? ' is-danger' : ''}`}
        data-testid="cancel-all"
        aria-disabled={listed.length === 0 || isBusy}
        aria-label={isAsking ? `${question} ${trading.confirm}` : undefined}
        aria-live="polite"
        onClick={press}
      >
        {isAsking ? trading.confirm : isNarrowed ? orders.cancelListed : trading.cancelAll}
      </button>
      {isAsking && (
        <button type="button" className="button is-small" onClick={() => ask(false)}>
          {trading.keep}
        </button>
      )}
    </span>
  );
}

/** Tickers that a question names. */
const MOST_NAMED = 3;

const namesOf = (tickers: readonly string[]): string =>
  `${tickers.slice(0, MOST_NAMED).join(', ')}${tickers.length > MOST_NAMED ? '…' : ''}`;

/** Cancels the open orders of tickers; null stands for all of the account. */
function useCancel(accountId: string): (tickers: readonly (string | null)[]) => Promise<void> {
  const { broker, account, notices } = useDesk();
  return async (tickers) => {
    for (const ticker of tickers) {
      let remaining: number;
      do {
        const { cancelAllOrders } = await broker.cancelAllOrders({ accountId, ticker });
        if (isRefusal(cancelAllOrders))
          return notices.show({ kind: 'error', text: { cause: 'refused', ...cancelAllOrders } });
        for (const order of cancelAllOrders?.orders ?? []) account.answered(order.clientOrderId, order);
        // Of thousands of orders the broker cancels as many as fit into the time of a request.
        remaining = cancelAllOrders?.remaining ?? 0;
      } while (remaining > 0);
    }
  };
}
