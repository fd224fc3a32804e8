import { useId, useRef, useState, type FormEvent, type ReactElement } from 'react';
import { isRefusal, type ReplaceOrderMutationVariables } from '#sdk/src/index.ts';
import { useDesk } from '../app/desk.ts';
import { refusalText } from '../i18n/refusal-text.ts';
import { useLanguage } from '../i18n/texts.ts';
import { parseNumber, parseQuantity, typedNumber } from '../i18n/parse-number.ts';
import type { Order } from './order-rows.ts';

type Input = ReplaceOrderMutationVariables['input'];

interface ReplaceFormProps {
  readonly order: Order;
  readonly close: () => void;
}

/** Changes quantity and prices of an open order in its place. The exchange answers on the stream. */
export function ReplaceForm({ order, close }: ReplaceFormProps): ReactElement {
  const { broker, browser, account, notices } = useDesk();
  const { texts, locale } = useLanguage();
  const ofOrder = (value: string | number | null): string =>
    value === null ? '' : typedNumber(value, locale);
  const [quantity, setQuantity] = useState(ofOrder(order.quantity));
  const [limit, setLimit] = useState(ofOrder(order.limitPrice));
  const [stop, setStop] = useState(ofOrder(order.stopPrice));
  const [problem, setProblem] = useState<string | null>(null);
  const isSending = useRef(false);

  /** The changed fields; null when one of them holds no number. */
  const changes = (): Partial<Input> | null => {
    const typed = {
      quantity: parseQuantity(quantity, locale),
      limitPrice: parseNumber(limit, locale),
      stopPrice: parseNumber(stop, locale),
    };
    const shown = (['quantity', 'limitPrice', 'stopPrice'] as const).filter((field) => order[field] !== null);
    if (shown.some((field) => typed[field] === null)) return null;
    return Object.fromEntries(
      shown.filter((field) => typed[field] !== order[field]).map((field) => [field, typed[field]]),
    );
  };
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const changed = changes();
    if (!changed) return setProblem(texts.trading.notNumber);
    if (Object.keys(changed).length === 0) return close();
    if (isSending.current) return;
    isSending.current = true;
    try {
      const input = { orderId: order.id, clientRequestId: `desk-${browser.newId()}`, ...changed };
      const { replaceOrder } = await broker.replaceOrder({ input });
      if (isRefusal(replaceOrder)) return setProblem(refusalText(replaceOrder, locale));
      if (replaceOrder) account.answered(replaceOrder.clientOrderId, replaceOrder);
      close();
    } catch (error) {
      notices.failed(error);
    } finally {
      isSending.current = false;
    }
  };
  return (
    <form
      className="replace-form"
      onSubmit={(event) => void submit(event)}
      onKeyDown={({ key }) => key === 'Escape' && close()}
    >
      <SmallField label={texts.trading.quantity} value={quantity} onChange={setQuantity} isFirst />
      {order.stopPrice !== null && <SmallField label={texts.trading.stop} value={stop} onChange={setStop} />}
      {order.limitPrice !== null && (
        <SmallField label={texts.trading.limit} value={limit} onChange={setLimit} />
      )}
      <button type="submit" className="button is-small is-primary">
        {texts.trading.save}
      </button>
      <button type="button" className="button is-small" onClick={close}>
        {texts.trading.discard}
      </button>
      {problem !== null && (
        <p className="refusal" role="alert">
          {problem}
        </p>
      )}
    </form>
  );
}

interface SmallFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly isFirst?: boolean;
}

function SmallField({ label, value, onChange, isFirst }: SmallFieldProps): ReactElement {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        inputMode="decimal"
        autoComplete="off"
        autoFocus={isFirst}
        value={value}
        onChange={({ target }) => onChange(target.value)}
      />
    </div>
  );
}
