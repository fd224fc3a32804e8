import './theme.css';
import './shell.css';
import { useEffect, useMemo, type ReactElement } from 'react';
import { AccountPage } from '../account/account-page.tsx';
import { LanguageContext, languageOf, useLanguage, useLocale, type Texts } from '../i18n/texts.ts';
import { MarketPage } from '../market/market-page.tsx';
import { OrdersPage } from '../orders/orders-page.tsx';
import { SettingsPage } from '../settings/settings-page.tsx';
import { TaxesPage } from '../taxes/taxes-page.tsx';
import { TickerPage } from '../ticker/ticker-page.tsx';
import { usePart } from '../state/store.ts';
import type { Preferences, Theme } from '../state/preferences.ts';
import { useWindowTitle } from '../ui/window-title.ts';
import { Link, useRoute } from './routing/link.tsx';
import type { Route } from './routing/routes.ts';
import { useDesk } from './desk.ts';
import { Header } from './header.tsx';
import { Navigation } from './navigation.tsx';
import { PageBoundary } from './page-boundary.tsx';
import { StatusBar } from './status-bar.tsx';

const themeOf = ({ theme }: Preferences): Theme => theme;

/** The whole page: header, the place that the address names, and messages. */
export function App(): ReactElement {
  const locale = useLocale();
  const language = useMemo(() => languageOf(locale), [locale]);
  const theme = usePart(useDesk().preferences, themeOf);
  const route = useRoute();
  useEffect(() => {
    document.documentElement.lang = locale;
    document.documentElement.dataset['theme'] = theme;
  }, [locale, theme]);
  return (
    <LanguageContext value={language}>
      <a className="skip" href="#content">
        {language.texts.shell.skip}
      </a>
      <Header />
      <main id="content" className="content">
        <PageBoundary key={routeKey(route)}>
          <Page route={route} />
        </PageBoundary>
      </main>
      <Navigation place="bottom" />
      <StatusBar />
    </LanguageContext>
  );
}

/** A new ticker is a new page, so nothing of the last one stays. */
const routeKey = (route: Route): string => (route.page === 'ticker' ? route.ticker : route.page);

/** The name of a page; the trading screen has its price in the title. */
function titleOf({ page }: Route, texts: Texts): string | null | undefined {
  if (page === 'ticker') return undefined;
  return page === 'market' || page === 'unknown' ? null : texts.shell[page];
}

/** The page of the route. */
function Page({ route }: { readonly route: Route }): ReactElement {
  const { texts } = useLanguage();
  useWindowTitle(titleOf(route, texts));
  switch (route.page) {
    case 'market':
      return <MarketPage />;
    case 'ticker':
      return <TickerPage ticker={route.ticker} />;
    case 'orders':
      return <OrdersPage />;
    case 'account':
      return <AccountPage />;
    case 'taxes':
      return <TaxesPage />;
    case 'settings':
      return <SettingsPage />;
    case 'unknown':
      return (
        <div className="empty-page">
          <h1>{texts.shell.notFound}</h1>
          <Link href="/">{texts.shell.toMarket}</Link>
        </div>
      );
  }
}
