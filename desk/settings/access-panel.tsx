import { useState, type FormEvent, type ReactElement } from 'react';
import { isRefusal } from '#sdk/src/index.ts';
import { useDesk } from '../app/desk.ts';
import { refusalText } from '../i18n/refusal-text.ts';
import { useLanguage } from '../i18n/texts.ts';
import { sessionOf } from '../session/session.ts';
import { DemoButton } from '../session/demo-button.tsx';
import { Choice } from '../ui/choice.tsx';
import { TextField } from '../ui/text-field.tsx';
import { useTask } from '../ui/use-task.ts';
import { PasswordField } from './password-field.tsx';

const WAYS = ['signIn', 'signUp'] as const;
type Way = (typeof WAYS)[number];

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
        <AccessForm key={way} way={way} />
        {!isDemo && <DemoButton />}
      </div>
    </section>
  );
}

interface Problem {
  readonly field: string | null;
  readonly text: string;
}

function AccessForm({ way }: { readonly way: Way }): ReactElement {
  const { broker, sessions, notices, router } = useDesk();
  const { texts, locale } = useLanguage();
  const { settings } = texts;
  const { isBusy, run } = useTask();
  const [typed, setTyped] = useState({ email: '', name: '', password: '' });
  const [problem, setProblem] = useState<Problem | null>(null);
  const type = (field: keyof typeof typed) => (value: string) => {
    setTyped({ ...typed, [field]: value });
    setProblem(null);
  };
  const problemOf = (field: string): string | null => (problem?.field === field ? problem.text : null);
  const enter = async (): Promise<void> => {
    const { email, name, password } = typed;
    const answer =
      way === 'signUp'
        ? (await broker.signUp({ input: { email, name, password } })).signUp
        : (await broker.signIn({ input: { email, password } })).signIn;
    if (isRefusal(answer)) return setProblem({ field: answer.field, text: refusalText(answer, locale) });
    if (!answer) return;
    sessions.set(sessionOf(answer));
    notices.done(way === 'signUp' ? settings.signedUp : settings.signedIn(answer.user.name));
    router.go('/account');
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    run(enter);
  };
  return (
    <form className="form" onSubmit={submit}>
      {way === 'signUp' && (
        <TextField
          label={settings.name}
          value={typed.name}
          onChange={type('name')}
          autoComplete="name"
          required
          problem={problemOf('name')}
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
        problem={problemOf('email')}
        testId="access-email"
      />
      <PasswordField
        label={settings.password}
        value={typed.password}
        onChange={type('password')}
        isNew={way === 'signUp'}
        problem={problemOf('password')}
        testId="access-password"
      />
      {problem && !['name', 'email', 'password'].includes(problem.field ?? '') && (
        <p className="refusal" role="alert">
          {problem.text}
        </p>
      )}
      <button type="submit" className="button is-primary" data-testid="access-submit" disabled={isBusy}>
        {isBusy ? settings.busy : settings[way]}
      </button>
    </form>
  );
}
