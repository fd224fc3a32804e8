import type { ReactElement } from 'react';
import { useDesk } from '../app/desk.ts';
import { useLanguage } from '../i18n/texts.ts';
import type { Session } from '../session/session.ts';
import { SignOutButton } from '../session/sign-out-button.tsx';
import { useEndSession } from '../session/use-end-session.ts';
import { useTask } from '../ui/use-task.ts';

interface ProfilePanelProps {
  readonly session: Session;
  readonly isDemo: boolean;
}

/** The signed-in user, and the ways out. */
export function ProfilePanel({ session, isDemo }: ProfilePanelProps): ReactElement {
  const { broker } = useDesk();
  const endSession = useEndSession();
  const { settings, shell } = useLanguage().texts;
  const { isBusy, run } = useTask();
  const signOutEverywhere = (): void =>
    run(async () => {
      await broker.signOut({ everywhere: true });
      endSession();
    });
  return (
    <section className="panel" aria-label={settings.profile}>
      <div className="panel-head">
        <h2>{isDemo ? settings.demoIs : settings.profile}</h2>
      </div>
      <div className="panel-body form">
        <ProfileFacts session={session} isDemo={isDemo} />
        <div className="buttons">
          <SignOutButton session={session} className="button" testId="sign-out">
            {shell.signOut}
          </SignOutButton>
          {!isDemo && (
            <button
              type="button"
              className="button"
              data-testid="sign-out-everywhere"
              disabled={isBusy}
              onClick={signOutEverywhere}
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
