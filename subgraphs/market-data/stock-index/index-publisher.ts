import type { AssetsRpc, IndexCompositionFact } from '#contracts/calls/assets.ts';
import type { EngineRpc } from '#contracts/calls/engine.ts';
import { engineMarketDataCodec } from '#contracts/messages/engine-market-data.ts';
import { TOPICS } from '#contracts/names.ts';
import { protectionsOn } from '#domain/market/protections.ts';
import { IBOVESPA } from '#domain/market/index-asset.ts';
import { compositionOn, type IndexComposition } from '#domain/market/stock-index.ts';
import { newTicker } from '#domain/market-data/fold.ts';
import type { Quote } from '#domain/market-data/quote.ts';
import { indexPastFacts } from '#domain/market-data/past/past-facts.ts';
import { exactDecimal } from '#domain/money/exact-decimal.ts';
import { startBackgroundTask } from '#platform/background/background-task.ts';
import type { Log } from '#platform/observability/log.ts';
import type { EventLog } from '#platform/ports/event-log.ts';
import type { Stop } from '#platform/process/part.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { QuoteHistory } from '../history/history.ts';
import type { WritableBoard } from '../streams/board.ts';
import { indexState, type IndexState } from './index-state.ts';
import { createLastOfDay, type LastOfDay } from './last-of-day.ts';

export interface IndexPublisherDependencies {
  readonly board: Pick<WritableBoard, 'quote' | 'watchQuotes' | 'hasState' | 'takeState'>;
  readonly history: Pick<QuoteHistory, 'loadStates' | 'addTickers'>;
  readonly eventLog: Pick<EventLog, 'append'>;
  readonly assets: Pick<AssetsRpc, 'indexCompositions'>;
  /** The engines of all shards: each halts its own instruments. */
  readonly engines: readonly Pick<EngineRpc, 'publishIndexValue'>[];
  readonly wallClock: Clock;
  readonly log: Log;
}

/** Time between two values of the index, in milliseconds of the machine's clock. */
const PUBLISH_EVERY_MS = 1_000;

/**
 * Publishes the Ibovespa from the quotes of its members, as a message of the exchange's topic: so the folding makes its quote
 * and candles like those of an instrument. Several instances may run: their messages carry the same sequence, and the folding
 * drops the second one. A fall that reaches a level of the circuit breaker goes to the engines.
 */
export function startIndexPublisher(dependencies: IndexPublisherDependencies): Stop {
  const { wallClock, log, assets } = dependencies;
  const lastOfDay = createLastOfDay(dependencies.board);
  let compositions: readonly IndexComposition[] = [];
  let compositionsOf = '';
  /** The trade date of the breaker's levels, and how many of them were published on it. */
  let fired = { tradeDate: '', levels: 0 };
  const task = startBackgroundTask({
    name: 'publishing of the index',
    run: async () => {
      const find = (day: string): IndexComposition | null => compositionOn(compositions, day);
      const own = dependencies.board.quote(IBOVESPA);
      let state = indexState(dependencies.board, own, find);
      // An imported portfolio begins with a session.
      if (compositions.length === 0 || (state && state.tradeDate !== compositionsOf)) {
        compositions = (await assets.indexCompositions({ ticker: IBOVESPA })).map(toComposition);
        lastOfDay.follow([
          ...new Set(compositions.flatMap(({ members }) => members.map(({ ticker }) => ticker))),
        ]);
        state = indexState(dependencies.board, own, find);
        compositionsOf = state?.tradeDate ?? '';
      }
      if (!state) return;
      const close = missedClose(own, state, lastOfDay, find);
      if (close) return publish(dependencies, close);
      if (!dependencies.board.hasState(IBOVESPA)) await listIndex(dependencies, state);
      const isKnown =
        own?.last === state.value && own.phase === state.phase && own.tradeDate === state.tradeDate;
      if (!isKnown) await publish(dependencies, state);
      if (fired.tradeDate !== state.tradeDate) fired = { tradeDate: state.tradeDate, levels: 0 };
      const levels = levelsReached(state);
      if (state.phase !== 'CONTINUOUS' || state.value === null || levels <= fired.levels) return;
      const call = { value: state.value, previousClose: state.previousClose };
      await Promise.all(dependencies.engines.map((engine) => engine.publishIndexValue(call)));
      fired = { tradeDate: state.tradeDate, levels };
      log.warn(call, 'the index has reached a level of the circuit breaker');
    },
    schedule: (start) => wallClock.after(PUBLISH_EVERY_MS, start),
    runsAtStart: false,
    clock: wallClock,
    log,
  });
  return async () => {
    await task.stop();
    await lastOfDay.stop();
  };
}

/**
 * The index at the end of the trade date of its last value, when members traded after that value and another trade date has begun
 * since. The values of a session begin at the close before it, so a close without these trades would be wrong in all that follow.
 */
function missedClose(
  own: Quote | null,
  { tradeDate }: IndexState,
  lastOfDay: LastOfDay,
  compositionOf: (tradeDate: string) => IndexComposition | null,
): IndexState | null {
  if (!own || own.tradeDate >= tradeDate || !lastOfDay.isComplete(own.tradeDate)) return null;
  const close = indexState(
    { quote: (ticker) => lastOfDay.quote(ticker, own.tradeDate) },
    own,
    // The composition of that day, also where the members are looked for.
    () => compositionOf(own.tradeDate),
  );
  return close && close.value !== null && close.value !== own.last ? close : null;
}

/** Stores the index's first state, from which its simulated past is computed, unless another instance has. */
async function listIndex(
  { history, board }: IndexPublisherDependencies,
  { tradeDate, atMs, previousClose }: IndexState,
): Promise<void> {
  const past = indexPastFacts(IBOVESPA, tradeDate, previousClose);
  await history.addTickers([newTicker(IBOVESPA, { tradeDate, atMs, previousClose, phase: 'CLOSED' }, past)]);
  const [stored] = await history.loadStates([IBOVESPA]);
  if (stored) board.takeState(stored.state);
}

async function publish({ history, eventLog }: IndexPublisherDependencies, state: IndexState): Promise<void> {
  const [stored] = await history.loadStates([IBOVESPA]);
  const { engineSequence = null, tradeSequence = 0 } = stored?.state ?? {};
  const value = engineMarketDataCodec.encode({
    v: 1,
    type: 'INDEX_VALUE',
    ticker: IBOVESPA,
    sequence: (engineSequence ?? 0) + 1,
    tickCentavos: 1,
    atMs: state.atMs,
    tradeDate: state.tradeDate,
    phase: state.phase,
    valueTicks: state.value,
    valueSequence: tradeSequence + 1,
    previousCloseTicks: state.previousClose,
  });
  await eventLog.append(TOPICS.engineMarketData, [{ key: IBOVESPA, value }]);
}

function levelsReached({ value, previousClose, tradeDate }: IndexState): number {
  const fall = previousClose - (value ?? previousClose);
  return protectionsOn(tradeDate).breaker.levels.filter(
    ({ fallPpm }) => fall * 1_000_000 >= previousClose * fallPpm,
  ).length;
}

function toComposition({ ticker, from, divisor, members }: IndexCompositionFact): IndexComposition {
  const { numerator, denominator } = exactDecimal(divisor);
  return { ticker, from, divisorE8: (numerator * 100_000_000n) / denominator, members };
}
