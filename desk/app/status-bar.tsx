import { useEffect, type ReactElement } from 'react';
import { useLanguage } from '../i18n/texts.ts';
import { Change } from '../market/price.tsx';
import { useQuote } from '../market/use-quote.ts';
import { useIsStale } from './connection.tsx';
import { HaltBanner } from './halt-banner.tsx';
import { NoticeList } from './notice-list.tsx';
import { Link } from './routing/link.tsx';
import { SessionBanner } from './session-banner.tsx';
import { UpgradeBanner } from './upgrade-banner.tsx';
import { tickerPath } from './routing/routes.ts';

const INDEX = 'IBOV';

/**
 * The line below each page: messages, what the user must know of the connection, the session, a halt and the desk's version, and
 * else the index and that all of it is simulated. It keeps its place, so that no message moves the page or lies over a control.
 */
export function StatusBar(): ReactElement {
  const isStale = useIsStale();
  const { shell } = useLanguage().texts;
  useEffect(() => {
    document.documentElement.classList.toggle('is-stale', isStale);
  }, [isStale]);
  return (
    <footer className="status-bar">
      <NoticeList />
      {isStale && (
        <p className="stale-banner" role="alert">
          {shell.stale}
        </p>
      )}
      <SessionBanner />
      <HaltBanner />
      <UpgradeBanner />
      <Facts />
    </footer>
  );
}

function Facts(): ReactElement {
  const { texts, format } = useLanguage();
  const quote = useQuote(INDEX);
  return (
    <p className="status-facts">
      <Link href={tickerPath(INDEX)} className="status-index">
        {INDEX} <b>{format.quantity(quote?.last)}</b> <Change percent={quote?.changePercent} />
      </Link>
      <span>{texts.shell.playMoney}</span>
    </p>
  );
}
