/** The desk's composition root: makes the client, the stores and the page. */
import { createRoot } from 'react-dom/client';
import { createClient, type BrokerClient } from '#sdk/src/index.ts';
import { App } from './app/app.tsx';
import { DeskContext, type Desk } from './app/desk.ts';
import { followMarket } from './app/market-time/market-status.ts';
import { createRouter } from './app/routing/router.ts';
import { upgradeCheck } from './app/upgrade.ts';
import { createChartView } from './chart/chart-view.ts';
import { createQuoteBoard } from './market/quote-board.ts';
import { createWatchlists } from './market/watchlists.ts';
import { followAccount } from './orders/account-streams.ts';
import { documentReader } from './session/documents.ts';
import { keepRenewed } from './session/renewal.ts';
import { isDemonstration } from './session/demo.ts';
import {
  createSessionStore,
  readKeptSession,
  SESSION_KEY,
  type EndedSession,
  type Session,
} from './session/session.ts';
import { thisBrowser } from './state/browser.ts';
import { createNotices } from './state/notices.ts';
import { takeOnePress } from './state/one-press.ts';
import { createPreferences, preferencesOfBrowser } from './state/preferences.ts';
import { createStore, type Store } from './state/store.ts';

/** Address of the graph; empty for that of the gateway that has served this file. The build defines it. */
declare const GRAPH_URL: string;

function start(root: HTMLElement): void {
  const browser = thisBrowser();
  const url = GRAPH_URL || new URL('/graphql', location.href).href;
  const sessions = createSessionStore(browser);
  const notices = createNotices(browser);
  const broker: BrokerClient = createClient({ url });
  const ofBrowser = preferencesOfBrowser(
    navigator.languages,
    matchMedia('(prefers-color-scheme: light)').matches,
  );
  const sessionEnded = createStore<EndedSession | null>(null);
  followSession(broker, sessions, sessionEnded);
  const market = followMarket(broker, browser);
  const quotes = createQuoteBoard(broker, browser, market.heard);
  broker.connection.onChange((state) => {
    if (state !== 'live') quotes.lost();
  });
  const desk: Desk = {
    broker,
    anonymous: createClient({ url }),
    browser,
    sessions,
    sessionEnded,
    notices,
    router: createRouter(window),
    preferences: createPreferences(browser.storage, ofBrowser),
    chartView: createChartView(browser.storage),
    quotes,
    watchlists: createWatchlists(browser.storage),
    market,
    account: followAccount({ broker, browser, sessions, notices }),
    readDocument: documentReader(url, sessions),
    isUpgraded: upgradeCheck(import.meta.url, async () => (await fetch('/', { cache: 'no-cache' })).text()),
  };
  takeOnePress(window);
  keepRenewed(browser, broker, sessions);
  createRoot(root).render(
    <DeskContext value={desk}>
      <App />
    </DeskContext>,
  );
}

/** Requests and streams use the session's token; a session that the graph refuses ends here and in the browser's other windows. */
function followSession(
  broker: BrokerClient,
  sessions: Store<Session | null>,
  ended: Pick<Store<EndedSession | null>, 'set'>,
): void {
  const use = (): void =>
    broker.setToken((refused) => {
      const session = sessions.get();
      if (!session || refused === undefined || session.token !== refused) return session?.token;
      sessions.set(null);
      ended.set(endOf(session));
      return undefined;
    });
  sessions.subscribe(() => {
    if (sessions.get()) ended.set(null);
    use();
  });
  use();
  addEventListener('storage', ({ key, newValue }) => {
    if (key !== SESSION_KEY) return;
    const before = sessions.get();
    sessions.set(readKeptSession(newValue));
    // Another window has ended it.
    if (before && !sessions.get()) ended.set(endOf(before));
  });
}

const endOf = (session: Session): EndedSession => (isDemonstration(session) ? 'demonstration' : 'user');

const root = document.getElementById('root');
if (root) start(root);
