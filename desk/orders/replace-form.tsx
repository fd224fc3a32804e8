import { useId, useRef, useState, type FormEvent, type ReactElement } from 'react';
import { isRefusal, type ReplaceOrderMutationVariables } from '#sdk/src/index.ts';
import { useDesk } from '../app/desk.ts';
import { refusalText } from '../i18n/refusal-text.ts';
import { useLanguage } from '../i18n/texts.ts';
import { parseNumber, parseQuantity, typedNumber } from '../i18n/parse-number.ts';
import type { Locale } from '../i18n/locale.ts';
import type { Order } from './order-rows.ts';

type Input = ReplaceOrderMutationVariables['input'];

interface ReplaceFormProps {
  readonly order: Order;
  readonly close: () => void;
}

const FIELDS = ['quantity', 'stopPrice', 'limitPrice'] as const;
type Typed = Readonly<Record<(typeof FIELDS)[number], string>>;

/** The fields whose typed value differs from the order's; null when one of them holds no number. */
function changesOf(order: Order, typed: Typed, locale: Locale): Partial<Input> | null {
  const changes: Record<string, unknown> = {};
  for (const field of FIELDS) {
    if (order[field] === null) continue;
    const value =
      field === 'quantity' ? parseQuantity(typed[field], locale) : parseNumber(typed[field], locale);
    if (value === null) return null;
    if (value !== order[field]) changes[field] = value;
  }
  return changes;
}

/** Changes quantity and prices of an open order in its place. The exchange answers on the stream. */
export function ReplaceForm({ order, close }: ReplaceFormProps): ReactElement {
  const { broker, browser, account, notices } = useDesk();
  const { texts, locale } = useLanguage();
  const [typed, setTyped] = useState<Typed>(() => ({
    quantity: typedNumber(order.quantity, locale),
    stopPrice: typedNumber(order.stopPrice ?? '', locale),
    limitPrice: typedNumber(order.limitPrice ?? '', locale),
  }));
  const [problem, setProblem] = useState<string | null>(null);
  const isSending = useRef(false);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const changes = changesOf(order, typed, locale);
    if (!changes) return setProblem(texts.trading.notNumber);
    if (Object.keys(changes).length === 0) return close();
    if (isSending.current) return;
    isSending.current = true;
    try {
      const input = { orderId: order.id, clientRequestId: `desk-${browser.newId()}`, ...changes };
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
      <ReplaceFields order={order} typed={typed} change={(changed) => setTyped({ ...typed, ...changed })} />
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

interface ReplaceFieldsProps {
  readonly order: Order;
  readonly typed: Typed;
  readonly change: (changed: Partial<Typed>) => void;
}

/** The fields that the order has. */
function ReplaceFields({ order, typed, change }: ReplaceFieldsProps): ReactElement {
  const { trading } = useLanguage().texts;
  const labels: Typed = { quantity: trading.quantity, stopPrice: trading.stop, limitPrice: trading.limit };
  return (
    <>
      {FIELDS.filter((field) => order[field] !== null).map((field) => (
        <SmallField
          key={field}
          label={labels[field]}
          value={typed[field]}
          onChange={(value) => change({ [field]: value })}
          isFirst={field === 'quantity'}
        />
      ))}
    </>
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
