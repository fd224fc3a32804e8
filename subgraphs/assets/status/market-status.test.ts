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
const publishPhase = (phase: Phase, more: Partial<PhaseMessage> = {}): void =>
  status.apply({
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
  test('follows the calendar when the exchange agrees or reports a phase of one ticker', () => {
    publishPhase('CONTINUOUS', { endsAtMs: at('16:55') });
    publishPhase('HALTED', { cause: 'HALT' });
    publishPhase('AUCTION', { cause: 'HALT', endsAtMs: at('11:15') });
    publishPhase('AUCTION', { cause: 'STATIC_TUNNEL', endsAtMs: at('11:05') });
    publishPhase('AUCTION', { cause: 'COMMAND', endsAtMs: at('11:05') });
    expect(shown()).toEqual(untilClosing);
  });

  test('shows a halt of the market, then its resumption call, then the calendar again', () => {
    publishPhase('HALTED', { cause: 'CIRCUIT_BREAKER', isOfMarket: true, endsAtMs: at('11:30') });
    expect(shown()).toEqual(['HALTED', 'AUCTION', '11:30']);
    expect(status.now().phaseCause).toBe('CIRCUIT_BREAKER');
    clock.set(at('11:30'));
    expect(shown()).toEqual(['HALTED', 'AUCTION', '11:30']);
    publishPhase('AUCTION', { cause: 'CIRCUIT_BREAKER', endsAtMs: at('11:45') });
    expect(shown()).toEqual(['AUCTION', 'CONTINUOUS', '11:45']);
    clock.set(at('11:45'));
    expect(status.now().phaseCause).toBe('CIRCUIT_BREAKER');
    publishPhase('CONTINUOUS', { endsAtMs: at('16:55') });
    expect(shown()).toEqual(untilClosing);
    expect(status.now().phaseCause).toBe('SCHEDULE');
  });

  test('shows a halt without an end until it is resumed', () => {
    publishPhase('HALTED', { cause: 'HALT', isOfMarket: true });
    expect(shown()).toEqual(['HALTED', 'CLOSING_CALL', '16:55']);
    clock.set(at('16:00'));
    expect(shown()[0]).toBe('HALTED');
    publishPhase('AUCTION', { cause: 'HALT', endsAtMs: at('16:15') });
    expect(shown()).toEqual(['AUCTION', 'CONTINUOUS', '16:15']);
  });

  test('follows a postponed close', () => {
    clock.set(at('16:50'));
    publishPhase('CONTINUOUS', { endsAtMs: at('17:15') });
    clock.set(at('17:05'));
    expect(shown()).toEqual(['CONTINUOUS', 'CLOSING_CALL', '17:15']);
    clock.set(at('17:15'));
    publishPhase('CLOSING_CALL', { endsAtMs: at('17:20') });
    expect(shown()).toEqual(['CLOSING_CALL', 'CLOSED', '17:20']);
    clock.set(at('17:20'));
    publishPhase('CLOSED');
    expect(shown()).toEqual(['CLOSED', 'PRE_OPEN', '09:30']);
  });

  test('returns to the calendar when the exchange publishes nothing after the end of a phase', () => {
    publishPhase('HALTED', { cause: 'CIRCUIT_BREAKER', isOfMarket: true, endsAtMs: at('11:30') });
    clock.set(at('11:31'));
    expect(shown()).toEqual(untilClosing);
  });

  test('ignores a phase that is published late', () => {
    clock.set(at('17:30'));
    publishPhase('CLOSING_CALL', { atMs: at('16:55'), endsAtMs: at('17:00') });
    expect(shown()[0]).toBe('CLOSED');
  });
});

test('emits every change of the calendar and of the exchange once', async () => {
  const changes = status.changes();
  const emitted: Phase[] = [];
  const reading = (async () => {
    for await (const { phase } of changes as AsyncIterable<MarketStatusNow>) emitted.push(phase);
  })();
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 5; turn++) await setImmediate();
  };
  await settle();
  publishPhase('HALTED', { cause: 'CIRCUIT_BREAKER', isOfMarket: true, endsAtMs: at('11:30') });
  publishPhase('HALTED', {
    cause: 'CIRCUIT_BREAKER',
    isOfMarket: true,
    endsAtMs: at('11:30'),
    ticker: 'VALE3',
  });
  await settle();
  clock.set(at('11:30'));
  await settle();
  publishPhase('AUCTION', { cause: 'CIRCUIT_BREAKER', endsAtMs: at('11:45') });
  await settle();
  publishPhase('CONTINUOUS', { endsAtMs: at('16:55') });
  await settle();
  clock.set(at('16:55'));
  await settle();
  clock.set(at('17:00'));
  await settle();
  await changes.return?.();
  await reading;
  expect(emitted).toEqual(['CONTINUOUS', 'HALTED', 'AUCTION', 'CONTINUOUS', 'CLOSING_CALL', 'CLOSED']);
});
