import { marketStateAt, type MarketMode, type MarketState } from '#domain/calendar/session.ts';
import type { TradingCalendar } from '#domain/calendar/trading-calendar.ts';
import type { Phase } from '#domain/market/phase.ts';
import { protectionsOn, type Protections } from '#domain/market/protections.ts';
import type { InternalCommand, SetPhase, SetProtections } from '../../exchange/commands.ts';
import { nextDueMs } from '../../exchange/phases/due.ts';
import { NO_SESSION, lastSetPhase, type ExchangeState } from '../../exchange/state.ts';

/** Group of the listings that trade at the cash market's hours: all of them. */
export const CASH_GROUP = 'CASH';

/** Derives commands from the market clock and the calendar, so that the exchange needs neither. */
export interface PhaseSchedule {
  /**
   * Commands to apply before any other command of this instant: every phase that has begun since the exchange's current
   * one, in order, even when late. A call that ended while the engine was down is therefore uncrossed, and DAY orders
   * expire under their own trade date. A whole session within the downtime is skipped. The protections of a trade date
   * precede its first phase. TIME is last, when the exchange has due work.
   */
  commandsAt(instantMs: number, exchange: Readonly<ExchangeState>): readonly InternalCommand[];
  /** The next instant with commands after this instant, or this instant when commands are due now. */
  nextChangeMs(instantMs: number, exchange: Readonly<ExchangeState>): number;
}

export function createPhaseSchedule(calendar: TradingCalendar, mode: () => MarketMode): PhaseSchedule {
  let known: { readonly mode: MarketMode; readonly fromMs: number; readonly state: MarketState } | null =
    null;
  const stateAt = (instantMs: number): MarketState => {
    const isKnown = known?.mode === mode() && instantMs >= known.fromMs;
    if (known && isKnown && instantMs < known.state.nextPhaseAtMs) return known.state;
    const state = marketStateAt(calendar, mode(), instantMs);
    known = { mode: mode(), fromMs: instantMs, state };
    return state;
  };
  const phasesAt = (instantMs: number, exchange: Readonly<ExchangeState>): readonly SetPhase[] => {
    const now = stateAt(instantMs);
    const current: CurrentPhase = {
      phase: lastSetPhase(exchange, CASH_GROUP),
      tradeDate: exchange.tradeDate,
    };
    const target = { phase: now.phase, tradeDate: tradeDateOf(now, current) };
    if (current.phase === target.phase && current.tradeDate === target.tradeDate) return [];
    const steps = stepsBetween(calendar, mode(), current, now, instantMs);
    const last = steps.at(-1);
    if (last?.phase !== target.phase || last.tradeDate !== target.tradeDate)
      steps.push(mode() === 'continuous' ? { ...target, endsAtMs: now.nextPhaseAtMs } : target);
    return steps.map((step) => ({ v: 1, type: 'SET_PHASE', group: CASH_GROUP, ...step }));
  };
  return {
    commandsAt: (instantMs, exchange) => {
      const phases = phasesAt(instantMs, exchange);
      const isDue = (nextDueMs(exchange) ?? Infinity) <= instantMs;
      if (phases.length === 0) return isDue ? [{ v: 1, type: 'TIME' }] : [];
      return [...withProtections(phases, exchange), { v: 1, type: 'TIME' }];
    },
    nextChangeMs: (instantMs, exchange) => {
      if (phasesAt(instantMs, exchange).length > 0) return instantMs;
      return Math.max(instantMs, Math.min(stateAt(instantMs).nextPhaseAtMs, nextDueMs(exchange) ?? Infinity));
    },
  };
}

/** Puts the protections of a trade date before its first phase, unless the group has them already. */
function withProtections(
  phases: readonly SetPhase[],
  exchange: Readonly<ExchangeState>,
): readonly InternalCommand[] {
  let current = exchange.groups.get(CASH_GROUP)?.protections;
  return phases.flatMap((phase): InternalCommand[] => {
    const wanted = protectionsOn(phase.tradeDate);
    if (phase.tradeDate === exchange.tradeDate || isSame(current, wanted)) return [phase];
    current = wanted;
    return [protectionsCommand(wanted), phase];
  });
}

/** The command that gives the cash group these protections. */
export const protectionsCommand = ({
  auctions,
  extensions,
  resumptionCallMs,
  breaker,
}: Protections): SetProtections => ({
  v: 1,
  type: 'SET_PROTECTIONS',
  group: CASH_GROUP,
  // A copy: the table of protections is read-only, a command is plain data.
  protections: structuredClone({
    auctions,
    extensions,
    resumptionCallMs,
    breaker,
  }) as SetProtections['protections'],
});

const partsOf = ({ auctions, extensions, resumptionCallMs, breaker }: Protections): string =>
  JSON.stringify([auctions, extensions, resumptionCallMs, breaker]);

const isSame = (current: Protections | undefined, wanted: Protections): boolean =>
  current !== undefined && partsOf(current) === partsOf(wanted);

/** The phase and trade date of the exchange. */
interface CurrentPhase {
  /** Undefined before the first SET_PHASE. */
  readonly phase: Phase | undefined;
  readonly tradeDate: string;
}

type Step = Pick<SetPhase, 'phase' | 'tradeDate' | 'startsAtMs' | 'endsAtMs'>;

/** A session begins with its first phase, not at midnight: until then the last session's trade date stays. */
const tradeDateOf = ({ phase, today }: MarketState, current: CurrentPhase): string =>
  phase === 'CLOSED' && current.tradeDate !== NO_SESSION ? current.tradeDate : today;

/** The phases that have begun since the current one: the rest of its session, then today's so far. */
function stepsBetween(
  calendar: TradingCalendar,
  mode: MarketMode,
  current: CurrentPhase,
  now: MarketState,
  instantMs: number,
): Step[] {
  const { phase, tradeDate } = current;
  // The first phase ever: earlier phases of the day have no effect.
  if (phase === undefined || tradeDate === NO_SESSION)
    return [{ phase: now.phase, tradeDate: now.today, endsAtMs: now.nextPhaseAtMs }];
  if (mode === 'continuous') return [];
  const begunToday = stepsOf(calendar, now.today).filter(({ startsAtMs = 0 }) => startsAtMs <= instantMs);
  if (tradeDate === now.today) return phase === 'CLOSED' ? begunToday : stepsAfter(phase, begunToday);
  const left = phase === 'CLOSED' ? [] : stepsAfter(phase, stepsOf(calendar, tradeDate));
  return now.phase === 'CLOSED' ? left : [...left, ...begunToday];
}

const stepsAfter = (phase: Phase, steps: readonly Step[]): Step[] =>
  steps.slice(steps.findIndex((step) => step.phase === phase) + 1);

/** The phases of a day's session; CLOSED alone for a day without a session. */
function stepsOf(calendar: TradingCalendar, day: string): Step[] {
  const phases = calendar.sessionOf(day)?.phases;
  if (!phases) return [{ phase: 'CLOSED', tradeDate: day }];
  return phases.map(({ phase, startsAtMs }, index) => {
    const endsAtMs = phases[index + 1]?.startsAtMs;
    return { phase, tradeDate: day, startsAtMs, ...(endsAtMs === undefined ? {} : { endsAtMs }) };
  });
}
