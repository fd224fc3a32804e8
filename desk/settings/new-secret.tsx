import { useState, type ReactElement } from 'react';
import { useDesk } from '../app/desk.ts';
import { useLanguage } from '../i18n/texts.ts';

interface NewSecretProps {
  readonly secret: string;
  readonly done: () => void;
}

/** The secret of a new key, which the broker cannot show again. */
export function NewSecret({ secret, done }: NewSecretProps): ReactElement {
  const { browser } = useDesk();
  const { settings } = useLanguage().texts;
  const [isCopied, setCopied] = useState(false);
  const copy = (): void => {
    // Where the browser forbids it, the text is still there to be selected.
    browser.copy(secret).then(
      () => setCopied(true),
      () => undefined,
    );
  };
  return (
    <div className="panel-body form new-secret" role="alert">
      <h3>{settings.secretTitle}</h3>
      <p className="hint">{settings.secretText}</p>
      <code data-testid="key-secret">{secret}</code>
      <div className="buttons">
        <button type="button" className="button is-primary" onClick={copy}>
          {isCopied ? settings.copied : settings.copy}
        </button>
        <button type="button" className="button" data-testid="key-kept" onClick={done}>
          {settings.done}
        </button>
      </div>
    </div>
  );
}
