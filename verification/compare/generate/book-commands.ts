import type { BookRules } from '#engine/core/book-rules.ts';
import { CANCEL_REASONS, EXPIRY_REASONS, isCall, PHASE } from '#engine/core/codes.ts';
import type { BookCommand } from '../books/book-command.ts';
import { climateOf, nearby, tunnelsOf, type Climate, type ClimateOptions } from './conditions.ts';
import { Dice, type Random } from './dice.ts';
import { changeOf, termsOf } from './order-terms.ts';

/** What a generator looks at, so that most of what it makes means something to the book. */
export interface BookView {
  readonly phase: number;
  readonly openSlots: readonly number[];
  /** Shares that an open order has filled. */
  filledOf(slot: number): number;
}

const STRETCH = 400;

/** A seeded stream of commands over all types, terms, phases and rules: mostly valid, sometimes broken. */
export class CommandGenerator {
  private readonly dice: Dice;
  private readonly fixed: ClimateOptions;
  private climate: Climate;
  private left = 0;
  private tradeDay = 20_000;
  private readonly pending: BookCommand[] = [];

  constructor(random: Random, options: ClimateOptions = {}) {
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
