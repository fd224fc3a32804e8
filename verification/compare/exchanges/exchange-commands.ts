import type { EngineCommand, NewOrder } from '#contracts/messages/engine-commands.ts';
import { addDays } from '#domain/calendar/days.ts';
import type { ExchangeCommand } from '#engine/exchange/commands.ts';
import type { Order } from '#engine/exchange/orders/order.ts';
import { nextDueMs } from '#engine/exchange/phases/due.ts';
import type { ExchangeState } from '#engine/exchange/state.ts';
import { Dice, type Random } from '../generate/dice.ts';
import { MemberOrderGenerator } from './member-orders.ts';
import { MarketOperationGenerator } from './market-operations.ts';

/** A command with its time of arrival. */
export interface TimedCommand {
  readonly command: ExchangeCommand;
  readonly atMs: number;
}

export const MEMBERS = ['BROKER', 'SIMULATOR', 'OTHER'] as const;
export const ACCOUNTS = ['acc_1', 'acc_2', 'acc_3'] as const;

/** Number of open orders that a stream tends to, over all tickers. */
const OPEN_ORDERS = 120;

/**
 * A seeded stream of commands to an exchange, over all commands, members, tickers, phases and several days. It sees the
 * state of the exchange, so that most commands are valid.
 */
export class ExchangeCommandGenerator {
  private readonly dice: Dice;
  private readonly operations: MarketOperationGenerator;
  private readonly orders: MemberOrderGenerator;
  private readonly sent: EngineCommand[] = [];
  private atMs = Date.UTC(2026, 2, 16, 12);
  private serial = 0;

  constructor(random: Random, { brokenPercent = 1 }: { readonly brokenPercent?: number } = {}) {
    this.dice = new Dice(random);
    this.orders = new MemberOrderGenerator(this.dice, brokenPercent);
    this.operations = new MarketOperationGenerator(this.dice);
  }

  next(state: Readonly<ExchangeState>): TimedCommand {
    const { dice } = this;
    this.atMs += dice.percent(2) ? dice.below(120_000) : dice.below(500);
    const dueMs = nextDueMs(state);
    if (dueMs !== null && dueMs <= this.atMs && dice.percent(90)) return this.timed({ v: 1, type: 'TIME' });
    return this.timed(this.operations.next(state, this.atMs) ?? this.memberCommand(state));
  }

  private timed(command: ExchangeCommand): TimedCommand {
    if ('commandId' in command) this.remember(command);
    return { command, atMs: this.atMs };
  }

  private remember(command: EngineCommand): void {
    this.sent.push(command);
    if (this.sent.length > 50) this.sent.shift();
  }

  private memberCommand(state: Readonly<ExchangeState>): EngineCommand {
    const { dice } = this;
    if (dice.percent(1) && this.sent.length > 0) return dice.oneOf(this.sent);
    const open = openOrdersOf(state);
    const isFull = open.length > OPEN_ORDERS * 2 * dice.next();
    if (open.length === 0 || !dice.percent(isFull ? 60 : 25)) return this.newOrder(state, open);
    return this.commandForOrder(state, dice.oneOf(open));
  }

  private newOrder(state: Readonly<ExchangeState>, open: readonly Order[]): NewOrder {
    const { dice } = this;
    const member = dice.oneOf(MEMBERS);
    const isReused = dice.percent(1) && open.length > 0;
    const listing = dice.oneOf([...state.listings.values()]);
    const day = dice.percent(95) ? state.tradeDate : addDays('2026-03-16', dice.below(30));
    return {
      ...this.orders.newOrder(listing, day),
      ...this.common(member),
      type: 'NEW_ORDER',
      orderId: isReused ? dice.oneOf(open).orderId : `o${this.serial}`,
      accountId: dice.oneOf(ACCOUNTS),
      ...(dice.percent(1) ? { ticker: 'XXXX9' } : {}),
      ...(dice.percent(40) ? { sessionId: `s${dice.below(3)}` } : {}),
    };
  }

  private commandForOrder(state: Readonly<ExchangeState>, order: Order): EngineCommand {
    const { dice } = this;
    const target = dice.percent(95) ? order : this.recentOrder(order);
    const member = dice.percent(97) ? target.member : dice.oneOf(MEMBERS);
    const common = this.common(member);
    const request = {
      ticker: dice.percent(98) ? target.ticker : dice.oneOf([...state.listings.keys()]),
      orderId: target.orderId,
      requestId: `r${this.serial}`,
    };
    if (dice.percent(2)) {
      const accountId = dice.percent(60) ? order.accountId : null;
      const ticker = dice.percent(60) ? order.ticker : null;
      const side = dice.percent(50) ? order.side : null;
      const { requestId } = request;
      return { ...common, type: 'MASS_CANCEL', requestId, accountId, ticker, side };
    }
    if (dice.percent(2)) return { ...common, type: 'END_SESSION', sessionId: `s${dice.below(3)}` };
    if (dice.percent(45)) return { ...common, ...request, type: 'CANCEL_ORDER' };
    const listing = state.listings.get(order.ticker);
    if (!listing) throw new Error(`${order.ticker} has an open order but no listing`);
    return { ...common, ...request, type: 'REPLACE_ORDER', ...this.orders.replace(listing, order) };
  }

  /** An order that was sent recently, open or ended. */
  private recentOrder(other: Order): Pick<NewOrder, 'member' | 'ticker' | 'orderId'> {
    const recent = this.sent.filter((command) => command.type === 'NEW_ORDER');
    return recent.length > 0 ? this.dice.oneOf(recent) : other;
  }

  private common(member: string) {
    this.serial += 1;
    return { v: 1, commandId: `c${this.serial}`, correlationId: `x${this.serial}`, member } as const;
  }
}

const openOrdersOf = (state: Readonly<ExchangeState>): Order[] =>
  [...state.members.values()].flatMap(({ open }) => [...open.values()]);
