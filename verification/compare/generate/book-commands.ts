import type { BookRules } from '#engine/core/book-rules.ts';
import { CANCEL_REASONS, EXPIRY_REASONS, isCall, PHASE } from '#engine/core/codes.ts';
import type { BookCommand } from '../books/book-command.ts';
import {
  randomConditions,
  nearby,
  randomTunnels,
  type MarketConditions,
  type ConditionOptions,
} from './conditions.ts';
import { Dice, type Random } from './dice.ts';
import { randomChange, randomTerms } from './order-terms.ts';

/** State of the book that a generator needs, so that most of its commands are valid. */
export interface BookView {
  readonly phase: number;
  readonly openSlots: readonly number[];
  /** Filled shares of an open order. */
  filledOf(slot: number): number;
}

/** Commands under the same market conditions. */
const STRETCH = 400;

/** A seeded stream of commands over all order types, terms, phases and rules: mostly valid, sometimes invalid. */
export class BookCommandGenerator {
  private readonly dice: Dice;
  private readonly fixed: ConditionOptions;
  private conditions: MarketConditions;
  private commandsLeft = 0;
  private tradeDay = 20_000;
  private readonly pending: BookCommand[] = [];

  constructor(random: Random, options: ConditionOptions = {}) {
    this.dice = new Dice(random);
    this.fixed = options;
    this.conditions = randomConditions(this.dice, options);
  }

  next(view: BookView): BookCommand {
    if (this.commandsLeft-- === 0) this.changeConditions();
    return this.pending.shift() ?? this.usualCommand(view);
  }

  private changeConditions(): void {
    this.commandsLeft = STRETCH;
    this.conditions = randomConditions(this.dice, this.fixed);
    const { rules, middleTicks } = this.conditions;
    this.pending.push(
      { type: 'SET_PHASE', phase: PHASE.CLOSED },
      { type: 'SET_RULES', rules },
      { type: 'START_TRADING_DAY', tradeDay: ++this.tradeDay, previousCloseTicks: middleTicks },
      { type: 'SET_PHASE', phase: PHASE.OPENING_CALL },
    );
  }

  private usualCommand(view: BookView): BookCommand {
    const { dice, conditions } = this;
    if (dice.percent(phaseChangePercent(view.phase)))
      return { type: 'SET_PHASE', phase: nextPhase(dice, view.phase) };
    if (dice.percent(1)) return this.rareCommand();
    const isFull = view.openSlots.length > conditions.openOrders * 2 * dice.next();
    if (view.openSlots.length === 0 || !dice.percent(isFull ? 60 : 25))
      return { type: 'ENTER', terms: randomTerms(dice, conditions, view.phase, this.tradeDay) };
    return this.commandForOrder(view, dice.oneOf(view.openSlots));
  }

  private commandForOrder(view: BookView, slot: number): BookCommand {
    const { dice, conditions } = this;
    if (dice.percent(40))
      return { type: 'REPLACE', slot, ...randomChange(dice, conditions, view.filledOf(slot)) };
    if (dice.percent(20)) return { type: 'EXPIRE', slot, reason: dice.below(EXPIRY_REASONS.length) };
    return { type: 'CANCEL', slot, reason: dice.below(CANCEL_REASONS.length) };
  }

  private rareCommand(): BookCommand {
    const { dice, conditions } = this;
    const previousCloseTicks = dice.percent(20) ? 0 : nearby(dice, conditions.middleTicks, 20);
    switch (dice.below(6)) {
      case 0:
        return {
          type: 'START_TRADING_DAY',
          tradeDay: (this.tradeDay += 1 + dice.below(3)),
          previousCloseTicks,
        };
      case 1:
      case 2:
        return { type: 'SET_PREVIOUS_CLOSE', previousCloseTicks };
      case 3:
        return { type: 'RESTORE' };
      default:
        return { type: 'SET_RULES', rules: this.otherRules() };
    }
  }

  /** Other rules for one command: other tunnels, a narrower band or a suspension. */
  private otherRules(): BookRules {
    const { dice, conditions } = this;
    this.pending.push({ type: 'SET_RULES', rules: conditions.rules });
    return {
      ...conditions.rules,
      isActive: !dice.percent(30),
      lowestTicks: dice.percent(50) ? conditions.rules.lowestTicks : nearby(dice, conditions.middleTicks, 20),
      tunnels: randomTunnels(dice),
    };
  }
}

const phaseChangePercent = (phase: number): number => {
  if (phase === PHASE.CONTINUOUS) return 1;
  return isCall(phase) ? 4 : 40;
};

/** Mostly the phase that follows in a day, sometimes any phase. */
function nextPhase(dice: Dice, phase: number): number {
  if (dice.percent(25)) return dice.below(PHASE.HALTED + 1);
  if (phase !== PHASE.CONTINUOUS) return PHASE.CONTINUOUS;
  return dice.oneOf([PHASE.AUCTION, PHASE.CLOSING_CALL, PHASE.OPENING_CALL, PHASE.HALTED]);
}
