import './market.css';
import type { ReactElement } from 'react';
import { useLanguage } from '../i18n/texts.ts';
import { IndexPanel } from './index-panel.tsx';
import { MarketMap } from './market-map.tsx';
import { MoversPanel } from './movers-panel.tsx';
import { WatchlistPanel } from './watchlist-panel.tsx';
import { Welcome } from './welcome.tsx';

/** The whole market at a look. */
export function MarketPage(): ReactElement {
  const { texts } = useLanguage();
  return (
    <div className="market-page">
      <h1 className="visually-hidden">{texts.shell.market}</h1>
      <div className="market-main">
        <Welcome />
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
