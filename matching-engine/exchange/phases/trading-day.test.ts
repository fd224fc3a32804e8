import { describe, expect, test } from 'vitest';
import { createFastBook } from '../../core/fast/fast-book.ts';
import { createNaiveBook } from '../../core/naive/naive-book.ts';
import { buy, define, marketBuy, NEXT_DAY, sell } from '#test/support/engine/commands.ts';
import { instant, openDay, phase, TradingDay, unprotected } from '#test/support/engine/trading-day.ts';
import type { ExchangeCommand } from '../commands.ts';

const halt = (ticker: string | null, until?: string): ExchangeCommand => ({
  v: 1,
  type: 'HALT',
  group: 'CASH',
  ticker,
  ...(until === undefined ? {} : { endsAtMs: instant(until) }),
});
const resume = (ticker: string | null): ExchangeCommand => ({ v: 1, type: 'RESUME', group: 'CASH', ticker });

describe.each([
  ['naive', createNaiveBook],
  ['fast', createFastBook],
] as const)('a day over the %s book', (_name, book) => {
  const open = (): TradingDay => openDay(book);

  test('[PHASES_OF_THE_DAY] opens and closes with a call, expires DAY orders and keeps GTC orders', () => {
    const day = new TradingDay(book);
    day.upTo('OPENING_CALL');
    expect(
      day.at('09:50', sell('s', 300, 2880), buy('b', 200, 2900), buy('g', 100, 2800, { timeInForce: 'GTC' })),
    ).toEqual([]);
    expect(day.at('10:00', phase('CONTINUOUS'))).toEqual([
      '10:00 trade 200 at 2890',
      '10:00 CONTINUOUS until 16:55',
    ]);
    expect(day.at('15:00', buy('c', 100, 2880, { timeInForce: 'AT_CLOSE' }), sell('t', 100, 2950))).toEqual(
      [],
    );
    expect(day.at('16:55', phase('CLOSING_CALL'))).toEqual(['16:55 CLOSING_CALL until 17:00']);
    expect(day.at('17:00', phase('CLOSED'))).toEqual([
      '17:00 trade 100 at 2880',
      '17:00 t EXPIRED END_OF_DAY',
      '17:00 CLOSED',
    ]);
    expect(day.upTo('CONTINUOUS', NEXT_DAY)).toEqual([
      '09:30 PRE_OPEN until 09:45',
      '09:45 OPENING_CALL until 10:00',
      '10:00 CONTINUOUS until 16:55',
    ]);
    expect(day.at('10:01', sell('u', 100, 2800))).toEqual(['10:01 trade 100 at 2800']);
  });

  test('late phases carry their scheduled timestamps', () => {
    const day = new TradingDay(book);
    day.upTo('CLOSING_CALL');
    day.at('16:56', sell('s', 100, 2880), buy('b', 100, 2880));
    expect(day.at('23:00', phase('CLOSED'), phase('PRE_OPEN', NEXT_DAY))).toEqual([
      '17:00 trade 100 at 2880',
      '17:00 CLOSED',
      '09:30 PRE_OPEN until 09:45',
    ]);
  });

  describe('[CALL_EXTENSION]', () => {
    test('extends an opening call after a change near its end, at most twice', () => {
      const day = new TradingDay(book);
      day.upTo('OPENING_CALL');
      day.at('09:59:50', sell('s', 100, 2890), buy('b', 100, 2890));
      expect(day.at('10:00', phase('CONTINUOUS'))).toEqual(['10:00 OPENING_CALL EXTENSION until 10:01']);
      expect(day.at('10:00:30', marketBuy('m', 100))).toEqual(['10:00:30 m REJECTED PHASE']);
      day.at('10:00:50', sell('s2', 100, 2890), buy('b2', 100, 2890));
      expect(day.at('10:01')).toEqual(['10:01 OPENING_CALL EXTENSION until 10:02']);
      day.at('10:01:59', sell('s3', 100, 2890), buy('b3', 100, 2890));
      expect(day.at('10:02').slice(-1)).toEqual(['10:02 CONTINUOUS until 16:55']);
    });

    test('extends a closing call beyond the close; DAY orders expire at its end', () => {
      const day = new TradingDay(book);
      day.upTo('CLOSING_CALL');
      day.at('16:59:59', sell('s', 200, 2890), buy('b', 100, 2890));
      expect(day.at('17:00', phase('CLOSED'))).toEqual(['17:00 CLOSING_CALL EXTENSION until 17:01']);
      expect(day.at('17:00:30', buy('late', 100, 2800))).toEqual([]);
      expect(day.at('17:01')).toEqual([
        '17:01 trade 100 at 2890',
        '17:01 s EXPIRED END_OF_DAY',
        '17:01 late EXPIRED END_OF_DAY',
        '17:01 CLOSED',
      ]);
    });

    test('ends an extended closing call before the next day begins, without a TIME command', () => {
      const day = new TradingDay(book);
      day.upTo('CLOSING_CALL');
      day.at('16:59:59', sell('s', 100, 2890), buy('b', 100, 2890));
      expect(day.at('17:00', phase('CLOSED'))).toHaveLength(1);
      expect(day.upTo('PRE_OPEN', NEXT_DAY)).toEqual([
        '17:01 trade 100 at 2890',
        '17:01 CLOSED',
        '09:30 PRE_OPEN until 09:45',
      ]);
    });

    test('extends a call whose price is outside the protection tunnel', () => {
      const day = new TradingDay(book);
      day.upTo('OPENING_CALL');
      day.at('09:50', sell('s', 100, 3600), buy('b', 100, 3600));
      expect(day.at('10:00', phase('CONTINUOUS'))).toEqual(['10:00 OPENING_CALL EXTENSION until 10:01']);
    });

    test('extends no call of a group without protections', () => {
      const day = new TradingDay(book, unprotected);
      day.upTo('OPENING_CALL');
      day.at('09:59:59', sell('s', 100, 3600), buy('b', 100, 3600));
      expect(day.at('10:00', phase('CONTINUOUS'))).toEqual([
        '10:00 trade 100 at 3600',
        '10:00 CONTINUOUS until 16:55',
      ]);
    });
  });

  describe('auctions in mid-session', () => {
    test('[STATIC_TUNNEL] a price too far from the previous close starts an auction of five minutes', () => {
      const day = open();
      expect(day.at('11:00', sell('s', 100, 3180), buy('b', 100, 3180))).toEqual([
        '11:00 AUCTION STATIC_TUNNEL until 11:05',
      ]);
      expect(day.at('11:05')).toEqual(['11:05 trade 100 at 3180', '11:05 CONTINUOUS until 16:55']);
    });

    test('[CALL_EXTENSION] extends the auction by five minutes after a change near its end', () => {
      const day = open();
      day.at('11:00', sell('s', 100, 3180), buy('b', 100, 3180));
      day.at('11:04:55', sell('t', 100, 3170), buy('c', 100, 3190));
      expect(day.at('11:05')).toEqual(['11:05 AUCTION EXTENSION until 11:10']);
      day.at('11:09:59', sell('u', 100, 3170), buy('d', 100, 3190));
      expect(day.at('11:10').slice(-1)).toEqual(['11:10 CONTINUOUS until 16:55']);
    });

    test('[DYNAMIC_TUNNEL] a price too far from the last trade starts an auction', () => {
      const day = open();
      day.at('11:00', sell('s', 100, 2650), buy('b', 100, 2650));
      expect(day.at('11:01', sell('t', 100, 3000), buy('c', 100, 3000))).toEqual([
        '11:01 AUCTION DYNAMIC_TUNNEL until 11:06',
      ]);
    });

    test('an auction that runs when the closing call begins becomes the closing call', () => {
      const day = open();
      day.at('16:53', sell('s', 100, 3180), buy('b', 100, 3180));
      expect(day.at('16:55', phase('CLOSING_CALL'))).toEqual(['16:55 CLOSING_CALL until 17:00']);
      expect(day.at('17:00', phase('CLOSED'))).toEqual(['17:00 trade 100 at 3180', '17:00 CLOSED']);
    });

    test("a command starts an auction in continuous trading only, with its own length or the protections' length", () => {
      const day = open();
      const start = { v: 1, type: 'START_AUCTION', ticker: 'PETR4' } as const;
      expect(day.at('11:00', { ...start, durationMs: 60_000 })).toEqual([
        '11:00 AUCTION COMMAND until 11:01',
      ]);
      expect(day.at('11:00:30', start)).toEqual([]);
      expect(day.at('11:01')).toEqual(['11:01 CONTINUOUS until 16:55']);
      expect(day.at('11:02', start)).toEqual(['11:02 AUCTION COMMAND until 11:07']);
      expect(day.at('11:07', { ...start, ticker: 'XXXX9' })).toEqual(['11:07 CONTINUOUS until 16:55']);
      day.at('16:55', phase('CLOSING_CALL'));
      expect(day.at('16:56', start)).toEqual([]);
    });

    test('[QUANTITY_TRIGGER] a quantity of several times the mean of thirty sessions starts an auction', () => {
      const day = new TradingDay(book);
      for (let session = 1; session <= 30; session++) {
        const date = new Date(Date.UTC(2026, 3, session)).toISOString().slice(0, 10);
        day.upTo('CONTINUOUS', date);
        expect(day.at('11:00', sell(`s${session}`, 1_000, 2890), buy(`b${session}`, 1_000, 2890))).toEqual([
          '11:00 trade 1000 at 2890',
        ]);
        day.at('16:55', phase('CLOSING_CALL', date));
        day.at('17:00', phase('CLOSED', date));
      }
      day.upTo('CONTINUOUS', '2026-05-04');
      day.at('11:00', sell('s', 20_000, 2890));
      expect(day.at('11:01', buy('below', 4_900, 2890))).toEqual(['11:01 trade 4900 at 2890']);
      expect(day.at('11:02', buy('five', 5_000, 2890))).toEqual(['11:02 AUCTION QUANTITY until 11:07']);
      day.at('11:08', sell('s2', 20_000, 2890));
      expect(day.at('11:09', buy('ten', 10_000, 2890)).slice(-1)).toEqual([
        '11:09 AUCTION QUANTITY until 12:09',
      ]);
    });

    test("an instrument's own tunnels replace its group's", () => {
      const day = open();
      day.at('10:30', define({ version: 2, tunnels: { staticPpm: 0, dynamicPpm: 10_000 } }));
      expect(day.at('11:00', sell('s', 100, 3400), buy('b', 100, 3400))).toEqual(['11:00 trade 100 at 3400']);
      expect(day.at('11:01', sell('t', 100, 3440), buy('c', 100, 3440))).toEqual([
        '11:01 AUCTION DYNAMIC_TUNNEL until 11:06',
      ]);
    });
  });

  describe('[HALT_NOTHING_TRADES] a halt', () => {
    test('[RESUME_THROUGH_CALL] of a ticker lasts until it is resumed; trading resumes through a call', () => {
      const day = open();
      day.at('11:00', sell('s', 100, 2890));
      expect(day.at('11:01', halt('PETR4'))).toEqual(['11:01 HALTED HALT']);
      expect(day.at('11:02', halt('PETR4'), buy('b', 100, 2890))).toEqual(['11:02 b REJECTED PHASE']);
      expect(day.at('14:00', resume('PETR4'))).toEqual(['14:00 AUCTION HALT until 14:05']);
      day.at('14:01', buy('c', 100, 2890));
      expect(day.at('14:05')).toEqual(['14:05 trade 100 at 2890', '14:05 CONTINUOUS until 16:55']);
      expect(day.at('14:06', resume('PETR4'), halt('XXXX9'), resume('XXXX9'))).toEqual([]);
    });

    test('with an end takes a new end from a second HALT', () => {
      const day = open();
      day.at('11:01', halt('PETR4', '11:30'));
      expect(day.at('11:02', halt('PETR4', '11:40'))).toEqual(['11:02 HALTED HALT until 11:40']);
      expect(day.at('11:30')).toEqual([]);
      expect(day.at('11:40')).toEqual(['11:40 AUCTION HALT until 11:45']);
    });

    test('of a ticker outlasts the halt of its group', () => {
      const day = open();
      day.at('10:10', define({ ticker: 'VALE3' }));
      day.at('11:00', halt('PETR4'));
      expect(day.at('11:01', halt(null))).toEqual(['11:01 HALTED HALT']);
      expect(day.at('11:02', define({ ticker: 'ITUB4' }))).toEqual(['11:02 HALTED HALT']);
      expect(day.at('11:03', resume('PETR4'))).toEqual(['11:03 HALTED HALT']);
      expect(day.at('11:04', halt('VALE3'), resume(null))).toEqual([
        '11:04 HALTED HALT',
        '11:04 AUCTION HALT until 11:09',
        '11:04 AUCTION HALT until 11:09',
      ]);
      expect(day.exchange.state.listings.get('VALE3')?.own?.phase).toBe('HALTED');
    });

    test('lasts over the close, at which DAY orders expire, and over the night', () => {
      const day = open();
      day.at('11:00', sell('s', 100, 2890), buy('g', 100, 2880, { timeInForce: 'GTC' }), halt('PETR4'));
      expect(day.at('16:55', phase('CLOSING_CALL'))).toEqual([]);
      expect(day.at('17:00', phase('CLOSED'))).toEqual(['17:00 s EXPIRED END_OF_DAY']);
      expect(day.upTo('OPENING_CALL', NEXT_DAY)).toEqual(['09:30 HALTED HALT']);
      expect(day.at('09:50', resume('PETR4'))).toEqual(['09:50 OPENING_CALL until 10:00']);
      day.at('10:00', phase('CONTINUOUS', NEXT_DAY));
      expect(day.at('10:01', sell('t', 100, 2880))).toEqual(['10:01 trade 100 at 2880']);
    });
  });
});
