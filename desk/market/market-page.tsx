import './market.css';
import type { ReactElement } from 'react';
import { useSession } from '../app/desk.ts';
import { useLanguage } from '../i18n/texts.ts';
import { DemoButton } from '../session/demo-button.tsx';
import { IndexPanel } from './index-panel.tsx';
import { MarketMap } from './market-map.tsx';
import { MoversPanel } from './movers-panel.tsx';
import { WatchlistPanel } from './watchlist-panel.tsx';

/** The whole market at a look. */
export function MarketPage(): ReactElement {
  const { texts } = useLanguage();
  const session = useSession();
  return (
    <div className="market-page">
      <h1 className="visually-hidden">{texts.shell.market}</h1>
      <div className="market-main">
        {!session && <Welcome />}
        <WatchlistPanel />
        <MarketMap />
      </div>
      <div className="market-side">
        <IndexPanel />
        <MoversPanel />
      </div>
    </div>
  );
}

/** Explains the market and the demonstration to a visitor. */
function Welcome(): ReactElement {
  const { texts } = useLanguage();
  return (
    <section className="panel welcome">
      <div>
        <h2>{texts.shell.welcome}</h2>
        <p>{texts.shell.welcomeText}</p>
      </div>
      <div className="welcome-demo">
        <DemoButton />
        <p>{texts.shell.demoExplained}</p>
      </div>
    </section>
  );
}
