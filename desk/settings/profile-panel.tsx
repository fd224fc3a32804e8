import { useState, type ReactElement } from 'react';
import { useDesk } from '../app/desk.ts';
import { useLanguage } from '../i18n/texts.ts';
import type { Session } from '../session/session.ts';
import { useTask } from '../ui/use-task.ts';

interface ProfilePanelProps {
  readonly session: Session;
  readonly isDemo: boolean;
}

/** The signed-in user, and the ways out. */
export function ProfilePanel({ session, isDemo }: ProfilePanelProps): ReactElement {
  const { broker, sessions } = useDesk();
  const { settings } = useLanguage().texts;
  const { isBusy, run } = useTask();
  const [isWarned, setWarned] = useState(false);
  const signOut = (everywhere: boolean): void => {
    if (isDemo && !isWarned) return setWarned(true);
    run(async () => {
      await broker.signOut({ everywhere });
      sessions.set(null);
    });
  };
  return (
    <section className="panel" aria-label={settings.profile}>
      <div className="panel-head">
        <h2>{isDemo ? settings.demoIs : settings.profile}</h2>
      </div>
      <div className="panel-body form">
        <ProfileFacts session={session} isDemo={isDemo} />
        {isWarned && (
          <p className="refusal" role="alert">
            {settings.signOutDemo}
          </p>
        )}
        <div className="buttons">
          <button
            type="button"
            className="button"
            data-testid="sign-out"
            disabled={isBusy}
            onClick={() => signOut(false)}
          >
            {settings.signOut}
          </button>
          {!isDemo && (
            <button
              type="button"
              className="button"
              data-testid="sign-out-everywhere"
              disabled={isBusy}
              onClick={() => signOut(true)}
            >
              {settings.signOutEverywhere}
            </button>
          )}
        </div>
      </div>
    </section>
  );
}

function ProfileFacts({ session, isDemo }: ProfilePanelProps): ReactElement {
  const { settings, shell } = useLanguage().texts;
  return (
    <dl className="fact-list profile">
      <div>
        <dt>{settings.name}</dt>
        <dd data-testid="profile-name">{isDemo ? shell.demoName : session.name}</dd>
      </div>
      {!isDemo && (
        <div>
          <dt>{settings.email}</dt>
          <dd>{session.email}</dd>
        </div>
      )}
    </dl>
  );
}
