import type { ReactElement } from 'react';

interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly values: readonly Value[];
  readonly names: Readonly<Record<Value, string>>;
  readonly value: Value;
  readonly choose: (value: Value) => void;
  readonly testId?: string;
}

/** A few values side by side, of which one is chosen. */
export function Choice<Value extends string>(props: ChoiceProps<Value>): ReactElement {
  const { label, values, names, value, choose, testId } = props;
  return (
    <div className="tabs" role="group" aria-label={label} data-testid={testId}>
      {values.map((one) => (
        <button key={one} type="button" aria-pressed={one === value} onClick={() => choose(one)}>
          {names[one]}
        </button>
      ))}
    </div>
  );
}
