import { useRef, type ReactElement, type ReactNode } from 'react';
import { useDesk } from '../app/desk.ts';
import { useLanguage } from '../i18n/texts.ts';
import { useStore } from '../state/store.ts';
import { isDemonstration } from './demo.ts';
import { demoLossOf } from './demo-loss.ts';
import type { Session } from './session.ts';
import { useEndSession } from './use-end-session.ts';

interface SignOutButtonProps {
  readonly session: Session;
  readonly className: string;
  readonly testId?: string;
  readonly children: ReactNode;
}

/** Ends the session; that of a demonstration account after a question: nobody knows its password, so nobody comes back to it. */
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
      {isDemo && (
        <dialog ref={question} className="question" data-testid="sign-out-question">
          <form method="dialog">
            <Loss />
            <div className="buttons">
              <button type="submit" className="button is-primary" autoFocus>
                {shell.stay}
              </button>
              <button
                type="button"
                className="button is-danger"
                data-testid="sign-out-confirm"
                onClick={signOut}
              >
                {shell.signOutAnyway}
              </button>
            </div>
          </form>
        </dialog>
      )}
    </>
  );
}

/** Names what ends with a demonstration account. */
function Loss(): ReactElement {
  const { texts, format } = useLanguage();
  const { shell } = texts;
  const loss = demoLossOf(useStore(useDesk().account));
  return (
    <>
      <h2>{shell.signOutDemo}</h2>
      <p>{shell.demoLost}</p>
      {loss && (
        <p>
          <b>
            {shell.demoHas(
              { count: loss.openOrders, shown: format.quantity(loss.openOrders) },
              { count: loss.positions, shown: format.quantity(loss.positions) },
            )}
          </b>
        </p>
      )}
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
