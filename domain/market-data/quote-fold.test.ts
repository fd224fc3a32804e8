import { expect, test } from 'vitest';
import type { MarketEvent } from './events.ts';
import { applyEvent, newTicker } from './fold.ts';

const OPEN_MS = Date.parse('2026-03-16T13:00:00Z');
const END_MS = OPEN_MS + 300_000;
const common = { ticker: 'PETR4', tickCentavos: 1, atMs: OPEN_MS, tradeDate: '2026-03-16' } as const;
const auction = { type: 'PHASE_CHANGED', phase: 'AUCTION', previousCloseTicks: null } as const;
const snapshot = { type: 'BOOK_SNAPSHOT', phase: 'AUCTION', bids: [], asks: [] } as const;

test("a quote shows why its phase is another than the schedule's, and the end of it", () => {
  const events: readonly MarketEvent[] = [
    { ...common, sequence: 1, ...auction, cause: 'DYNAMIC_TUNNEL', endsAtMs: END_MS },
    // A snapshot says neither: what is known of the same phase stays.
    { ...common, sequence: 2, ...snapshot },
    { ...common, sequence: 3, ...auction, cause: 'EXTENSION', endsAtMs: END_MS + 60_000 },
    { ...common, sequence: 4, ...snapshot, phase: 'CONTINUOUS' },
  ];
  let state = newTicker('PETR4', { ...common, previousClose: 2_800, phase: 'CLOSED' });
  const quotes = events.map((event) => {
    const step = applyEvent(state, event);
    state = step?.state ?? state;
    return step?.quote && [step.quote.phase, step.quote.phaseCause, step.quote.phaseEndsAtMs];
  });
  expect(quotes).toEqual([
    ['AUCTION', 'DYNAMIC_TUNNEL', END_MS],
    null,
    ['AUCTION', 'EXTENSION', END_MS + 60_000],
    ['CONTINUOUS', undefined, undefined],
  ]);
});
