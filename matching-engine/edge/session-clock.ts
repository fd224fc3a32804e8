import { marketStateAt, type MarketMode, type MarketState } from '#domain/calendar/session.ts';
import type { TradingCalendar } from '#domain/calendar/trading-calendar.ts';
import type { SetPhase } from '../exchange/commands.ts';
import { NO_SESSION, type ExchangeState } from '../exchange/state.ts';

/** The group of instruments that trade on the cash market's hours: for now all of them. */
export const CASH_GROUP = 'CASH';

/** Turns the market's clock and calendar into commands, so that the core needs neither. */
export interface SessionClock {
  /** What must be told to the exchange before anything that arrives at this instant. */
  commandsAt(instantMs: number, exchange: Readonly<ExchangeState>): readonly SetPhase[];
  /** When the next phase begins, as seen at this instant. */
  nextChangeMs(instantMs: number): number;
}

export function createSessionClock(calendar: TradingCalendar, mode: () => MarketMode): SessionClock {
  let known: { readonly mode: MarketMode; readonly fromMs: number; readonly state: MarketState } | null =
    null;
  const stateAt = (instantMs: number): MarketState => {
    const isKnown = known?.mode === mode() && instantMs >= known.fromMs;
    if (known && isKnown && instantMs < known.state.nextPhaseAtMs) return known.state;
    const state = marketStateAt(calendar, mode(), instantMs);
    known = { mode: mode(), fromMs: instantMs, state };
    return state;
  };
  return {
    nextChangeMs: (instantMs) => stateAt(instantMs).nextPhaseAtMs,
    commandsAt: (instantMs, exchange) => {
      const { phase, today } = stateAt(instantMs);
      const tradeDate = tradeDateOf(phase, today, exchange.tradeDate);
      if (exchange.phases.get(CASH_GROUP) === phase && exchange.tradeDate === tradeDate) return [];
      return [{ v: 1, type: 'SET_PHASE', group: CASH_GROUP, phase, tradeDate }];
    },
  };
}

/** A session begins when it opens, not at midnight: until then the last one's figures stand, over holidays too. */
const tradeDateOf = (phase: MarketState['phase'], today: string, present: string): string =>
  phase === 'CLOSED' && present !== NO_SESSION ? present : today;
