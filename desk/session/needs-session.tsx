import { Fragment, type ReactElement } from 'react';
import { useDesk, useSession } from '../app/desk.ts';
import { Link } from '../app/routing/link.tsx';
import { useLanguage } from '../i18n/texts.ts';
import { useStore } from '../state/store.ts';
import { DemoButton } from './demo-button.tsx';
import type { Session } from './session.ts';

interface NeedsSessionProps {
  /** Heading of the page. */
  readonly title: string;
  readonly children: (session: Session) => ReactElement;
}

/** A page for users; anyone else gets the ways to become one. Nothing of one account stays on the page of the next. */
export function NeedsSession({ title, children }: NeedsSessionProps): ReactElement {
  const session = useSession();
  const ended = useStore(useDesk().sessionEnded);
  const hasAccount = ended === 'user';
  const { texts } = useLanguage();
  if (session) return <Fragment key={session.accountId}>{children(session)}</Fragment>;
  return (
    <div className="empty-page needs-session">
      <h1>{title}</h1>
      <p>{ended ? texts.shell.ended[ended] : texts.shell.needsSession}</p>
      <p>
        {!hasAccount && <DemoButton />}{' '}
        <Link href="/settings" className={`button ${hasAccount ? 'is-primary' : 'is-link'}`}>
          {texts.shell.signIn}
        </Link>
      </p>
    </div>
  );
}
