import { expect, test } from 'vitest';
import type { EngineMarketData } from '#contracts/messages/engine-market-data.ts';
import { newTicker } from '#domain/market-data/fold.ts';
import { silentLog } from '#platform/observability/log.ts';
import { noMetrics } from '#platform/observability/metrics.ts';
import type { StoredState } from '../history/history.ts';
import { foldEvents, nothingFolded } from './fold-events.ts';
import { createForeignEvents } from './foreign-events.ts';

const OPEN_MS = Date.parse('2026-03-16T13:00:00Z');
const event = (sequence: number, journalId: string): EngineMarketData => ({
  v: 1,
  type: 'PHASE_CHANGED',
  ticker: 'PETR4',
  phase: 'CONTINUOUS',
  previousCloseTicks: null,
  sequence,
  journalId,
  tickCentavos: 1,
  atMs: OPEN_MS + sequence,
  tradeDate: '2026-03-16',
});

test('events of another journal change nothing and are reported, until those of the known one go on', () => {
  const facts = { tradeDate: '2026-03-16', atMs: OPEN_MS, previousClose: 2_800, phase: 'CLOSED' } as const;
  const known = new Map<string, StoredState>([['PETR4', { state: newTicker('PETR4', facts), version: 1 }]]);
  const foreign = createForeignEvents(silentLog, noMetrics);
  const fold = (...events: readonly EngineMarketData[]): number => {
    const folded = nothingFolded();
    foldEvents(folded, events, known);
    foreign.take(folded);
    for (const [ticker, stored] of folded.states) known.set(ticker, stored);
    return folded.states.size;
  };
  expect(fold(event(1, 'jnl_a'), event(2, 'jnl_a'))).toBe(1);
  foreign.check();
  expect(fold(event(1, 'jnl_b'), event(3, 'jnl_b'))).toBe(0);
  expect(() => foreign.check()).toThrow(
    '1 tickers get no market data, such as PETR4: its events come from another journal',
  );
  expect(fold(event(2, 'jnl_a'))).toBe(0);
  expect(() => foreign.check()).toThrow();
  expect(fold(event(3, 'jnl_a'))).toBe(1);
  foreign.check();
});
