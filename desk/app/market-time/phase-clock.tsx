import type { ReactElement } from 'react';
import { useLanguage, type Texts } from '../../i18n/texts.ts';
import { countdown, type MarketStatus } from './market-clock.ts';
import { useMarket, useMarketNow } from './use-market.ts';

/** A halt of the whole market by the circuit breaker has that name. */
const phaseName = ({ phase, phaseCause }: MarketStatus, { shell }: Texts): string =>
  phase === 'HALTED' && phaseCause === 'CIRCUIT_BREAKER' ? shell.circuitBreaker : shell.phases[phase];

/** A market that is always open has no next phase, and nobody knows the one after a halt without an end. */
const hasNext = ({ phase, nextPhase }: MarketStatus): boolean =>
  nextPhase !== phase && (phase !== 'HALTED' || nextPhase === 'AUCTION');

/** The simulated market's phase, the time to the next one, and its clock. */
export function PhaseClock(): ReactElement {
  const market = useMarket();
  const nowMs = useMarketNow();
  const { texts, format } = useLanguage();
  const status = market?.status;
  const restMs = status && nowMs !== null ? Date.parse(status.nextPhaseAt) - nowMs : null;
  const next =
    status && restMs !== null && hasNext(status)
      ? texts.shell.phaseNext(status.nextPhase, countdown(restMs))
      : undefined;
  return (
    <div className="phase-clock">
      {/* The first phase and the first time are new elements: nothing moves. */}
      <span
        key={status ? 'known' : 'unknown'}
        className={`phase is-${status?.phase.toLowerCase() ?? 'unknown'}`}
        data-testid="phase"
        data-cause={status?.phaseCause}
        data-phase={status?.phase}
      >
        {status ? phaseName(status, texts) : '…'}
      </span>
      <span className="phase-next" title={next}>
        {next}
      </span>
      <button
        key={nowMs === null ? 'no clock' : 'clock'}
        type="button"
        className="clock"
        popoverTarget={ABOUT}
        title={texts.shell.clockExplain}
        data-testid="clock"
      >
        <time dateTime={nowMs === null ? undefined : new Date(nowMs).toISOString()}>
          {format.time(nowMs)}
        </time>
        <small>{nowMs === null ? texts.shell.simulated : format.weekday(nowMs)}</small>
      </button>
      <AboutClock rate={market?.time.rate ?? null} />
    </div>
  );
}

const ABOUT = 'about-clock';

/** Explains the market's clock, and that all of the market is simulated. */
function AboutClock({ rate }: { readonly rate: number | null }): ReactElement {
  const { shell } = useLanguage().texts;
  return (
    <div id={ABOUT} popover="auto" className="about-clock" data-testid="about-clock">
      <p>
        <b>{shell.playMoney}</b>
      </p>
      <p>{shell.clock}</p>
      {rate !== null && Math.round(rate) > 1 && <p>{shell.clockRate(Math.round(rate))}</p>}
      <p>{shell.realTimes}</p>
    </div>
  );
}
