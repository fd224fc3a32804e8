import { createContext, useContext } from 'react';
import type { BrokerClient } from '#sdk/src/index.ts';
import type { ChartView } from '../chart/chart-view.ts';
import type { Watchlists } from '../market/watchlists.ts';
import type { QuoteBoard } from '../market/quote-board.ts';
import type { EndedSession, Session } from '../session/session.ts';
import type { Browser } from '../state/browser.ts';
import type { Notices } from '../state/notices.ts';
import type { Preferences } from '../state/preferences.ts';
import { useStore, type Store } from '../state/store.ts';
import type { AccountStreams } from '../orders/account-streams.ts';
import type { MarketClock } from './market-time/market-status.ts';
import type { ReadDocument } from '../session/documents.ts';
import type { Router } from './routing/router.ts';
import type { IsUpgraded } from './upgrade.ts';

/** The client of the graph, and the few stores beside its streams, for all components. `main.tsx` makes it. */
export interface Desk {
  readonly broker: BrokerClient;
  /** A client without a token: with the token of one user, the graph gives no accounts of another who signs in. */
  readonly anonymous: Pick<BrokerClient, 'signIn' | 'signUp'>;
  readonly browser: Browser;
  readonly router: Router;
  readonly sessions: Store<Session | null>;
  /** Set after the broker has ended a session, until the next one begins or the user has taken note. */
  readonly sessionEnded: Store<EndedSession | null>;
  readonly preferences: Store<Preferences>;
  readonly chartView: Store<ChartView>;
  readonly notices: Notices;
  readonly quotes: QuoteBoard;
  readonly watchlists: Store<Watchlists>;
  readonly market: MarketClock;
  readonly account: AccountStreams;
  readonly readDocument: ReadDocument;
  readonly isUpgraded: IsUpgraded;
}

export const DeskContext = createContext<Desk | null>(null);

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error('a component of the desk stands outside of its context');
  return desk;
}

export const useSession = (): Session | null => useStore(useDesk().sessions);
