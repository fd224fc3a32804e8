import type { KeyboardEvent, ReactElement } from 'react';
import { isRefusal } from '#sdk/src/index.ts';
import { useDesk, useSession } from '../app/desk.ts';
import { useLanguage } from '../i18n/texts.ts';
import { useQuestion } from '../state/use-question.ts';
import { useTask } from '../ui/use-task.ts';
import { tickersOf, toCancel, type OrderRow } from './order-rows.ts';

interface CancelAllProps {
  /** Open orders in the list, also where it has others. */
  readonly rows: readonly OrderRow[];
  /** The list has the orders of some instruments alone. */
  readonly isNarrowed: boolean;
}

/** Cancels the orders in the list, after one question about just these. The button keeps its place and the focus when there is nothing left. */
export function CancelAll({ rows, isNarrowed }: CancelAllProps): ReactElement | null {
  const { texts, format } = useLanguage();
  const { trading, orders } = texts;
  const { isBusy, run } = useTask();
  const session = useSession();
  const cancel = useCancel(session?.accountId ?? '');
  const listed = toCancel(rows);
  const { isAsked, ask, takeBack } = useQuestion(listed.map(({ id }) => id).join(' '));
  if (!session) return null;
  const tickers = tickersOf(listed);
  const question = isNarrowed
    ? orders.confirmCancelListed(listed.length, format.quantity(listed.length), namesOf(tickers))
    : trading.confirmCancelAll(listed.length, format.quantity(listed.length));
  const press = (): void => {
    if (isAsked) {
      run(() => cancel(isNarrowed ? tickers : [null]));
      takeBack();
    } else if (listed.length > 0 && !isBusy) ask();
  };
  const onKeyDown = ({ key }: KeyboardEvent): void => {
    if (key === 'Escape') takeBack();
  };
  // One button in both states: its focus stays, and a screen reader reads the question as its new name.
  return (
    <span className="cancel-all" onKeyDown={onKeyDown}>
      {isAsked && <span aria-hidden="true">{question}</span>}
      <button
        type="button"
        className={`button is-small${isAsked ? ' is-danger' : ''}`}
        data-testid="cancel-all"
        aria-disabled={listed.length === 0 || isBusy}
        aria-label={isAsked ? `${question} ${trading.confirm}` : undefined}
        aria-live="polite"
        onClick={press}
      >
        {isAsked ? trading.confirm : isNarrowed ? orders.cancelListed : trading.cancelAll}
      </button>
      {isAsked && (
        <button type="button" className="button is-small" onClick={takeBack}>
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
