import type { EngineCommand } from '#contracts/messages/engine-commands.ts';
import type { InstrumentFact } from '#contracts/messages/market-facts.ts';
import type { Phase } from '#domain/market/phase.ts';
import type { MarketNews } from '../market/market-news.ts';
import { createOrderCommands } from '../orders/order-commands.ts';
import type { RecordedFlow } from './recorded-flow.ts';
import { createReplayPlayer } from './replay-player.ts';

/** The investors of a recorded day, in the books of its tickers. */
export interface Replay {
  /** Applies instruments. */
  list(facts: readonly InstrumentFact[]): void;
  /** Applies public market data: a replay pauses while its ticker is not in continuous trading. */
  applyNews(news: readonly MarketNews[]): void;
  /** True for a ticker of the recorded day. */
  plays(ticker: string): boolean;
  /** True for an order of the replay; nothing follows from its reports. */
  owns(orderId: string): boolean;
  step(moment: { readonly marketMs: number; readonly marketPhase: Phase }): EngineCommand[];
}

/** @param run prefix of the replay's ids, unique across runs and parts of the simulator */
export function createReplay(flows: readonly RecordedFlow[], run: string): Replay {
  const commands = createOrderCommands(run);
  const facts = new Map<string, InstrumentFact>();
  const phases = new Map<string, Phase>();
  const players = flows.map((flow) => ({
    ticker: flow.ticker,
    player: createReplayPlayer(flow, () => facts.get(flow.ticker) ?? null, commands),
  }));
  const tickers = new Set(flows.map(({ ticker }) => ticker));
  return {
    list: (changed) => {
      for (const fact of changed)
        if (tickers.has(fact.ticker) && fact.version >= (facts.get(fact.ticker)?.version ?? 0))
          facts.set(fact.ticker, fact);
    },
    applyNews: (news) => {
      for (const one of news)
        if (one.type === 'PHASE' && tickers.has(one.ticker)) phases.set(one.ticker, one.phase);
    },
    plays: (ticker) => tickers.has(ticker),
    owns: (orderId) => orderId.startsWith(`${run}-`),
    step: ({ marketMs, marketPhase }) =>
      players.flatMap(({ ticker, player }) =>
        player.step({ marketMs, phase: phases.get(ticker) ?? marketPhase }),
      ),
  };
}
