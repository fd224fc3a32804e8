import { useId, type KeyboardEvent, type ReactElement } from 'react';
import { useLanguage } from '../i18n/texts.ts';

interface TicketFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onLeave: () => void;
  readonly testId?: string | undefined;
  readonly isOptional?: boolean;
  readonly type?: 'text' | 'date';
  readonly min?: string | undefined;
  readonly max?: string | undefined;
  /** A value that would do, shown while the field is empty. */
  readonly placeholder?: string | undefined;
  /** Why the broker would refuse the field's value. */
  readonly problem: ReactElement | null;
  /** Moves the value by steps of the arrow keys. */
  readonly onStep?: ((steps: number) => void) | undefined;
  readonly hint?: ReactElement | string | null;
}

/** A typed field of the ticket with its problem below it. */
export function TicketField(props: TicketFieldProps): ReactElement {
  const {
    label,
    value,
    onChange,
    testId,
    isOptional,
    type = 'text',
    min,
    max,
    problem,
    onStep,
    hint,
  } = props;
  const id = useId();
  const { texts } = useLanguage();
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
    if (step === 0 || !onStep) return;
    event.preventDefault();
    onStep(event.shiftKey ? step * 10 : step);
  };
  return (
    <div className="field">
      <div className="field-head">
        <label htmlFor={id}>
          {label}
          {isOptional && <small> ({texts.trading.optional})</small>}
        </label>
        {hint}
      </div>
      <div className={onStep ? 'stepped' : undefined}>
        <input
          id={id}
          data-testid={testId}
          type={type}
          min={min}
          max={max}
          inputMode={type === 'text' ? 'decimal' : undefined}
          autoComplete="off"
          placeholder={props.placeholder}
          value={value}
          data-empty={value === ''}
          aria-invalid={problem !== null}
          aria-describedby={problem === null ? undefined : `${id}-problem`}
          onChange={({ target }) => onChange(target.value)}
          onBlur={props.onLeave}
          onKeyDown={onKeyDown}
        />
        {onStep && <Steps label={label} onStep={onStep} />}
      </div>
      {problem && <div id={`${id}-problem`}>{problem}</div>}
    </div>
  );
}

interface StepsProps {
  readonly label: string;
  readonly onStep: (steps: number) => void;
}

/** The arrow keys' steps for a mouse or a finger. */
function Steps({ label, onStep }: StepsProps): ReactElement {
  const { trading } = useLanguage().texts;
  return (
    <span className="steps" data-repeats>
      <button type="button" tabIndex={-1} aria-label={trading.less(label)} onClick={() => onStep(-1)}>
        −
      </button>
      <button type="button" tabIndex={-1} aria-label={trading.more(label)} onClick={() => onStep(1)}>
        +
      </button>
    </span>
  );
}
