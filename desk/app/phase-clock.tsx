import type { ReactElement } from 'react';
import { useLanguage } from '../i18n/texts.ts';
import { countdown } from './market-clock.ts';
import { useMarket, useMarketNow } from './market-status.ts';

/** The simulated market's phase, the time to the next one, and its clock. */
export function PhaseClock(): ReactElement {
  const market = useMarket();
  const nowMs = useMarketNow();
  const { texts, format } = useLanguage();
  const status = market?.status;
  const restMs = status && nowMs !== null ? Date.parse(status.nextPhaseAt) - nowMs : null;
  return (
    <div className="phase-clock" title={texts.shell.clock}>
      <span
        className={`phase is-${status?.phase.toLowerCase() ?? 'unknown'}`}
        data-testid="phase"
        title={status?.phase === 'HALTED' ? texts.shell.halted : undefined}
        data-phase={status?.phase}
      >
        {status ? texts.shell.phases[status.phase] : '…'}
      </span>
      <span className="phase-next">
        {/* A market that is always open has no next phase. */}
        {status &&
          restMs !== null &&
          status.nextPhase !== status.phase &&
          texts.shell.phaseNext(texts.shell.phases[status.nextPhase], countdown(restMs))}
      </span>
      <span className="clock">
        <time dateTime={nowMs === null ? undefined : new Date(nowMs).toISOString()}>
          {format.time(nowMs)}
        </time>
        <small>{nowMs === null ? texts.shell.simulated : format.weekday(nowMs)}</small>
      </span>
    </div>
  );
}
