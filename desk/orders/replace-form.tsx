import { useId, useRef, useState, type FormEvent, type ReactElement } from 'react';
import { isRefusal, type ReplaceOrderMutationVariables } from '#sdk/src/index.ts';
import { useDesk } from '../app/desk.ts';
import { refusalText } from '../i18n/refusal-text.ts';
import { useLanguage } from '../i18n/texts.ts';
import { typedNumber } from '../i18n/parse-number.ts';
import {
  readDecimal,
  readQuantity,
  settledDecimal,
  settledQuantity,
  type NumberFault,
} from '../i18n/read-number.ts';
import type { Locale } from '../i18n/locale.ts';
import type { Order } from './order-rows.ts';

type Input = ReplaceOrderMutationVariables['input'];

interface ReplaceFormProps {
  readonly order: Order;
  readonly close: () => void;
}

const FIELDS = ['quantity', 'stopPrice', 'limitPrice'] as const;
type Field = (typeof FIELDS)[number];
type Typed = Readonly<Record<Field, string>>;

/** The fields whose typed value differs from the order's; or the first one that holds no value. */
type Changes =
  | { readonly changes: Partial<Input>; readonly field?: never }
  | { readonly field: Field; readonly fault: NumberFault };

function changesOf(order: Order, typed: Typed, locale: Locale): Changes {
  const changes: Record<string, unknown> = {};
  for (const field of FIELDS) {
    if (order[field] === null) continue;
    const read = field === 'quantity' ? readQuantity : readDecimal;
    const { value, fault } = read(typed[field], locale);
    if (fault !== undefined) return { field, fault };
    if (value !== order[field]) changes[field] = value;
  }
  return { changes };
}

/** The form with a field's number as it was read, once the user leaves it. */
const withSettled = (typed: Typed, field: Field, locale: Locale): Typed => ({
  ...typed,
  [field]: (field === 'quantity' ? settledQuantity : settledDecimal)(typed[field], locale),
});

/** Why the order cannot be changed, at its field; null for one that is about the whole order. */
interface ReplaceProblem {
  readonly field: Field | null;
  readonly text: string;
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
  const [problem, setProblem] = useState<ReplaceProblem | null>(null);
  const isSending = useRef(false);
  const change = (changed: Partial<Typed>): void => {
    setTyped({ ...typed, ...changed });
    setProblem(null);
  };
  const settle = (field: Field): void => setTyped((before) => withSettled(before, field, locale));
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const read = changesOf(order, typed, locale);
    if (read.field) return setProblem({ field: read.field, text: texts.trading.faults[read.fault] });
    const { changes } = read;
    if (Object.keys(changes).length === 0) return close();
    if (isSending.current) return;
    isSending.current = true;
    try {
      const input = { orderId: order.id, clientRequestId: `desk-${browser.newId()}`, ...changes };
      const { replaceOrder } = await broker.replaceOrder({ input });
      if (isRefusal(replaceOrder))
        return setProblem({ field: fieldOf(replaceOrder.field), text: refusalText(replaceOrder, locale) });
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
      <ReplaceFields order={order} typed={typed} change={change} settle={settle} problem={problem} />
      <button type="submit" className="button is-small is-primary">
        {texts.trading.save}
      </button>
      <button type="button" className="button is-small" onClick={close}>
        {texts.trading.discard}
      </button>
      {problem?.field === null && (
        <p className="refusal" role="alert">
          {problem.text}
        </p>
      )}
    </form>
  );
}

const fieldOf = (field: string | null): Field | null => FIELDS.find((one) => one === field) ?? null;

interface ReplaceFieldsProps {
  readonly order: Order;
  readonly typed: Typed;
  readonly change: (changed: Partial<Typed>) => void;
  readonly settle: (field: Field) => void;
  readonly problem: ReplaceProblem | null;
}

/** The fields that the order has. */
function ReplaceFields({ order, typed, change, settle, problem }: ReplaceFieldsProps): ReactElement {
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
          onLeave={() => settle(field)}
          isFirst={field === 'quantity'}
          problem={problem?.field === field ? problem.text : null}
        />
      ))}
    </>
  );
}

interface SmallFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onLeave: () => void;
  readonly isFirst?: boolean;
  readonly problem: string | null;
}

function SmallField({ label, value, onChange, onLeave, isFirst, problem }: SmallFieldProps): ReactElement {
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
        aria-invalid={problem !== null}
        aria-describedby={problem === null ? undefined : `${id}-problem`}
        onChange={({ target }) => onChange(target.value)}
        onBlur={onLeave}
      />
      {problem !== null && (
        <p id={`${id}-problem`} className="refusal" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
