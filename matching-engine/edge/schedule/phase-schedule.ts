import { marketStateAt, type MarketMode, type MarketState } from '#domain/calendar/session.ts';
import type { TradingCalendar } from '#domain/calendar/trading-calendar.ts';
import type { Phase } from '#domain/market/phase.ts';
import { protectionsOn, type Protections } from '#domain/market/protections.ts';
import type { InternalCommand, SetPhase, SetProtections } from '../../exchange/commands.ts';
import { nextDueMs } from '../../exchange/phases/due.ts';
import { NO_SESSION, lastSetPhase, type ExchangeState } from '../../exchange/state.ts';

/** The group of instruments that trade on the cash market's hours: for now all of them. */
export const CASH_GROUP = 'CASH';

/** Turns the market's clock and calendar into commands, so that the core needs neither. */
export interface PhaseSchedule {
  /**
   * What must be told to the exchange before anything that arrives at this instant: every phase that has begun since
   * the one that it is in, in order, however long nobody looked. So a call that ended while the engine was down is
   * uncrossed, and a day's orders end under their own date. A session that began and ended meanwhile was not held. A
   * trade date's protections come before its first phase, and the time when something in the exchange is due.
   */
  commandsAt(instantMs: number, exchange: Readonly<ExchangeState>): readonly InternalCommand[];
  /** When there will be something to tell, as seen at this instant: now when there is already. */
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
    const present: Present = { phase: lastSetPhase(exchange, CASH_GROUP), tradeDate: exchange.tradeDate };
    const target = { phase: now.phase, tradeDate: tradeDateOf(now, present) };
    if (present.phase === target.phase && present.tradeDate === target.tradeDate) return [];
    const steps = stepsBetween(calendar, mode(), present, now, instantMs);
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

/** Puts a trade date's protections before its first phase, where they are not those that hold. */
function withProtections(
  phases: readonly SetPhase[],
  exchange: Readonly<ExchangeState>,
): readonly InternalCommand[] {
  let holding = exchange.groups.get(CASH_GROUP)?.protections;
  return phases.flatMap((phase): InternalCommand[] => {
    const wanted = protectionsOn(phase.tradeDate);
    if (phase.tradeDate === exchange.tradeDate || isSame(holding, wanted)) return [phase];
    holding = wanted;
    const { auctions, extensions, resumptionCallMs, breaker } = wanted;
    // Plain copies: the table is read-only, a command is data.
    const protections = structuredClone({
      auctions,
      extensions,
      resumptionCallMs,
      breaker,
    }) as SetProtections['protections'];
    return [{ v: 1, type: 'SET_PROTECTIONS', group: CASH_GROUP, protections }, phase];
  });
}

const partsOf = ({ auctions, extensions, resumptionCallMs, breaker }: Protections): string =>
  JSON.stringify([auctions, extensions, resumptionCallMs, breaker]);

const isSame = (holding: Protections | undefined, wanted: Protections): boolean =>
  holding !== undefined && partsOf(holding) === partsOf(wanted);

/** Where the exchange stands. */
interface Present {
  /** Undefined before it was told any. */
  readonly phase: Phase | undefined;
  readonly tradeDate: string;
}

type Step = Pick<SetPhase, 'phase' | 'tradeDate' | 'startsAtMs' | 'endsAtMs'>;

/** A session begins when it opens, not at midnight: until then the last one's figures stand, over holidays too. */
const tradeDateOf = ({ phase, today }: MarketState, present: Present): string =>
  phase === 'CLOSED' && present.tradeDate !== NO_SESSION ? present.tradeDate : today;

/** The phases that have begun since the present one: what is left of its session, then what there was of today's. */
function stepsBetween(
  calendar: TradingCalendar,
  mode: MarketMode,
  present: Present,
  now: MarketState,
  instantMs: number,
): Step[] {
  const { phase, tradeDate } = present;
  // The first of all: what has passed of the day concerns nobody.
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

/** The phases of a day's session; of a day without one that it closes. */
function stepsOf(calendar: TradingCalendar, day: string): Step[] {
  const phases = calendar.sessionOf(day)?.phases;
  if (!phases) return [{ phase: 'CLOSED', tradeDate: day }];
  return phases.map(({ phase, startsAtMs }, index) => {
    const endsAtMs = phases[index + 1]?.startsAtMs;
    return { phase, tradeDate: day, startsAtMs, ...(endsAtMs === undefined ? {} : { endsAtMs }) };
  });
}
