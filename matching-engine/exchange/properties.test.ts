import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Codec } from '#contracts/codec.ts';
import { engineMarketDataCodec } from '#contracts/messages/engine-market-data.ts';
import { executionReportCodec } from '#contracts/messages/execution-reports.ts';
import { commandStream } from '#test/support/engine/arbitraries.ts';
import { buy, cancel, define, setPhase } from '#test/support/engine/commands.ts';
import { expectEqual } from '#test/support/expect-equal.ts';
import { BUY, PHASE, SELL } from '../core/codes.ts';
import { createFastBook } from '../core/fast/fast-book.ts';
import type { ExchangeCommand } from './commands.ts';
import { createExchange, restoreExchange, type Exchange } from './exchange.ts';
import { exchangeSnapshotSchema } from './snapshot/snapshot.ts';
import type { ExchangeEvent } from './command-context.ts';

/** Expects that a message has exactly the fields of its kind, and valid values. */
const expectOwn = <T>(codec: Codec<T>, message: T): void =>
  expect(JSON.parse(codec.encodeOwn(message))).toEqual(JSON.parse(codec.encodeText(message)));

const run = (exchange: Exchange, commands: readonly ExchangeCommand[]): ExchangeEvent[] =>
  commands.flatMap((command, index) => [...exchange.apply(command, index)]);

describe('random commands', { timeout: 60_000 }, () => {
  test('cause only events that the contracts allow, in sequences without gaps', () => {
    fc.assert(
      fc.property(commandStream(80), (commands) => {
        const next = new Map<string, number>();
        for (const event of run(createExchange({ book: createFastBook }), commands)) {
          const isReport = event.kind === 'REPORT';
          // The publisher encodes them without a check.
          if (isReport) expectOwn(executionReportCodec, event.report);
          else expectOwn(engineMarketDataCodec, event.message);
          const stream = isReport ? event.report.member : event.message.ticker;
          const { sequence } = isReport ? event.report : event.message;
          expectEqual(sequence, next.get(stream) ?? 1);
          next.set(stream, sequence + 1);
        }
      }),
    );
  });

  test('never leave a crossed book in continuous trading', () => {
    fc.assert(
      fc.property(commandStream(80), (commands) => {
        const exchange = createExchange({ book: createFastBook });
        for (const [index, command] of commands.entries()) {
          exchange.apply(command, index);
          for (const { book } of exchange.state.listings.values()) {
            if (book.phase !== PHASE.CONTINUOUS) continue;
            expectEqual(book.bestTicks(BUY) < (book.bestTicks(SELL) || Infinity), true);
          }
        }
      }),
    );
  });

  test('conserve shares: bought equals sold, and no order fills beyond its quantity', () => {
    fc.assert(
      fc.property(commandStream(120), (commands) => {
        const exchange = createExchange({ book: createFastBook });
        const filled = { BUY: 0, SELL: 0, trades: 0 };
        const executions = new Set<string>();
        for (const event of run(exchange, commands)) {
          if (event.kind === 'MARKET_DATA') {
            if (event.message.type === 'TRADE') filled.trades += event.message.quantity;
            continue;
          }
          if (event.report.type !== 'FILLED') continue;
          const { executionId, fillQuantity, quantity, filledQuantity, leavesQuantity } = event.report;
          filled[executionId.endsWith('BUY') ? 'BUY' : 'SELL'] += fillQuantity;
          expectEqual(executions.has(executionId), false);
          executions.add(executionId);
          expectEqual(filledQuantity + leavesQuantity, quantity);
        }
        expect(filled.BUY).toBe(filled.trades);
        expect(filled.SELL).toBe(filled.trades);
        const orders = [...exchange.state.members.values()].flatMap((one) => [
          ...one.open.values(),
          ...one.ended.values(),
        ]);
        expect(orders.reduce((sum, order) => sum + order.filledQuantity, 0)).toBe(2 * filled.trades);
      }),
    );
  });

  test('emit book changes that add up to the book', () => {
    fc.assert(
      fc.property(commandStream(80), (commands) => {
        const exchange = createExchange({ book: createFastBook });
        const levels = new Map<string, { quantity: number; orders: number }>();
        for (const event of run(exchange, commands)) {
          if (event.kind !== 'MARKET_DATA' || event.message.type !== 'BOOK_CHANGED') continue;
          const { ticker, changes } = event.message;
          for (const { side, priceTicks, quantity, orders } of changes) {
            const key = `${ticker} ${side} ${priceTicks}`;
            if (quantity === 0) levels.delete(key);
            else levels.set(key, { quantity, orders });
          }
        }
        const books = [...exchange.state.listings].flatMap(([ticker, { book }]) =>
          (['BUY', 'SELL'] as const).flatMap((side) =>
            book
              .levels(side === 'BUY' ? BUY : SELL, Infinity)
              .map(({ priceTicks, quantity, orders }) => [
                `${ticker} ${side} ${priceTicks}`,
                { quantity, orders },
              ]),
          ),
        );
        expectEqual(levels, new Map(books as [string, { quantity: number; orders: number }][]));
      }),
    );
  });
});

describe('repeated commands', { timeout: 60_000 }, () => {
  test('change nothing and cause no events', () => {
    fc.assert(
      fc.property(commandStream(80), (commands) => {
        const exchange = createExchange({ book: createFastBook });
        run(exchange, commands);
        const hash = exchange.stateHash();
        expect(
          run(
            exchange,
            commands.filter((command) => 'commandId' in command),
          ),
        ).toEqual([]);
        expect(exchange.stateHash()).toBe(hash);
      }),
    );
  });
});

describe('snapshots', { timeout: 60_000 }, () => {
  const throughJson = (exchange: Exchange): Exchange =>
    restoreExchange(exchangeSnapshotSchema.parse(JSON.parse(JSON.stringify(exchange.capture()))), {
      book: createFastBook,
    });

  test('of a restored exchange equal the original snapshot', () => {
    fc.assert(
      fc.property(commandStream(100), (commands) => {
        const exchange = createExchange({ book: createFastBook });
        run(exchange, commands);
        const restored = throughJson(exchange);
        expectEqual(restored.capture(), exchange.capture());
        expect(restored.stateHash()).toBe(exchange.stateHash());
      }),
    );
  });

  test('restore an exchange that continues as the original', () => {
    fc.assert(
      fc.property(commandStream(100), fc.nat(100), (commands, cut) => {
        const whole = createExchange({ book: createFastBook });
        const events = run(whole, commands);
        const first = createExchange({ book: createFastBook });
        const before = commands.slice(0, cut).flatMap((command, index) => [...first.apply(command, index)]);
        const second = throughJson(first);
        const after = commands
          .slice(cut)
          .flatMap((command, index) => [...second.apply(command, cut + index)]);
        expectEqual([...before, ...after], events);
        expect(second.stateHash()).toBe(whole.stateHash());
      }),
    );
  });

  test('do not change when the exchange changes', () => {
    const exchange = createExchange({ book: createFastBook });
    run(exchange, [define(), setPhase('CONTINUOUS'), buy('a', 100, 2890)]);
    const copy = exchange.capture();
    const hash = restoreExchange(copy, { book: createFastBook }).stateHash();
    run(exchange, [buy('b', 100, 2890), cancel('a', 'r')]);
    expect(restoreExchange(copy, { book: createFastBook }).stateHash()).toBe(hash);
    expect(exchange.stateHash()).not.toBe(hash);
  });
});

describe('memory of ended orders and command ids', () => {
  test('is bounded and keeps the newest', () => {
    const limits = { commandIds: 50, endedOrders: 20 };
    const exchange = createExchange({ book: createFastBook, limits });
    run(exchange, [define(), setPhase('CONTINUOUS')]);
    const sent = Array.from({ length: 1_000 }, (_, n) => buy(`o${n}`, 100, 2890, { timeInForce: 'IOC' }));
    run(exchange, sent);
    const { members } = exchange.capture();
    const ended = members[0]?.ended.map(({ orderId }) => orderId) ?? [];
    expect(ended.length).toBeGreaterThanOrEqual(20);
    expect(ended.length).toBeLessThanOrEqual(25);
    expect(ended).toEqual(sent.slice(-ended.length).map(({ orderId }) => orderId));
    const { older = [], younger = [] } = members[0]?.commandIds ?? {};
    expect(older.length + younger.length).toBeLessThanOrEqual(100);
    expect(run(exchange, sent.slice(-50))).toEqual([]);
    expect(run(exchange, sent.slice(0, 1))).not.toEqual([]);
  });

  test('recognizes a repeat of a numbered command for ever, also after a restart', () => {
    const settings = { book: createFastBook, limits: { commandIds: 50, endedOrders: 20 } };
    const exchange = createExchange(settings);
    run(exchange, [define(), setPhase('CONTINUOUS')]);
    const sent = Array.from({ length: 1_000 }, (_, n) =>
      buy(`o${n}`, 100, 2890, { timeInForce: 'IOC', number: n + 1 }),
    );
    run(exchange, sent);
    expect(run(exchange, sent)).toEqual([]);
    const restored = restoreExchange(exchange.capture(), settings);
    expect(run(restored, sent)).toEqual([]);
    expect(run(restored, [buy('next', 100, 2890, { number: 1_001 })])).not.toEqual([]);
    expect(restored.capture().members[0]?.commandIds).toEqual({ older: [], younger: [] });
  });
});
