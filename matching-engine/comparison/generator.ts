import { NO_TUNNELS, type AuctionTunnels, type BookRules } from '../core/book-rules.ts';
import {
  CANCEL_REASONS,
  EXPIRY_REASONS,
  isCall,
  MAX_PRICE_TICKS,
  MAX_QUANTITY,
  PHASE,
} from '../core/codes.ts';
import type { BookCommand } from './book-command.ts';
import { Dice, type Random } from './dice.ts';
import { changeOf, termsOf } from './order-generator.ts';

/** What a generator looks at, so that most of what it makes means something to the book. */
export interface BookView {
  readonly phase: number;
  readonly openSlots: readonly number[];
  /** Shares that an open order has filled. */
  filledOf(slot: number): number;
}

/** Where and how a stretch of the stream trades. */
export interface Climate {
  readonly rules: BookRules;
  /** Prices lie around it. */
  readonly middleTicks: number;
  /** How far from it plain limits lie. */
  readonly spreadTicks: number;
  /** The open orders that the stream tends to. */
  readonly openOrders: number;
  /** Of a hundred commands those whose fields are any integers. */
  readonly brokenPercent: number;
}

const STRETCH = 400;

/** What every climate has in common where it is given; else each has its own. */
export interface GeneratorOptions {
  readonly brokenPercent?: number | undefined;
  readonly openOrders?: number | undefined;
}

/** A seeded stream of commands over all types, terms, phases and rules: mostly valid, sometimes broken. */
export class CommandGenerator {
  private readonly dice: Dice;
  private readonly fixed: GeneratorOptions;
  private climate: Climate;
  private left = 0;
  private tradeDay = 20_000;
  private readonly pending: BookCommand[] = [];

  constructor(random: Random, options: GeneratorOptions = {}) {
    this.dice = new Dice(random);
    this.fixed = options;
    this.climate = climateOf(this.dice, options);
  }

  next(view: BookView): BookCommand {
    if (this.left-- === 0) this.changeClimate();
    return this.pending.shift() ?? this.usual(view);
  }

  private changeClimate(): void {
    this.left = STRETCH;
    this.climate = climateOf(this.dice, this.fixed);
    const { rules, middleTicks } = this.climate;
    this.pending.push(
      { type: 'SET_PHASE', phase: PHASE.CLOSED },
      { type: 'SET_RULES', rules },
      { type: 'START_SESSION', tradeDay: ++this.tradeDay, previousCloseTicks: middleTicks },
      { type: 'SET_PHASE', phase: PHASE.OPENING_CALL },
    );
  }

  private usual(view: BookView): BookCommand {
    const { dice, climate } = this;
    if (dice.percent(phaseChangePercent(view.phase)))
      return { type: 'SET_PHASE', phase: nextPhase(dice, view.phase) };
    if (dice.percent(1)) return this.rare();
    const isFull = view.openSlots.length > climate.openOrders * 2 * dice.next();
    if (view.openSlots.length === 0 || !dice.percent(isFull ? 60 : 25))
      return { type: 'ENTER', terms: termsOf(dice, climate, view.phase, this.tradeDay) };
    return this.onOpenOrder(view, dice.oneOf(view.openSlots));
  }

  private onOpenOrder(view: BookView, slot: number): BookCommand {
    const { dice, climate } = this;
    if (dice.percent(40)) return { type: 'REPLACE', slot, ...changeOf(dice, climate, view.filledOf(slot)) };
    if (dice.percent(20)) return { type: 'EXPIRE', slot, reason: dice.below(EXPIRY_REASONS.length) };
    return { type: 'CANCEL', slot, reason: dice.below(CANCEL_REASONS.length) };
  }

  private rare(): BookCommand {
    const { dice, climate } = this;
    const previousCloseTicks = dice.percent(20) ? 0 : nearby(dice, climate.middleTicks, 20);
    switch (dice.below(6)) {
      case 0:
        return { type: 'START_SESSION', tradeDay: (this.tradeDay += 1 + dice.below(3)), previousCloseTicks };
      case 1:
      case 2:
        return { type: 'SET_PREVIOUS_CLOSE', previousCloseTicks };
      case 3:
        return { type: 'RESTORE' };
      default:
        return { type: 'SET_RULES', rules: this.otherRules() };
    }
  }

  /** Rules of the same climate: another width, a narrower band, a suspension that does not last. */
  private otherRules(): BookRules {
    const { dice, climate } = this;
    this.pending.push({ type: 'SET_RULES', rules: climate.rules });
    return {
      ...climate.rules,
      isActive: !dice.percent(30),
      lowestTicks: dice.percent(50) ? climate.rules.lowestTicks : nearby(dice, climate.middleTicks, 20),
      tunnels: tunnelsOf(dice),
    };
  }
}

const phaseChangePercent = (phase: number): number => {
  if (phase === PHASE.CONTINUOUS) return 1;
  return isCall(phase) ? 4 : 40;
};

/** Mostly the way of a day, sometimes any phase. */
function nextPhase(dice: Dice, phase: number): number {
  if (dice.percent(25)) return dice.below(PHASE.HALTED + 1);
  if (phase !== PHASE.CONTINUOUS) return PHASE.CONTINUOUS;
  return dice.oneOf([PHASE.AUCTION, PHASE.CLOSING_CALL, PHASE.OPENING_CALL, PHASE.HALTED]);
}

export const nearby = (dice: Dice, ticks: number, distance: number): number =>
  Math.min(Math.max(ticks + dice.between(-distance, distance), 1), MAX_PRICE_TICKS);

function climateOf(dice: Dice, { brokenPercent, openOrders }: GeneratorOptions): Climate {
  const isExtreme = dice.percent(15);
  const middleTicks = isExtreme
    ? dice.oneOf([1, 12, MAX_PRICE_TICKS, MAX_PRICE_TICKS - 12])
    : dice.between(200, 5_000);
  return {
    rules: {
      isActive: true,
      lotSize: dice.oneOf([1, 1, 10, 100]),
      maxOrderQuantity: isExtreme ? MAX_QUANTITY : 100_000,
      lowestTicks: 1,
      highestTicks: isExtreme ? MAX_PRICE_TICKS : middleTicks * 2,
      tunnels: dice.percent(50) ? NO_TUNNELS : tunnelsOf(dice),
    },
    middleTicks,
    spreadTicks: dice.oneOf([6, 6, 30, 500]),
    openOrders: openOrders ?? dice.oneOf([10, 40, 100]),
    brokenPercent: brokenPercent ?? dice.oneOf([0, 2, 10]),
  };
}

const tunnelsOf = (dice: Dice): AuctionTunnels => ({
  staticPpm: dice.oneOf([0, 1_000, 10_000, 50_000]),
  dynamicPpm: dice.oneOf([0, 500, 5_000, 20_000]),
  priceCallMs: 300_000,
  meanQuantity: dice.oneOf([0, 0, 100, 2_000]),
  quantitySteps: dice.oneOf([[], [{ multiple: 0.5, callMs: 1_000 }], FIVE_AND_TEN]),
});

const FIVE_AND_TEN = [
  { multiple: 5, callMs: 300_000 },
  { multiple: 10, callMs: 3_600_000 },
];
