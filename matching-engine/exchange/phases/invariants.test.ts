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

interface Run {
  /** The causes of all phases. */
  readonly causes: ReadonlySet<string>;
  /** The broken invariants after the last command: none, unless the run ended early. */
  readonly faults: readonly string[];
}

/**
 * Applies random commands and checks the invariants after each, until one is broken. The checks are plain comparisons: there are
 * hundreds of thousands, and an `expect` for each took most of the time.
 */
function runOf(seed: number): Run {
  const exchange = createExchange({ book: createFastBook });
  const state = exchange.state as ExchangeState;
  const generator = new ExchangeCommandGenerator(createRandom(seed));
  const phases = new Map<string, EngineMarketData & { type: 'PHASE_CHANGED' }>();
  const causes = new Set<string>();
  const faults: string[] = [];
  let lastMs = 0;
  for (let count = 0; count < 4_000 && faults.length === 0; count++) {
    const { command, atMs } = generator.next(state);
    for (const event of exchange.apply(command, atMs)) {
      const body = event.kind === 'REPORT' ? event.report : event.message;
      if (body.atMs < lastMs) faults.push(`${body.type} at ${body.atMs} comes after ${lastMs}`);
      lastMs = body.atMs;
      if (body.type !== 'PHASE_CHANGED') continue;
      phases.set(body.ticker, body);
      causes.add(body.cause ?? 'SCHEDULE');
    }
    if (command.type === 'TIME' && (nextDueMs(state) ?? Infinity) <= atMs)
      faults.push(`something is still due after ${atMs}`);
    for (const [ticker, listing] of state.listings) {
      const fault = faultOf(state, listing, phases.get(ticker)?.phase);
      if (fault !== null) faults.push(fault);
    }
  }
  return { causes, faults };
}

test(
  'keeps timestamps in order, phases equal to the emitted ones, and books in continuous trading uncrossed',
  {
    timeout: 120_000,
  },
  () => {
    const runs = [11, 12, 13, 14].map(runOf);
    expect(runs.flatMap(({ faults }) => faults)).toEqual([]);
    expect(runs.flatMap(({ causes }) => [...causes])).toEqual(
      expect.arrayContaining(['SCHEDULE', 'HALT', 'EXTENSION', 'STATIC_TUNNEL']),
    );
  },
);
