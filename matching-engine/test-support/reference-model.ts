import type { EngineCommand, NewOrder, ReplaceOrder } from '#contracts/engine-commands.ts';
import type { Phase } from '#domain/market/phase.ts';
import type { RefusalRule } from '#domain/refusal.ts';
import type { CoreCommand, DefineInstrument } from '../exchange/commands.ts';

/**
 * The exchange once more, as slow and as plain as can be: one list of orders, searched and sorted for every question.
 * It shares no code with the core. Each command answers lines of text that say what happened.
 */
interface ModelOrder {
  readonly member: string;
  readonly id: string;
  readonly account: string;
  readonly ticker: string;
  readonly side: 'BUY' | 'SELL';
  price: number;
  quantity: number;
  filled: number;
  state: 'open' | 'ended';
  /** When it came to its place in the queue. */
  turn: number;
}

/** Each command answers its lines; the book can be looked at in between. */
export class ReferenceModel {
  readonly #orders: ModelOrder[] = [];
  readonly #instruments: DefineInstrument[] = [];
  readonly #members: string[] = [];
  readonly #seen = new Set<string>();
  #phase: Phase = 'CLOSED';
  #today = '';
  #turn = 0;

  apply(command: CoreCommand): string[] {
    this.#turn += 1;
    if (command.type === 'SET_PHASE') return this.#toPhase(command.phase, command.tradeDate);
    if (command.type === 'DEFINE_INSTRUMENT') return this.#redefine(command);
    if (!('commandId' in command)) return [];
    return this.#ofMember(command);
  }

  /** Lines `SIDE price quantity orders`, best first, bids before asks. */
  book(ticker: string): string[] {
    return (['BUY', 'SELL'] as const).flatMap((side) => {
      const levels = new Map<number, ModelOrder[]>();
      for (const one of this.#resting(ticker, side))
        levels.set(one.price, [...(levels.get(one.price) ?? []), one]);
      return [...levels].map(
        ([price, at]) => `${side} ${price} ${at.reduce((sum, one) => sum + left(one), 0)} ${at.length}`,
      );
    });
  }

  /** Who trades against an order of that side and price, in B3's order of priority. */
  #opponents(ticker: string, side: 'BUY' | 'SELL', price: number): ModelOrder[] {
    return this.#resting(ticker, side === 'BUY' ? 'SELL' : 'BUY').filter((one) =>
      side === 'BUY' ? one.price <= price : one.price >= price,
    );
  }

  #resting(ticker: string, side: 'BUY' | 'SELL'): ModelOrder[] {
    return this.#orders
      .filter((one) => one.state === 'open' && one.ticker === ticker && one.side === side)
      .sort((a, b) => (side === 'BUY' ? b.price - a.price : a.price - b.price) || a.turn - b.turn);
  }

  #trade(taker: ModelOrder): string[] {
    const lines: string[] = [];
    for (const maker of this.#opponents(taker.ticker, taker.side, taker.price)) {
      const quantity = Math.min(left(taker), left(maker));
      if (quantity === 0) break;
      for (const order of [maker, taker]) {
        order.filled += quantity;
        if (left(order) === 0) order.state = 'ended';
      }
      lines.push(`FILLED ${maker.id} ${maker.price} ${quantity} left ${left(maker)} MAKER`);
      lines.push(`FILLED ${taker.id} ${maker.price} ${quantity} left ${left(taker)} TAKER`);
      lines.push(`TRADE ${taker.ticker} ${maker.price} ${quantity} ${taker.side}`);
    }
    return lines;
  }

  #broken(command: NewOrder | ReplaceOrder): RefusalRule | null {
    const instrument = this.#instruments.find((one) => one.ticker === command.ticker);
    if (!instrument) return 'UNKNOWN_TICKER';
    if (instrument.status !== 'ACTIVE') return 'ASSET_NOT_ACTIVE';
    if (this.#phase !== 'CONTINUOUS') return 'PHASE';
    const isNew = command.type === 'NEW_ORDER';
    const isMarket = isNew && command.orderType === 'MARKET';
    if (command.displayQuantity || command.minimumQuantity) return 'NOT_YET_SUPPORTED';
    if (isNew && !['LIMIT', 'MARKET'].includes(command.orderType)) return 'NOT_YET_SUPPORTED';
    if (isNew && !['DAY', 'IOC', 'FOK'].includes(command.timeInForce)) return 'NOT_YET_SUPPORTED';
    if (!isNew && command.stopPriceTicks) return 'NOT_YET_SUPPORTED';
    if (isNew && command.expiresOn) return 'INVALID_COMBINATION';
    if (command.quantity > instrument.maxOrderQuantity) return 'QUANTITY_LIMIT';
    if (command.quantity % instrument.lotSize > 0) return 'LOT_SIZE';
    if (isNew && !isMarket && !command.limitPriceTicks) return 'PRICE_REQUIRED';
    if (isMarket && command.limitPriceTicks) return 'PRICE_NOT_ALLOWED';
    if (isNew && command.stopPriceTicks) return 'PRICE_NOT_ALLOWED';
    if (isNew && !isMarket && command.protectionPriceTicks) return 'PRICE_NOT_ALLOWED';
    const price = command.limitPriceTicks ?? (isMarket ? command.protectionPriceTicks : null);
    const { priceBand, tickCentavos } = instrument;
    if (price !== null && priceBand) {
      const centavos = price * tickCentavos;
      if (centavos < priceBand.lowCentavos || centavos > priceBand.highCentavos) return 'PRICE_BAND';
    }
    return null;
  }

  #marketPrice(command: NewOrder): number | null {
    const anyPrice = command.side === 'BUY' ? Infinity : 0;
    const best = this.#opponents(command.ticker, command.side, anyPrice)[0]?.price;
    const protection = command.protectionPriceTicks;
    if (best === undefined) return null;
    if (protection === null) return best;
    return command.side === 'BUY' ? Math.min(best, protection) : Math.max(best, protection);
  }

  #enter(command: NewOrder): string[] {
    const { member, orderId: id, accountId: account, ticker, side, quantity } = command;
    if (this.#orders.some((one) => one.member === member && one.id === id))
      return [`REJECTED ${id} ID_REUSED`];
    const price = command.limitPriceTicks ?? this.#marketPrice(command);
    const rule = this.#broken(command) ?? (price === null ? 'NO_OPPOSITE_PRICE' : null);
    const order: ModelOrder = {
      member,
      id,
      account,
      ticker,
      side,
      price: 0,
      quantity,
      filled: 0,
      turn: this.#turn,
      state: 'ended',
    };
    this.#orders.push(order);
    if (rule !== null || price === null) return [`REJECTED ${id} ${rule ?? ''}`];
    order.price = price;
    const lines = [`ACCEPTED ${id} ${price}`];
    const available = this.#opponents(ticker, side, price).reduce((sum, one) => sum + left(one), 0);
    if (command.timeInForce === 'FOK' && available < quantity)
      return [...lines, `EXPIRED ${id} FILL_OR_KILL 0`];
    lines.push(...this.#trade(order));
    if (left(order) === 0) return lines;
    if (command.timeInForce === 'IOC') return [...lines, `EXPIRED ${id} IMMEDIATE_OR_CANCEL ${order.filled}`];
    order.state = 'open';
    return lines;
  }

  #find(command: { member: string; orderId: string; ticker: string }): ModelOrder | undefined {
    return this.#orders.find(
      (one) => one.member === command.member && one.id === command.orderId && one.ticker === command.ticker,
    );
  }

  #change(command: ReplaceOrder): string[] {
    const order = this.#find(command);
    const { requestId, quantity } = command;
    if (order?.state !== 'open')
      return [`REPLACE_REJECTED ${requestId} ${order ? 'ORDER_ENDED' : 'ORDER_NOT_FOUND'}`];
    const rule = this.#broken(command);
    if (rule) return [`REPLACE_REJECTED ${requestId} ${rule}`];
    if (quantity <= order.filled)
      return [end(order, `CANCELED ${order.id} ${order.filled} REQUESTED ${requestId}`)];
    const price = command.limitPriceTicks ?? order.price;
    const keepsItsPlace = price === order.price && quantity <= order.quantity;
    if (!keepsItsPlace) order.turn = this.#turn;
    order.price = price;
    order.quantity = quantity;
    return [
      `REPLACED ${order.id} ${price} ${quantity} left ${left(order)}`,
      ...(keepsItsPlace ? [] : this.#trade(order)),
    ];
  }

  #byMember(list: ModelOrder[]): ModelOrder[] {
    return list.sort((a, b) => this.#members.indexOf(a.member) - this.#members.indexOf(b.member));
  }

  #ofMember(command: EngineCommand): string[] {
    if (!this.#members.includes(command.member)) this.#members.push(command.member);
    const key = `${command.member} ${command.commandId}`;
    if (this.#seen.has(key)) return [];
    this.#seen.add(key);
    switch (command.type) {
      case 'NEW_ORDER':
        return this.#enter(command);
      case 'REPLACE_ORDER':
        return this.#change(command);
      case 'CANCEL_ORDER': {
        const order = this.#find(command);
        if (order?.state === 'open')
          return [end(order, `CANCELED ${order.id} ${order.filled} REQUESTED ${command.requestId}`)];
        return [`CANCEL_REJECTED ${command.requestId} ${order ? 'ORDER_ENDED' : 'ORDER_NOT_FOUND'}`];
      }
      case 'END_SESSION':
        return [];
      case 'MASS_CANCEL': {
        const { accountId, ticker, side, requestId } = command;
        const fitting = this.#orders
          .filter((one) => one.state === 'open' && one.member === command.member)
          .filter((one) => accountId === null || one.account === accountId)
          .filter((one) => ticker === null || one.ticker === ticker)
          .filter((one) => side === null || one.side === side);
        const lines = fitting.map((one) =>
          end(one, `CANCELED ${one.id} ${one.filled} MASS_CANCEL ${requestId}`),
        );
        return [...lines, `MASS_CANCELED ${fitting.length}`];
      }
    }
  }

  #toPhase(next: Phase, tradeDate: string): string[] {
    if (next === this.#phase && tradeDate === this.#today) return [];
    const ends = next === 'CLOSED' || tradeDate !== this.#today;
    const open = this.#byMember(this.#orders.filter((one) => one.state === 'open'));
    const lines = ends ? open.map((one) => end(one, `EXPIRED ${one.id} END_OF_DAY ${one.filled}`)) : [];
    this.#phase = next;
    this.#today = tradeDate;
    return [...lines, ...this.#instruments.map(({ ticker }) => `PHASE_CHANGED ${ticker} ${next}`)];
  }

  #redefine(command: DefineInstrument): string[] {
    const index = this.#instruments.findIndex((one) => one.ticker === command.ticker);
    const known = this.#instruments[index];
    if (known && command.version <= known.version) return [];
    const told = this.#today === '' ? [] : [`PHASE_CHANGED ${command.ticker} ${this.#phase}`];
    if (!known) {
      this.#instruments.push(command);
      return told;
    }
    this.#instruments[index] = command;
    const hasNewTick = known.tickCentavos !== command.tickCentavos;
    const open = this.#orders.filter((one) => one.state === 'open' && one.ticker === command.ticker);
    const lines = this.#byMember(hasNewTick ? open : []).map((one) =>
      end(one, `CANCELED ${one.id} ${one.filled} MASS_CANCEL null`),
    );
    const isAdjusted = known.previousCloseCentavos !== command.previousCloseCentavos;
    return [...lines, ...(isAdjusted || hasNewTick ? told : [])];
  }
}

const left = (order: ModelOrder): number => order.quantity - order.filled;

function end(order: ModelOrder, line: string): string {
  order.state = 'ended';
  return line;
}
