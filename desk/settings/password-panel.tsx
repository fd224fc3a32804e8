import { useState, type FormEvent, type ReactElement } from 'react';
import { isRefusal } from '#sdk/src/index.ts';
import { useDesk } from '../app/desk.ts';
import { refusalText } from '../i18n/refusal-text.ts';
import { useLanguage } from '../i18n/texts.ts';
import { sessionOf } from '../session/session.ts';
import { Done } from '../ui/page.tsx';
import { useTask } from '../ui/use-task.ts';
import { PasswordField } from './password-field.tsx';

interface Problem {
  readonly isOfNew: boolean;
  readonly text: string;
}

const NOTHING = { currentPassword: '', newPassword: '' };

/** Changes the password. The session goes on with a new token; the others end. */
export function PasswordPanel(): ReactElement {
  const { broker, sessions } = useDesk();
  const { texts, locale } = useLanguage();
  const { settings } = texts;
  const { isBusy, run } = useTask();
  const [typed, setTyped] = useState(NOTHING);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isDone, setDone] = useState(false);
  const type = (next: typeof NOTHING): void => {
    setTyped(next);
    setDone(false);
  };
  const change = async (): Promise<void> => {
    const { changePassword: answer } = await broker.changePassword({ input: typed });
    if (isRefusal(answer)) {
      const isWrong = answer.rule === 'INVALID_CREDENTIALS';
      const text = isWrong ? settings.wrongCurrentPassword : refusalText(answer, locale);
      return setProblem({ isOfNew: answer.field === 'newPassword', text });
    }
    if (!answer) return;
    sessions.set(sessionOf(answer, sessions.get()?.accountId));
    setTyped(NOTHING);
    setDone(true);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setProblem(null);
    run(change);
  };
  return (
    <section className="panel" aria-label={settings.changePassword}>
      <div className="panel-head">
        <h2>{settings.changePassword}</h2>
      </div>
      <form className="panel-body form" onSubmit={submit}>
        <PasswordField
          label={settings.currentPassword}
          value={typed.currentPassword}
          onChange={(currentPassword) => type({ ...typed, currentPassword })}
          isNew={false}
          problem={problem && !problem.isOfNew ? problem.text : null}
          testId="password-current"
        />
        <PasswordField
          label={settings.newPassword}
          value={typed.newPassword}
          onChange={(newPassword) => type({ ...typed, newPassword })}
          isNew
          problem={problem?.isOfNew ? problem.text : null}
          testId="password-new"
        />
        <button type="submit" className="button" data-testid="password-submit" disabled={isBusy}>
          {isBusy ? settings.busy : settings.changePassword}
        </button>
        <Done text={isDone ? settings.passwordChanged : null} />
      </form>
    </section>
  );
}
