import { setImmediate } from 'node:timers/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import type { EngineMarketData } from '#contracts/messages/engine-market-data.ts';
import { createTradingCalendar } from '#domain/calendar/trading-calendar.ts';
import type { Phase } from '#domain/market/phase.ts';
import { createManualClock, type ManualClock } from '#platform/time/manual-clock.ts';
import { createMarketStatus, type MarketStatusNow, type MarketStatusSource } from './market-status.ts';

/** An instant of Monday 16 March 2026 in Sao Paulo: continuous trading until 16:55, the close at 17:00. */
const at = (clock: string): number => Date.parse(`2026-03-16T${clock}:00-03:00`);
const calendar = createTradingCalendar();

let clock: ManualClock;
let status: MarketStatusSource;
beforeEach(() => {
  clock = createManualClock(at('11:00'));
  status = createMarketStatus(calendar, clock, () => 'b3');
});

type PhaseMessage = Extract<EngineMarketData, { type: 'PHASE_CHANGED' }>;
const tell = (phase: Phase, more: Partial<PhaseMessage> = {}): void =>
  status.take({
    ...{ v: 1, type: 'PHASE_CHANGED', ticker: 'PETR4', sequence: 1, tickCentavos: 1, atMs: clock.nowMs() },
    ...{ tradeDate: '2026-03-16', phase, previousCloseTicks: null },
    ...more,
  });
const shown = (): [Phase, Phase, string] => {
  const { phase, nextPhase, nextPhaseAtMs } = status.now();
  return [phase, nextPhase, new Date(nextPhaseAtMs - 3 * 3_600_000).toISOString().slice(11, 16)];
};
const untilClosing = ['CONTINUOUS', 'CLOSING_CALL', '16:55'];

describe('the status of the market', () => {
  test('is the calendar when the exchange says the same, or something about one ticker', () => {
    tell('CONTINUOUS', { endsAtMs: at('16:55') });
    tell('HALTED', { cause: 'HALT' });
    tell('AUCTION', { cause: 'HALT', endsAtMs: at('11:15') });
    tell('AUCTION', { cause: 'STATIC_TUNNEL', endsAtMs: at('11:05') });
    tell('AUCTION', { cause: 'COMMAND', endsAtMs: at('11:05') });
    expect(shown()).toEqual(untilClosing);
  });

  test('is a halt of the market, then the call by which it resumes, then the calendar again', () => {
    tell('HALTED', { cause: 'CIRCUIT_BREAKER', isOfMarket: true, endsAtMs: at('11:30') });
    expect(shown()).toEqual(['HALTED', 'AUCTION', '11:30']);
    clock.set(at('11:30'));
    expect(shown()).toEqual(['HALTED', 'AUCTION', '11:30']);
    tell('AUCTION', { cause: 'CIRCUIT_BREAKER', endsAtMs: at('11:45') });
    expect(shown()).toEqual(['AUCTION', 'CONTINUOUS', '11:45']);
    clock.set(at('11:45'));
    tell('CONTINUOUS', { endsAtMs: at('16:55') });
    expect(shown()).toEqual(untilClosing);
  });

  test('is a halt that somebody must end, until they do', () => {
    tell('HALTED', { cause: 'HALT', isOfMarket: true });
    expect(shown()).toEqual(['HALTED', 'CLOSING_CALL', '16:55']);
    clock.set(at('16:00'));
    expect(shown()[0]).toBe('HALTED');
    tell('AUCTION', { cause: 'HALT', endsAtMs: at('16:15') });
    expect(shown()).toEqual(['AUCTION', 'CONTINUOUS', '16:15']);
  });

  test('follows a close that has moved', () => {
    clock.set(at('16:50'));
    tell('CONTINUOUS', { endsAtMs: at('17:15') });
    clock.set(at('17:05'));
    expect(shown()).toEqual(['CONTINUOUS', 'CLOSING_CALL', '17:15']);
    clock.set(at('17:15'));
    tell('CLOSING_CALL', { endsAtMs: at('17:20') });
    expect(shown()).toEqual(['CLOSING_CALL', 'CLOSED', '17:20']);
    clock.set(at('17:20'));
    tell('CLOSED');
    expect(shown()).toEqual(['CLOSED', 'PRE_OPEN', '09:30']);
  });

  test('goes back to the calendar when the exchange falls silent after the end of a phase', () => {
    tell('HALTED', { cause: 'CIRCUIT_BREAKER', isOfMarket: true, endsAtMs: at('11:30') });
    clock.set(at('11:31'));
    expect(shown()).toEqual(untilClosing);
  });

  test('is not moved by a phase that is told late with the instant at which it began', () => {
    clock.set(at('17:30'));
    tell('CLOSING_CALL', { atMs: at('16:55'), endsAtMs: at('17:00') });
    expect(shown()[0]).toBe('CLOSED');
  });
});

test('readers hear of every change, of the calendar and of the exchange, once', async () => {
  const changes = status.changes();
  const heard: Phase[] = [];
  const reading = (async () => {
    for await (const { phase } of changes as AsyncIterable<MarketStatusNow>) heard.push(phase);
  })();
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 5; turn++) await setImmediate();
  };
  await settle();
  tell('HALTED', { cause: 'CIRCUIT_BREAKER', isOfMarket: true, endsAtMs: at('11:30') });
  tell('HALTED', { cause: 'CIRCUIT_BREAKER', isOfMarket: true, endsAtMs: at('11:30'), ticker: 'VALE3' });
  await settle();
  clock.set(at('11:30'));
  await settle();
  tell('AUCTION', { cause: 'CIRCUIT_BREAKER', endsAtMs: at('11:45') });
  await settle();
  tell('CONTINUOUS', { endsAtMs: at('16:55') });
  await settle();
  clock.set(at('16:55'));
  await settle();
  clock.set(at('17:00'));
  await settle();
  await changes.return?.();
  await reading;
  expect(heard).toEqual(['CONTINUOUS', 'HALTED', 'AUCTION', 'CONTINUOUS', 'CLOSING_CALL', 'CLOSED']);
});
