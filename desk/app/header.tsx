import type { ReactElement } from 'react';
import { useLanguage } from '../i18n/texts.ts';
import { Search } from '../market/search.tsx';
import { isDemonstration } from '../session/demo.ts';
import { DemoButton } from '../session/demo-button.tsx';
import { SignOutButton } from '../session/sign-out-button.tsx';
import { usePart, useStore } from '../state/store.ts';
import type { Preferences } from '../state/preferences.ts';
import { MoonIcon, SignOutIcon, SunIcon } from '../ui/icons.tsx';
import { Connection } from './connection.tsx';
import { useDesk, useSession } from './desk.ts';
import { Navigation } from './navigation.tsx';
import { PhaseClock } from './market-time/phase-clock.tsx';
import { Link } from './routing/link.tsx';

export function Header(): ReactElement {
  return (
    <header className="header">
      <Link href="/" className="brand" aria-label="My Broker B3">
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <rect width="16" height="16" rx="4" />
          <path d="M3 11l3-4 3 2 4-5" />
        </svg>
        <span>My Broker B3</span>
      </Link>
      <Navigation place="top" />
      <Search />
      <PhaseClock />
      <Connection />
      <Switches />
      <Person />
    </header>
  );
}

const isDark = ({ theme }: Preferences): boolean => theme === 'dark';

function Switches(): ReactElement {
  const { preferences } = useDesk();
  const { texts, locale } = useLanguage();
  const dark = usePart(preferences, isDark);
  const themeLabel = dark ? texts.shell.toLight : texts.shell.toDark;
  return (
    <div className="switches">
      <button
        type="button"
        className="icon-button language"
        data-testid="language"
        title={texts.shell.language}
        aria-label={`${texts.shell.otherLanguage}: ${texts.shell.language}`}
        onClick={() => preferences.update((now) => ({ ...now, locale: locale === 'en' ? 'pt-BR' : 'en' }))}
      >
        {texts.shell.otherLanguage}
      </button>
      <button
        type="button"
        className="icon-button"
        data-testid="theme"
        title={themeLabel}
        aria-label={themeLabel}
        onClick={() => preferences.update((now) => ({ ...now, theme: dark ? 'light' : 'dark' }))}
      >
        {dark ? <SunIcon /> : <MoonIcon />}
      </button>
    </div>
  );
}

/** The signed-in user, whose name leads to the settings, or the ways to become one. Its place has one size for both, and each is a new element: nothing moves. */
function Person(): ReactElement {
  const session = useSession();
  const hasAccount = useStore(useDesk().sessionEnded) === 'user';
  const { texts } = useLanguage();
  const { shell } = texts;
  if (!session)
    return (
      <div key="visitor" className="person is-visitor">
        <Link href="/settings" className={hasAccount ? 'button is-primary' : 'sign-in'}>
          {shell.signIn}
        </Link>
        {/* Whose session has ended has an account. */}
        {!hasAccount && <DemoButton testId="demo" />}
      </div>
    );
  const name = isDemonstration(session) ? shell.demoName : session.name;
  return (
    <div key="user" className="person">
      <Link href="/settings" className="person-name" title={shell.signedInAs(name)}>
        {name}
      </Link>
      <SignOutButton session={session} className="icon-button">
        <SignOutIcon />
      </SignOutButton>
    </div>
  );
}
