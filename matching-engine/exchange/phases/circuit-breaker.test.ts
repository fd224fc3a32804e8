import { describe, expect, test } from 'vitest';
import { buy, NEXT_DAY, sell } from '#test/support/engine/commands.ts';
import { openDay, phase } from '#test/support/engine/trading-day.ts';
import { createFastBook } from '../../core/fast/fast-book.ts';
import { createNaiveBook } from '../../core/naive/naive-book.ts';
import type { ExchangeCommand } from '../commands.ts';

const index = (value: number): ExchangeCommand => ({
  v: 1,
  type: 'INDEX_VALUE',
  group: 'CASH',
  value,
  previousClose: 1_000_000,
});
const resumeGroup: ExchangeCommand = { v: 1, type: 'RESUME', group: 'CASH', ticker: null };

describe.each([
  ['naive', createNaiveBook],
  ['fast', createFastBook],
] as const)('the circuit breaker over the %s book', (_name, book) => {
  test('[CIRCUIT_BREAKER_LEVELS] halts the group once per level, and trading resumes through a call', () => {
    const day = openDay(book);
    expect(day.at('11:00', index(900_001))).toEqual([]);
    expect(day.at('11:01', index(900_000))).toEqual(['11:01 HALTED CIRCUIT_BREAKER until 11:31']);
    expect(day.at('11:02', index(700_000), buy('b', 100, 2890))).toEqual(['11:02 b REJECTED PHASE']);
    expect(day.at('11:31')).toEqual(['11:31 AUCTION CIRCUIT_BREAKER until 11:36']);
    expect(day.at('11:36')).toEqual(['11:36 CONTINUOUS until 16:55']);
    expect(day.at('11:40', index(900_000), index(860_000))).toEqual([]);
    expect(day.at('11:41', index(850_000))).toEqual(['11:41 HALTED CIRCUIT_BREAKER until 12:41']);
  });

  test('[CIRCUIT_BREAKER_LEVELS] at -20 % halts until an operator resumes the group or the session ends', () => {
    const day = openDay(book);
    expect(day.at('11:00', index(800_000))).toEqual(['11:00 HALTED CIRCUIT_BREAKER']);
    expect(day.at('16:55', phase('CLOSING_CALL'))).toEqual([]);
    expect(day.at('17:00', phase('CLOSED'))).toEqual(['17:00 CLOSED']);
    expect(day.upTo('CONTINUOUS', NEXT_DAY)).toHaveLength(3);
    expect(day.at('10:30', index(900_000)).slice(0, 1)).toEqual(['10:30 HALTED CIRCUIT_BREAKER until 11:00']);
    expect(day.at('10:40', resumeGroup)).toEqual(['10:40 AUCTION CIRCUIT_BREAKER until 10:45']);
  });

  test('[CIRCUIT_BREAKER_LAST_HALF_HOUR] does not fire in the last half hour', () => {
    const day = openDay(book);
    expect(day.at('16:25', index(900_000))).toEqual([]);
  });

  test('[CIRCUIT_BREAKER_LAST_HOUR] postpones the close', () => {
    const day = openDay(book);
    expect(day.at('16:20', index(900_000))).toEqual(['16:20 HALTED CIRCUIT_BREAKER until 16:50']);
    expect(day.at('16:50')).toEqual(['16:50 AUCTION CIRCUIT_BREAKER until 16:55']);
    expect(day.at('16:55', phase('CLOSING_CALL'))).toEqual(['16:55 CONTINUOUS until 17:25']);
    expect(day.at('17:00', phase('CLOSED'))).toEqual([]);
    expect(day.at('17:10', sell('s', 100, 2890), buy('b', 100, 2890))).toEqual(['17:10 trade 100 at 2890']);
    expect(day.at('17:25')).toEqual(['17:25 CLOSING_CALL until 17:30']);
    expect(day.at('17:30')).toEqual(['17:30 CLOSED']);
    expect(day.upTo('CLOSED', NEXT_DAY)).toContain('16:55 CLOSING_CALL until 17:00');
  });

  test('applies a postponed close before the next day begins, without a TIME command', () => {
    const day = openDay(book);
    day.at('16:20', index(900_000));
    day.at('16:55', phase('CLOSING_CALL'));
    day.at('17:00', phase('CLOSED'));
    expect(day.upTo('PRE_OPEN', NEXT_DAY)).toEqual([
      '17:25 CLOSING_CALL until 17:30',
      '17:30 CLOSED',
      '09:30 PRE_OPEN until 09:45',
    ]);
  });
});
