import './settings.css';
import type { ReactElement } from 'react';
import { useDesk, useSession } from '../app/desk.ts';
import { LOCALES } from '../i18n/locale.ts';
import { useLanguage } from '../i18n/texts.ts';
import { isDemonstration } from '../session/demo.ts';
import { useStore } from '../state/store.ts';
import { Choice } from '../ui/choice.tsx';
import { PageFrame } from '../ui/page.tsx';
import { AccessPanel } from './access-panel.tsx';
import { KeysPanel } from './keys-panel.tsx';
import { PasswordPanel } from './password-panel.tsx';
import { ProfilePanel } from './profile-panel.tsx';
import { SessionsPanel } from './sessions-panel.tsx';

/** Who the user is, what may act for them, and how the desk looks. */
export function SettingsPage(): ReactElement {
  const session = useSession();
  const { texts } = useLanguage();
  const isDemo = session !== null && isDemonstration(session);
  return (
    <PageFrame title={texts.shell.settings} className="settings-page">
      <div className="settings-columns">
        <div className="settings-column">
          {session && <ProfilePanel key={session.userId} session={session} isDemo={isDemo} />}
          {(!session || isDemo) && <AccessPanel key={String(isDemo)} isDemo={isDemo} />}
          {session && !isDemo && <PasswordPanel />}
          {session && <Appearance />}
        </div>
        {session ? (
          <div className="settings-column" key={session.userId}>
            <KeysPanel />
            <SessionsPanel token={session.token} />
          </div>
        ) : (
          <div className="settings-column">
            <Appearance />
          </div>
        )}
      </div>
    </PageFrame>
  );
}

const THEMES = ['dark', 'light'] as const;

function Appearance(): ReactElement {
  const { preferences } = useDesk();
  const { texts } = useLanguage();
  const { locale, theme } = useStore(preferences);
  const { settings } = texts;
  return (
    <section className="panel" aria-label={settings.appearance}>
      <div className="panel-head">
        <h2>{settings.appearance}</h2>
      </div>
      <div className="panel-body form">
        <div className="setting">
          <span>{settings.language}</span>
          <Choice
            label={settings.language}
            values={LOCALES}
            names={settings.languages}
            value={locale}
            choose={(next) => preferences.update((now) => ({ ...now, locale: next }))}
          />
        </div>
        <div className="setting">
          <span>{settings.theme}</span>
          <Choice
            label={settings.theme}
            values={THEMES}
            names={settings.themes}
            value={theme}
            choose={(next) => preferences.update((now) => ({ ...now, theme: next }))}
          />
        </div>
      </div>
    </section>
  );
}
