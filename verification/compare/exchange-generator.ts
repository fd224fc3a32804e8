import type { EngineCommand, NewOrder } from '#contracts/messages/engine-commands.ts';
import { addDays } from '#domain/calendar/days.ts';
import type { CoreCommand } from '#engine/exchange/commands.ts';
import type { Order } from '#engine/exchange/orders/order.ts';
import { nextDueMs } from '#engine/exchange/phases/due.ts';
import type { ExchangeState } from '#engine/exchange/state.ts';
import { Dice, type Random } from './dice.ts';
import { OrderWriter } from './exchange-orders.ts';
import { SessionGenerator } from './session-generator.ts';

/** A command and the instant at which it arrives. */
export interface TimedCommand {
  readonly command: CoreCommand;
  readonly atMs: number;
}

export const MEMBERS = ['BROKER', 'SIMULATOR', 'OTHER'] as const;
export const ACCOUNTS = ['acc_1', 'acc_2', 'acc_3'] as const;

/** Open orders that a stream tends to, over all tickers. */
const OPEN_ORDERS = 120;

/**
 * A seeded stream of what a whole exchange may be told: all commands, members, tickers and phases, over days. It looks
 * at the exchange that it is for, so that most of it means something there.
 */
export class ExchangeCommandGenerator {
  private readonly dice: Dice;
  private readonly session: SessionGenerator;
  private readonly orders: OrderWriter;
  private readonly sent: EngineCommand[] = [];
  private atMs = Date.UTC(2026, 2, 16, 12);
  private serial = 0;

  constructor(random: Random, { brokenPercent = 1 }: { readonly brokenPercent?: number } = {}) {
    this.dice = new Dice(random);
    this.orders = new OrderWriter(this.dice, brokenPercent);
    this.session = new SessionGenerator(this.dice);
  }

  next(state: Readonly<ExchangeState>): TimedCommand {
    const { dice } = this;
    this.atMs += dice.percent(2) ? dice.below(120_000) : dice.below(500);
    const dueMs = nextDueMs(state);
    if (dueMs !== null && dueMs <= this.atMs && dice.percent(90)) return this.timed({ v: 1, type: 'TIME' });
    return this.timed(this.session.next(state, this.atMs) ?? this.ofMember(state));
  }

  private timed(command: CoreCommand): TimedCommand {
    if ('commandId' in command) this.remember(command);
    return { command, atMs: this.atMs };
  }

  private remember(command: EngineCommand): void {
    this.sent.push(command);
    if (this.sent.length > 50) this.sent.shift();
  }

  private ofMember(state: Readonly<ExchangeState>): EngineCommand {
    const { dice } = this;
    if (dice.percent(1) && this.sent.length > 0) return dice.oneOf(this.sent);
    const open = openOrdersOf(state);
    const isFull = open.length > OPEN_ORDERS * 2 * dice.next();
    if (open.length === 0 || !dice.percent(isFull ? 60 : 25)) return this.newOrder(state, open);
    return this.onOpenOrder(state, dice.oneOf(open));
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

  private onOpenOrder(state: Readonly<ExchangeState>, order: Order): EngineCommand {
    const { dice } = this;
    const aim = dice.percent(95) ? order : this.recentOrder(order);
    const member = dice.percent(97) ? aim.member : dice.oneOf(MEMBERS);
    const common = this.common(member);
    const target = {
      ticker: dice.percent(98) ? aim.ticker : dice.oneOf([...state.listings.keys()]),
      orderId: aim.orderId,
      requestId: `r${this.serial}`,
    };
    if (dice.percent(2)) {
      const accountId = dice.percent(60) ? order.accountId : null;
      const ticker = dice.percent(60) ? order.ticker : null;
      const side = dice.percent(50) ? order.side : null;
      const { requestId } = target;
      return { ...common, type: 'MASS_CANCEL', requestId, accountId, ticker, side };
    }
    if (dice.percent(2)) return { ...common, type: 'END_SESSION', sessionId: `s${dice.below(3)}` };
    if (dice.percent(45)) return { ...common, ...target, type: 'CANCEL_ORDER' };
    const listing = state.listings.get(order.ticker);
    if (!listing) throw new Error(`${order.ticker} has an open order and is not listed`);
    return { ...common, ...target, type: 'REPLACE_ORDER', ...this.orders.replace(listing, order) };
  }

  /** One that was sent not long ago, whatever has become of it. */
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
