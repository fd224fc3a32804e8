import type { ReactElement } from 'react';
import { useLanguage } from '../i18n/texts.ts';
import { DemoButton } from '../session/demo-button.tsx';
import { useStore } from '../state/store.ts';
import { CloseIcon } from '../ui/icons.tsx';
import { useDesk, useSession } from './desk.ts';
import { Link } from './routing/link.tsx';

/** Says that the broker has ended the session, until the next one begins or the user closes it. */
export function SessionBanner(): ReactElement | null {
  const { sessionEnded } = useDesk();
  const ended = useStore(sessionEnded);
  const session = useSession();
  const { shell } = useLanguage().texts;
  if (!ended || session) return null;
  return (
    <div className="status-banner session-banner" role="alert" data-testid="session-ended">
      <span>{shell.ended[ended]}</span>
      {ended === 'demonstration' ? (
        <DemoButton className="is-small" />
      ) : (
        <Link href="/settings" className="button is-small is-primary">
          {shell.signIn}
        </Link>
      )}
      <button
        type="button"
        className="icon-button"
        aria-label={shell.close}
        onClick={() => sessionEnded.set(null)}
      >
        <CloseIcon />
      </button>
    </div>
  );
}
