import type { ReactElement } from 'react';
import { useLanguage } from '../i18n/texts.ts';
import { Link } from '../app/routing/link.tsx';
import { tickerPath } from '../app/routing/routes.ts';
import { Change } from './price.tsx';
import { Sparkline } from './trend/sparkline.tsx';
import { useSparklines } from './trend/use-sparklines.ts';
import { useQuote } from './use-quote.ts';

const INDEX = 'IBOV';
const TICKERS = [INDEX];

/** The index with its course. */
export function IndexPanel(): ReactElement {
  const quote = useQuote(INDEX);
  const candles = useSparklines(TICKERS).candles.get(INDEX);
  const { texts, format } = useLanguage();
  return (
    <section className="panel index" aria-label={texts.market.index} title={texts.market.indexExplained}>
      <Link href={tickerPath(INDEX)}>
        <h2>{texts.market.index}</h2>
        <p>
          <strong>{format.quantity(quote?.last)}</strong>
          {quote && <Change percent={quote.changePercent} />}
        </p>
        <Sparkline quote={quote} candles={candles} width={300} height={56} />
      </Link>
    </section>
  );
}
