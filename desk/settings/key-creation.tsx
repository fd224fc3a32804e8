import { useId, useState, type FormEvent, type ReactElement } from 'react';
import { isRefusal } from '#sdk/src/index.ts';
import { useDesk } from '../app/desk.ts';
import { refusalText } from '../i18n/refusal-text.ts';
import { useLanguage } from '../i18n/texts.ts';
import { TextField } from '../ui/text-field.tsx';
import { useTask } from '../ui/use-task.ts';
import { EXPIRIES, keyInput, NEW_KEY, SCOPES, withScope, type KeyForm } from './key-form.ts';
import { NewSecret } from './new-secret.tsx';

interface KeyCreationProps {
  readonly created: () => void;
}

/** Makes a key, and shows its secret once. */
export function KeyCreation({ created }: KeyCreationProps): ReactElement {
  const { broker, browser } = useDesk();
  const { texts, locale } = useLanguage();
  const { settings } = texts;
  const { isBusy, run } = useTask();
  const [form, setForm] = useState(NEW_KEY);
  const [secret, setSecret] = useState<string | null>(null);
  const [problem, setProblem] = useState<{ readonly field: string | null; readonly text: string } | null>(
    null,
  );
  const change = (next: KeyForm): void => {
    setForm(next);
    setProblem(null);
  };
  const create = async (): Promise<void> => {
    const { createApiKey: answer } = await broker.createApiKey({
      input: keyInput(form, browser.clock.nowMs()),
    });
    if (isRefusal(answer)) return setProblem({ field: answer.field, text: refusalText(answer, locale) });
    if (!answer) return;
    setSecret(answer.secret);
    change(NEW_KEY);
    created();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    run(create);
  };
  if (secret !== null) return <NewSecret secret={secret} done={() => setSecret(null)} />;
  return (
    <form className="panel-body form key-form" onSubmit={submit} noValidate>
      <TextField
        label={settings.keyName}
        value={form.name}
        onChange={(name) => change({ ...form, name })}
        placeholder={settings.keyNameHint}
        autoComplete="off"
        required
        problem={problem?.field === 'name' ? problem.text : null}
        testId="key-name"
      />
      <Scopes form={form} change={change} />
      <ExpiryField form={form} change={change} />
      {problem && problem.field !== 'name' && (
        <p className="refusal" role="alert">
          {problem.text}
        </p>
      )}
      <button type="submit" className="button" data-testid="key-create" disabled={isBusy}>
        {isBusy ? settings.busy : settings.create}
      </button>
    </form>
  );
}

interface PartProps {
  readonly form: KeyForm;
  readonly change: (form: KeyForm) => void;
}

function Scopes({ form, change }: PartProps): ReactElement {
  const { settings } = useLanguage().texts;
  return (
    <fieldset className="scopes">
      <legend>{settings.scopes}</legend>
      {SCOPES.map((scope) => (
        <label key={scope}>
          <input
            type="checkbox"
            checked={form.scopes.includes(scope)}
            onChange={({ target }) => change(withScope(form, scope, target.checked))}
          />
          <span>
            {settings.scopeNames[scope]} <small>{settings.scopeTexts[scope]}</small>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function ExpiryField({ form, change }: PartProps): ReactElement {
  const id = useId();
  const { settings } = useLanguage().texts;
  return (
    <div className="field">
      <label htmlFor={id}>{settings.expiry}</label>
      <select
        id={id}
        value={form.expiry}
        onChange={({ target }) =>
          change({ ...form, expiry: EXPIRIES.find((expiry) => expiry === target.value) ?? form.expiry })
        }
      >
        {EXPIRIES.map((expiry) => (
          <option key={expiry} value={expiry}>
            {settings.expiries[expiry]}
          </option>
        ))}
      </select>
    </div>
  );
}
