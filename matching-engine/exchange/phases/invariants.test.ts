import { expect, test } from 'vitest';
import type { EngineMarketData } from '#contracts/messages/engine-market-data.ts';
import { createRandom } from '#platform/random.ts';
import { ExchangeCommandGenerator } from '#verification/compare/exchanges/exchange-commands.ts';
import { BUY, SELL } from '../../core/codes.ts';
import { createFastBook } from '../../core/fast/fast-book.ts';
import { createExchange } from '../exchange.ts';
import { targetPhase } from './listing-phase.ts';
import { phaseOf, type ExchangeState, type Listing } from '../state.ts';
import { nextDueMs } from './due.ts';

/** The broken invariant of a listing between two commands; null for none. */
function faultOf(state: ExchangeState, listing: Listing, emitted: string | undefined): string | null {
  const phase = phaseOf(listing);
  const wanted = targetPhase(state, listing).phase;
  if (phase !== wanted) return `${listing.facts.ticker} is ${phase}, not ${wanted}`;
  if (emitted !== undefined && emitted !== phase)
    return `${listing.facts.ticker} is ${phase}, emitted ${emitted}`;
  const bid = listing.book.bestTicks(BUY);
  const ask = listing.book.bestTicks(SELL);
  const isCrossed = phase === 'CONTINUOUS' && bid > 0 && ask > 0 && bid >= ask;
  return isCrossed ? `${listing.facts.ticker} is crossed: ${bid} to ${ask}` : null;
}

/** Applies random commands and checks the invariants after each. Returns the causes of all phases. */
function causesIn(seed: number): ReadonlySet<string> {
  const exchange = createExchange({ book: createFastBook });
  const state = exchange.state as ExchangeState;
  const generator = new ExchangeCommandGenerator(createRandom(seed));
  const phases = new Map<string, EngineMarketData & { type: 'PHASE_CHANGED' }>();
  const causes = new Set<string>();
  let lastMs = 0;
  for (let count = 0; count < 4_000; count++) {
    const { command, atMs } = generator.next(state);
    for (const event of exchange.apply(command, atMs)) {
      const body = event.kind === 'REPORT' ? event.report : event.message;
      expect(body.atMs).toBeGreaterThanOrEqual(lastMs);
      lastMs = body.atMs;
      if (body.type !== 'PHASE_CHANGED') continue;
      phases.set(body.ticker, body);
      causes.add(body.cause ?? 'SCHEDULE');
    }
    if (command.type === 'TIME') expect(nextDueMs(state) ?? Infinity).toBeGreaterThan(atMs);
    for (const [ticker, listing] of state.listings)
      expect(faultOf(state, listing, phases.get(ticker)?.phase)).toBeNull();
  }
  return causes;
}

test(
  'keeps timestamps in order, phases equal to the emitted ones, and books in continuous trading uncrossed',
  {
    timeout: 120_000,
  },
  () => {
    const causes = [11, 12, 13, 14].flatMap((seed) => [...causesIn(seed)]);
    expect(causes).toEqual(expect.arrayContaining(['SCHEDULE', 'HALT', 'EXTENSION', 'STATIC_TUNNEL']));
  },
);
