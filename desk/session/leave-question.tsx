import type { ReactElement, RefObject } from 'react';
import { useDesk } from '../app/desk.ts';
import { useLanguage } from '../i18n/texts.ts';
import { useStore } from '../state/store.ts';
import { demoLossOf } from './demo-loss.ts';

interface LeaveQuestionProps {
  /** `showModal()` of it asks. */
  readonly question: RefObject<HTMLDialogElement | null>;
  /** The step that ends the demonstration account. */
  readonly step: 'signOut' | 'signUp' | 'signIn';
  /** Called once the user agrees. */
  readonly leave: () => void;
}

/** Asks before a demonstration account is lost: nobody knows its password, so nobody comes back to it. */
export function LeaveQuestion({ question, step, leave }: LeaveQuestionProps): ReactElement {
  const { shell } = useLanguage().texts;
  const agree = (): void => {
    question.current?.close();
    leave();
  };
  return (
    <dialog ref={question} className="question" data-testid="leave-question">
      <form method="dialog">
        <h2>{shell.leaveDemo[step]}</h2>
        <Loss />
        <div className="buttons">
          <button type="submit" className="button is-primary" autoFocus>
            {shell.stay}
          </button>
          <button type="button" className="button is-danger" data-testid="leave-confirm" onClick={agree}>
            {shell.leaveAnyway[step]}
          </button>
        </div>
      </form>
    </dialog>
  );
}

/** Names what ends with a demonstration account. */
function Loss(): ReactElement {
  const { texts, format } = useLanguage();
  const { shell } = texts;
  const loss = demoLossOf(useStore(useDesk().account));
  const counted = (count: number) => ({ count, shown: format.quantity(count) });
  return (
    <>
      <p>{shell.demoLost}</p>
      {loss && (
        <p>
          <b>
            {shell.demoHas(counted(loss.openOrders), counted(loss.positions))}
            {loss.unanswered > 0 && ` ${shell.demoAwaits(counted(loss.unanswered))}`}
          </b>
        </p>
      )}
    </>
  );
}
