import { useId, type InputHTMLAttributes, type ReactElement, type ReactNode } from 'react';

interface TextFieldProps extends Pick<
  InputHTMLAttributes<HTMLInputElement>,
  'type' | 'autoComplete' | 'inputMode' | 'maxLength' | 'min' | 'max' | 'placeholder' | 'required' | 'onBlur'
> {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Why the value cannot be used; null while nothing is known against it. */
  readonly problem?: string | null;
  readonly hint?: ReactNode;
  readonly testId?: string;
}

/** A typed field with its hint and its problem, which screen readers read with it. */
export function TextField({
  label,
  onChange,
  problem = null,
  hint,
  testId,
  ...input
}: TextFieldProps): ReactElement {
  const id = useId();
  const describedBy = [hint !== undefined && `${id}-hint`, problem !== null && `${id}-problem`].filter(
    Boolean,
  );
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        data-testid={testId}
        aria-invalid={problem !== null}
        aria-describedby={describedBy.join(' ') || undefined}
        onChange={({ target }) => onChange(target.value)}
        {...input}
      />
      {hint !== undefined && (
        <small id={`${id}-hint`} className="field-hint">
          {hint}
        </small>
      )}
      {problem !== null && (
        <p id={`${id}-problem`} className="refusal" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
