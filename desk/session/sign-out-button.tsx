import { useRef, type ReactElement, type ReactNode } from 'react';
import { useDesk } from '../app/desk.ts';
import { useLanguage } from '../i18n/texts.ts';
import { isDemonstration } from './demo.ts';
import { LeaveQuestion } from './leave-question.tsx';
import type { Session } from './session.ts';
import { useEndSession } from './use-end-session.ts';

interface SignOutButtonProps {
  readonly session: Session;
  readonly className: string;
  readonly testId?: string;
  readonly children: ReactNode;
}

/** Ends the session; that of a demonstration account after a question. */
export function SignOutButton({ session, className, testId, children }: SignOutButtonProps): ReactElement {
  const { shell } = useLanguage().texts;
  const question = useRef<HTMLDialogElement>(null);
  const signOut = useSignOut();
  const isDemo = isDemonstration(session);
  return (
    <>
      <button
        type="button"
        className={className}
        data-testid={testId}
        aria-label={shell.signOut}
        title={shell.signOut}
        aria-haspopup={isDemo ? 'dialog' : undefined}
        onClick={() => (isDemo ? question.current?.showModal() : signOut())}
      >
        {children}
      </button>
      {isDemo && <LeaveQuestion question={question} step="signOut" leave={signOut} />}
    </>
  );
}

/** The session ends here also when the broker cannot be reached. */
function useSignOut(): () => void {
  const { broker } = useDesk();
  const endSession = useEndSession();
  return () =>
    void broker
      .signOut()
      .catch(() => undefined)
      .finally(endSession);
}
