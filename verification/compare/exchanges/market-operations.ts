import { addDays } from '#domain/calendar/days.ts';
import { PHASES, type Phase } from '#domain/market/phase.ts';
import { NO_PROTECTIONS, protectionsOn, type Protections } from '#domain/market/protections.ts';
import type {
  ExchangeCommand,
  DefineInstrument,
  SetPhase,
  SetProtections,
} from '#engine/exchange/commands.ts';
import type { ExchangeState } from '#engine/exchange/state.ts';
import type { Dice } from '../generate/dice.ts';

const DAY_PHASES: readonly Phase[] = ['PRE_OPEN', 'OPENING_CALL', 'CONTINUOUS', 'CLOSING_CALL', 'CLOSED'];
const GROUPS = ['CASH', 'ETF'] as const;
const FIRST_DAY = '2026-03-16';

/** Instruments at first, among them both books of one share (round lot and fractional). */
const INSTRUMENTS: readonly DefineInstrument[] = [
  instrument('PETR4', { lotSize: 100, maxOrderQuantity: 100_000 }),
  instrument('PETR4F', { lotSize: 1, maxOrderQuantity: 99 }),
  instrument('VALE3', { lotSize: 10, tickCentavos: 5, previousCloseCentavos: 6_000, priceBand: null }),
  instrument('BOVA11', {
    group: 'ETF',
    tunnels: { staticPpm: 20_000, dynamicPpm: 5_000 },
    meanQuantity: 500,
  }),
];

function instrument(ticker: string, more: Partial<DefineInstrument>): DefineInstrument {
  return {
    v: 1,
    type: 'DEFINE_INSTRUMENT',
    ticker,
    group: 'CASH',
    status: 'ACTIVE',
    lotSize: 1,
    tickCentavos: 1,
    priceBand: { lowCentavos: 700, highCentavos: 1_300 },
    maxOrderQuantity: 100_000,
    previousCloseCentavos: 1_000,
    version: 1,
    ...more,
  };
}

/** Random commands of the exchange's operators and schedule: instruments, phases, halts, auctions, protections. */
export class MarketOperationGenerator {
  private readonly dice: Dice;
  private readonly pending: ExchangeCommand[] = [];
  private readonly instruments = new Map<string, DefineInstrument>();
  private tradeDate = FIRST_DAY;

  constructor(dice: Dice) {
    this.dice = dice;
    for (const facts of INSTRUMENTS) this.define(facts);
    for (const group of GROUPS) this.pending.push(phaseOf(group, 'PRE_OPEN', this.tradeDate));
  }

  /** The next market operation at this time; null when a member acts instead. */
  next(state: Readonly<ExchangeState>, atMs: number): ExchangeCommand | null {
    const { dice } = this;
    const waiting = this.pending.shift();
    if (waiting) return waiting;
    for (const group of GROUPS) {
      const phase = state.groups.get(group)?.phase ?? 'CLOSED';
      if (dice.percent(percentToLeave(phase))) return this.nextPhase(group, phase, atMs);
    }
    return dice.percent(1) ? this.rareOperation(state, atMs) : null;
  }

  private define(facts: DefineInstrument): void {
    this.instruments.set(facts.ticker, facts);
    this.pending.push(facts);
  }

  /** Mostly the phase that follows in a day, sometimes any phase or the next day at once. */
  private nextPhase(group: string, phase: Phase, atMs: number): SetPhase {
    const { dice } = this;
    const next = DAY_PHASES[DAY_PHASES.indexOf(phase) + 1];
    const isNewDay = next === undefined || dice.percent(2);
    if (isNewDay) this.tradeDate = addDays(this.tradeDate, dice.oneOf([1, 1, 1, 2, 4]));
    const usual = isNewDay ? dice.oneOf(['PRE_OPEN', 'PRE_OPEN', 'CONTINUOUS'] as const) : next;
    return {
      ...phaseOf(group, dice.percent(5) ? dice.oneOf(PHASES) : usual, this.tradeDate),
      ...(dice.percent(80) ? { endsAtMs: atMs + dice.between(1_000, 3_600_000) } : {}),
      ...(dice.percent(50) ? { startsAtMs: atMs } : {}),
    };
  }

  private rareOperation(state: Readonly<ExchangeState>, atMs: number): ExchangeCommand {
    const { dice } = this;
    const group = dice.oneOf(GROUPS);
    const ticker = dice.oneOf([...state.listings.keys()]);
    const target = { v: 1, group, ticker: dice.percent(70) ? ticker : null } as const;
    switch (dice.below(9)) {
      case 0:
        return { v: 1, type: 'PUBLISH_BOOK', ticker };
      case 1: {
        const endsAtMs = atMs + dice.below(60_000);
        return { ...target, type: 'HALT', ...(dice.percent(70) ? { endsAtMs } : {}) };
      }
      case 2:
      case 3:
        return { ...target, type: 'RESUME' };
      case 4: {
        const length = dice.percent(50) ? { durationMs: dice.between(1, 60_000) } : {};
        return { v: 1, type: 'START_AUCTION', ticker, ...length };
      }
      case 5: {
        const value = 10_000_000 - dice.below(2_500_000);
        return { v: 1, type: 'INDEX_VALUE', group, value, previousClose: 10_000_000 };
      }
      case 6:
      case 7:
        return { v: 1, type: 'SET_PROTECTIONS', group, protections: randomProtections(dice) };
      default:
        this.redefine(ticker);
        return { v: 1, type: 'TIME' };
    }
  }

  /** Changes an instrument's facts, and changes them back with a later command. */
  private redefine(ticker: string): void {
    const { dice } = this;
    const known = this.instruments.get(ticker);
    if (!known) return;
    const { tickCentavos, previousCloseCentavos } = known;
    this.define({
      ...known,
      version: known.version + dice.between(-1, 2),
      status: dice.oneOf(['ACTIVE', 'ACTIVE', 'ACTIVE', 'SUSPENDED', 'DELISTED'] as const),
      tickCentavos: dice.percent(10) ? dice.oneOf([1, 2, 5]) : tickCentavos,
      previousCloseCentavos: dice.percent(30)
        ? previousCloseCentavos + dice.between(-50, 50)
        : previousCloseCentavos,
    });
    this.define({ ...known, version: known.version + 3 });
  }
}

const phaseOf = (group: string, phase: Phase, tradeDate: string): SetPhase => ({
  v: 1,
  type: 'SET_PHASE',
  group,
  phase,
  tradeDate,
});

function percentToLeave(phase: Phase): number {
  if (phase === 'CONTINUOUS') return 0.3;
  return phase === 'PRE_OPEN' || phase === 'CLOSED' || phase === 'HALTED' ? 10 : 1.5;
}

/** Protections as a command carries them. */
const plainOf = ({
  auctions,
  extensions,
  resumptionCallMs,
  breaker,
}: Protections): SetProtections['protections'] =>
  structuredClone({ auctions, extensions, resumptionCallMs, breaker }) as SetProtections['protections'];

/** Protections with random widths, some narrow enough to start auctions, or none. */
function randomProtections(dice: Dice): SetProtections['protections'] {
  if (dice.percent(20)) return plainOf(NO_PROTECTIONS);
  const protections = plainOf(protectionsOn(FIRST_DAY));
  return {
    ...protections,
    auctions: {
      ...protections.auctions,
      staticPpm: dice.oneOf([0, 5_000, 50_000]),
      dynamicPpm: dice.oneOf([0, 5_000, 50_000]),
      priceCallMs: dice.between(0, 60_000),
      meanSessions: dice.between(1, 3),
    },
    resumptionCallMs: dice.oneOf([0, 30_000]),
  };
}
