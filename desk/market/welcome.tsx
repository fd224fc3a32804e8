import { useState, type ReactElement, type ReactNode } from 'react';
import { useDesk, useSession } from '../app/desk.ts';
import { Link } from '../app/routing/link.tsx';
import { useLanguage } from '../i18n/texts.ts';
import { DemoButton } from '../session/demo-button.tsx';
import { DEMO_TICKER } from '../session/demo.ts';
import { useStore } from '../state/store.ts';
import { CloseIcon } from '../ui/icons.tsx';

/**
 * Explains the market and the demonstration to a visitor. Who becomes a user here gets the next step in the same place: a panel that
 * vanished would move the page under the reader, seconds after the click.
 */
export function Welcome(): ReactElement | null {
  const session = useSession();
  const [isOpen, setOpen] = useState(!session);
  const { texts } = useLanguage();
  const hasAccount = useStore(useDesk().sessionEnded) === 'user';
  // Whose session has ended is no visitor.
  if (!session && !isOpen && !hasAccount) setOpen(true);
  if (!isOpen) return null;
  const { shell } = texts;
  return (
    <section className="panel welcome">
      <Face isShown={!session} title={shell.welcome} text={shell.welcomeText}>
        <DemoButton />
        <p>{shell.demoExplained}</p>
      </Face>
      <Face
        isShown={session !== null}
        title={shell.welcomeReady}
        text={shell.welcomeReadyText}
        keys={shell.welcomeKeys}
      >
        <Link href={`/ticker/${DEMO_TICKER}`} className="button is-primary">
          {shell.welcomeTrade(DEMO_TICKER)}
        </Link>
        <button
          type="button"
          className="icon-button"
          aria-label={shell.welcomeClose}
          title={shell.welcomeClose}
          onClick={() => setOpen(false)}
        >
          <CloseIcon />
        </button>
      </Face>
    </section>
  );
}

interface FaceProps {
  readonly isShown: boolean;
  readonly title: string;
  readonly text: string;
  /** For who has a keyboard. */
  readonly keys?: string;
  readonly children: ReactNode;
}

/** One of the panel's two contents, which share its place: the panel has the size of the larger one. */
function Face({ isShown, title, text, keys, children }: FaceProps): ReactElement {
  return (
    <div className={`welcome-face${isShown ? '' : ' is-hidden'}`}>
      <div>
        <h2>{title}</h2>
        <p>
          {text} {keys !== undefined && <span className="keys">{keys}</span>}
        </p>
      </div>
      <div className="welcome-demo">{children}</div>
    </div>
  );
}
