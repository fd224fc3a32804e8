import { useState, type KeyboardEvent, type ReactElement } from 'react';
import { isRefusal } from '#sdk/src/index.ts';
import { useDesk, useSession } from '../app/desk.ts';
import { useLanguage } from '../i18n/texts.ts';
import { useTask } from '../ui/use-task.ts';

interface CancelAllProps {
  /** Open orders of the account. */
  readonly count: number;
}

/** Cancels all open orders, after one question. The button keeps its place and the focus when there is nothing left. */
export function CancelAll({ count }: CancelAllProps): ReactElement | null {
  const { broker, account, notices } = useDesk();
  const session = useSession();
  const { trading } = useLanguage().texts;
  const { format } = useLanguage();
  const [isAsking, ask] = useState(false);
  const { isBusy, run } = useTask();
  if (!session) return null;
  const cancel = async (): Promise<void> => {
    const { cancelAllOrders } = await broker.cancelAllOrders({ accountId: session.accountId });
    if (isRefusal(cancelAllOrders))
      notices.show({ kind: 'error', text: { cause: 'refused', ...cancelAllOrders } });
    else for (const order of cancelAllOrders?.orders ?? []) account.answered(order.clientOrderId, order);
  };
  const press = (): void => {
    if (isAsking) run(cancel);
    ask(!isAsking && count > 0 && !isBusy);
  };
  const onKeyDown = ({ key }: KeyboardEvent): void => {
    if (key === 'Escape') ask(false);
  };
  // One button in both states: its focus stays, and a screen reader reads the question as its new name.
  return (
    <span className="cancel-all" onKeyDown={onKeyDown}>
      {isAsking && <span aria-hidden="true">{trading.confirmCancelAll(format.quantity(count))}</span>}
      <button
        type="button"
        className={`button is-small${isAsking ? ' is-danger' : ''}`}
        data-testid="cancel-all"
        aria-disabled={count === 0 || isBusy}
        aria-label={
          isAsking ? `${trading.confirmCancelAll(format.quantity(count))} ${trading.confirm}` : undefined
        }
        aria-live="polite"
        onClick={press}
      >
        {isAsking ? trading.confirm : trading.cancelAll}
      </button>
      {isAsking && (
        <button type="button" className="button is-small" onClick={() => ask(false)}>
          {trading.keep}
        </button>
      )}
    </span>
  );
}
