import { useId, useState, type FormEvent, type ReactElement } from 'react';
import { useLanguage } from '../../i18n/texts.ts';
import { typedNumber } from '../../i18n/parse-number.ts';
import { useLocaleChange } from '../../i18n/use-locale-change.ts';
import type { Order } from '../order-rows.ts';
import {
  changesOf,
  REPLACE_FIELDS,
  retyped,
  withSettled,
  type AskedChange,
  type ReplaceField,
  type TypedTerms,
} from './replace-terms.ts';
import { useReplace, type ReplaceProblem } from './use-replace.ts';

interface ReplaceFormProps {
  readonly order: Order;
  /** @param asked what the exchange has to answer; nothing when the order stays as it is */
  readonly close: (asked?: AskedChange) => void;
}

/** Changes quantity and prices of an open order in its place. The exchange answers on the stream. */
export function ReplaceForm({ order, close }: ReplaceFormProps): ReactElement {
  const { texts, locale } = useLanguage();
  const [typed, setTyped] = useState<TypedTerms>(() => ({
    quantity: typedNumber(order.quantity, locale),
    stopPrice: typedNumber(order.stopPrice ?? '', locale),
    limitPrice: typedNumber(order.limitPrice ?? '', locale),
  }));
  useLocaleChange((from, to) => setTyped((before) => retyped(before, from, to)));
  const [problem, setProblem] = useState<ReplaceProblem | null>(null);
  const { isSending, send } = useReplace(order);
  const change = (changed: Partial<TypedTerms>): void => {
    setTyped({ ...typed, ...changed });
    setProblem(null);
  };
  const settle = (field: ReplaceField): void => setTyped((before) => withSettled(before, field, locale));
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const read = changesOf(order, typed, locale);
    if (read.field) return setProblem({ field: read.field, text: texts.trading.faults[read.fault] });
    if (Object.keys(read.changes).length === 0) return close();
    setProblem(null);
    const answer = await send(read.changes);
    if (answer === null) return;
    if ('version' in answer) close(answer);
    else setProblem(answer);
  };
  return (
    <form
      className="replace-form"
      onSubmit={(event) => void submit(event)}
      onKeyDown={({ key }) => key === 'Escape' && close()}
    >
      <ReplaceFields order={order} typed={typed} change={change} settle={settle} problem={problem} />
      <button type="submit" className="button is-small is-primary" aria-disabled={isSending}>
        {isSending ? texts.trading.sending : texts.trading.save}
      </button>
      <button type="button" className="button is-small" onClick={() => close()}>
        {texts.trading.discard}
      </button>
      {problem?.field === null && (
        <div className="refusal" role="alert">
          <p>{problem.text}</p>
          {problem.correlationId !== undefined && (
            <small>{texts.notices.correlation(problem.correlationId)}</small>
          )}
        </div>
      )}
    </form>
  );
}

interface ReplaceFieldsProps {
  readonly order: Order;
  readonly typed: TypedTerms;
  readonly change: (changed: Partial<TypedTerms>) => void;
  readonly settle: (field: ReplaceField) => void;
  readonly problem: ReplaceProblem | null;
}

/** The fields that the order has. */
function ReplaceFields({ order, typed, change, settle, problem }: ReplaceFieldsProps): ReactElement {
  const { trading } = useLanguage().texts;
  const labels: TypedTerms = {
    quantity: trading.quantity,
    stopPrice: trading.stop,
    limitPrice: trading.limit,
  };
  return (
    <>
      {REPLACE_FIELDS.filter((field) => order[field] !== null).map((field) => (
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
