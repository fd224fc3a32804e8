import type { ReactElement } from 'react';
import { countdown } from '../app/market-time/market-clock.ts';
import { useMarketNow } from '../app/market-time/use-market.ts';
import { useLanguage } from '../i18n/texts.ts';
import type { Quote } from '../market/quote-board.ts';
import { phaseEndOf } from './phase-end.ts';

/** The instrument's own phase, and the time until its earliest end. */
export function PhaseChip({ quote }: { readonly quote: Quote }): ReactElement {
  const { texts } = useLanguage();
  const end = phaseEndOf(quote, useMarketNow());
  const { phase, phaseCause } = quote;
  return (
    <span className={`phase is-${phase.toLowerCase()}`} title={texts.trading.phaseCauses[phaseCause]}>
      {texts.shell.phases[phase]}
      {end && (
        <time role="timer" dateTime={end.at}>
          {countdown(end.restMs)}
        </time>
      )}
    </span>
  );
}
