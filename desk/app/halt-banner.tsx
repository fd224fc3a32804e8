import type { ReactElement } from 'react';
import { useLanguage } from '../i18n/texts.ts';
import { useMarket } from './market-time/use-market.ts';

/** Explains a halt of the whole market, and what ends it. */
export function HaltBanner(): ReactElement | null {
  const status = useMarket()?.status;
  const { texts, format } = useLanguage();
  if (status?.phase !== 'HALTED') return null;
  const { shell } = texts;
  const end = status.nextPhase === 'AUCTION' ? format.minute(status.nextPhaseAt) : null;
  const isBreaker = status.phaseCause === 'CIRCUIT_BREAKER';
  return (
    <p className="status-banner halt-banner" role="alert" data-testid="halt">
      <span>
        <b>{isBreaker ? shell.circuitBreakerWhy : shell.haltWhy}</b>{' '}
        {end === null ? shell.haltOpenEnd : shell.haltUntil(end)}
      </span>
    </p>
  );
}
