import { useState, type ReactElement } from 'react';
import { useLanguage } from '../i18n/texts.ts';
import { TextField } from '../ui/text-field.tsx';

interface PasswordFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** A new password has rules; the browser may suggest one. */
  readonly isNew: boolean;
  readonly problem: string | null;
  readonly testId: string;
}

/** A password, which its owner may look at. */
export function PasswordField({ isNew, ...field }: PasswordFieldProps): ReactElement {
  const { settings } = useLanguage().texts;
  const [isShown, show] = useState(false);
  return (
    <div className="password-field">
      <TextField
        {...field}
        type={isShown ? 'text' : 'password'}
        autoComplete={isNew ? 'new-password' : 'current-password'}
        required
        {...(isNew ? { hint: settings.passwordHint } : {})}
      />
      <button
        type="button"
        className="link-button"
        aria-label={settings.showField(field.label)}
        aria-pressed={isShown}
        onClick={() => show(!isShown)}
      >
        {isShown ? settings.hide : settings.show}
      </button>
    </div>
  );
}
