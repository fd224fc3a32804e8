import { useRef, useState, type ReactElement } from 'react';
import { useLanguage } from '../i18n/texts.ts';
import { LeaveQuestion } from '../session/leave-question.tsx';
import { Choice } from '../ui/choice.tsx';
import { TextField } from '../ui/text-field.tsx';
import { useWrongFocus } from '../ui/use-wrong-focus.ts';
import { PasswordField } from './password-field.tsx';
import { useAccess, type Access, type Way } from './use-access.ts';

const WAYS = ['signIn', 'signUp'] as const;

interface AccessPanelProps {
  /** A demonstration user signs up first of all, and keeps the present session until then. */
  readonly isDemo: boolean;
}

/** The ways into the desk: with an account, with a new one, and with none. */
export function AccessPanel({ isDemo }: AccessPanelProps): ReactElement {
  const { settings } = useLanguage().texts;
  const [way, setWay] = useState<Way>(isDemo ? 'signUp' : 'signIn');
  return (
    <section className="panel" aria-label={settings.access}>
      <div className="panel-head">
        <Choice
          label={settings.access}
          values={WAYS}
          names={settings}
          value={way}
          choose={setWay}
          testId="access"
        />
      </div>
      <div className="panel-body form">
        <p className="hint">{isDemo ? settings.demoText : settings.signedOutText}</p>
        <AccessForm key={way} way={way} isDemo={isDemo} />
      </div>
    </section>
  );
}

interface AccessFormProps extends AccessPanelProps {
  readonly way: Way;
}

/** A demonstration account is lost after a question alone. */
function AccessForm({ way, isDemo }: AccessFormProps): ReactElement {
  const question = useRef<HTMLDialogElement>(null);
  const askFirst = isDemo ? () => question.current?.showModal() : null;
  const access = useAccess(way, askFirst);
  return (
    <>
      <AccessFields way={way} access={access} />
      {isDemo && <LeaveQuestion question={question} step={way} leave={access.enter} />}
    </>
  );
}

interface AccessFieldsProps {
  readonly way: Way;
  readonly access: Access;
}

function AccessFields({ way, access }: AccessFieldsProps): ReactElement {
  const { settings } = useLanguage().texts;
  const { typed, type, problems, refusal, wrongAttempts, submit, isBusy } = access;
  const form = useWrongFocus(wrongAttempts);
  return (
    <form ref={form} className="form" onSubmit={submit} noValidate>
      {way === 'signUp' && (
        <TextField
          label={settings.name}
          value={typed.name}
          onChange={type('name')}
          autoComplete="name"
          required
          problem={problems.name ?? null}
          testId="access-name"
        />
      )}
      <TextField
        type="email"
        label={settings.email}
        value={typed.email}
        onChange={type('email')}
        autoComplete="username"
        required
        problem={problems.email ?? null}
        testId="access-email"
      />
      <PasswordField
        label={settings.password}
        value={typed.password}
        onChange={type('password')}
        isNew={way === 'signUp'}
        problem={problems.password ?? null}
        testId="access-password"
      />
      {refusal !== null && (
        <p className="refusal" role="alert">
          {refusal}
        </p>
      )}
      <button type="submit" className="button is-primary" data-testid="access-submit" disabled={isBusy}>
        {isBusy ? settings.busy : settings[way]}
      </button>
    </form>
  );
}
