import { UnreadableMessage } from '#contracts/codec.ts';
import { memberMessageCodec, type MemberMessage } from '#contracts/messages/execution-reports.ts';
import { instrumentFactCodec, type InstrumentFact } from '#contracts/messages/market-facts.ts';
import { MEMBERS, QUEUES, TOPICS } from '#contracts/names.ts';
import type { AssetsRpc } from '#contracts/calls/assets.ts';
import { marketStateAt, sessionShareAt, type MarketMode } from '#domain/calendar/session.ts';
import type { TradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { retryUntilStopped } from '#platform/retry/retry.ts';
import { every, type Clock } from '#platform/time/clock.ts';
import type { Log } from '#platform/observability/log.ts';
import type { Metrics } from '#platform/observability/metrics.ts';
import type { Part, Stop } from '#platform/process/part.ts';
import type { Cache } from '#platform/ports/cache.ts';
import type { CommandQueue, Delivery, Settlement } from '#platform/ports/command-queue.ts';
import type { EventLog } from '#platform/ports/event-log.ts';
import { createRandom } from '#platform/random.ts';
import { readinessOf } from '#platform/observability/readiness.ts';
import type { Moment } from './strategy/book-strategy.ts';
import { loadLiquidityFacts } from './model/liquidity.ts';
import { createCommandSender, type CommandSender } from './orders/command-sender.ts';
import { readHotPrices } from './market/hot-prices.ts';
import { newsIn } from './market/market-news.ts';
import { createOrderCommands } from './orders/order-commands.ts';
import { createReportInbox } from './market/report-inbox.ts';
import { DEFAULT_SIMULATOR_SETTINGS } from './settings.ts';
import type { RecordedFlow } from './replay/recorded-flow.ts';
import { createReplay, type Replay } from './replay/replay.ts';
import { createStrategy, type Strategy } from './strategy/strategy.ts';

export interface SimulatorDependencies {
  readonly queue: CommandQueue;
  readonly eventLog: EventLog;
  /** Holds the hot prices: quoting continues at the market's last price. */
  readonly cache: Pick<Cache, 'getMany'>;
  readonly wallClock: Clock;
  readonly marketClock: Clock;
  readonly marketMode: () => MarketMode;
  readonly calendar: TradingCalendar;
  readonly assets: Pick<AssetsRpc, 'catalogue'>;
  /** The same seed with the same inputs at the same times sends the same commands. */
  readonly seed: number;
  /** Mean commands per second of market time; see `SimulatorSettings`. */
  readonly commandsPerSecond: number;
  /** Recorded days of tickers, played in place of the participants. */
  readonly recorded?: readonly RecordedFlow[];
  readonly engineShards: number;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** Participants pause while this many commands wait for the queue. */
const MAX_WAITING = 2_000;
const MAX_REPORTS = 500;

/**
 * Starts the market's participants. They are a member of the exchange like any other: they see only their execution
 * reports and the public market data.
 */
export async function startSimulator(dependencies: SimulatorDependencies): Promise<Part> {
  const { queue, eventLog, wallClock, engineShards, log, metrics } = dependencies;
  for (let shard = 0; shard < engineShards; shard++) await queue.declare(QUEUES.engineCommands(shard));
  await queue.declare(QUEUES.memberReports(MEMBERS.simulator));
  await eventLog.declare(TOPICS.instruments, { compacted: true });
  await eventLog.declare(TOPICS.engineMarketData, { compacted: false });

  const commands = createOrderCommands(`sim-${wallClock.nowMs().toString(36)}`);
  const strategy = createStrategy({
    settings: { ...DEFAULT_SIMULATOR_SETTINGS, commandsPerSecond: dependencies.commandsPerSecond },
    commands,
    random: createRandom(dependencies.seed),
    liquidity: loadLiquidityFacts(),
  });
  const replay = createReplay(dependencies.recorded ?? [], `rec-${wallClock.nowMs().toString(36)}`);
  const sentTotal = metrics.counter(
    'simulator_commands_total',
    'Commands sent to the exchange by the simulated participants.',
  );
  const onSent = (count: number): void => sentTotal.inc({}, count);
  const sender = createCommandSender({ queue, shards: engineShards, wallClock, log, onSent });
  metrics.gauge('simulator_quoted_books', 'Books with all levels quoted on both sides.', () =>
    strategy.quotedBooks(),
  );

  const participants = joinParticipants(strategy, replay);
  const stopNews = await followNews(dependencies, participants);
  // Orders of an earlier run may still rest in the books.
  sender.send([commands.cancelAll(null)]);
  const stopListing = await listInstruments(dependencies, participants, sender);
  const stopReports = await consumeReports(dependencies, participants, sender);
  const stopActing = act(dependencies, participants, sender);
  return {
    name: 'simulator',
    readiness: () =>
      readinessOf({
        'command queue': () => queue.check(),
        instruments: async () => {
          if (strategy.books() === 0) throw new Error('assets has not published any instrument yet');
        },
      }),
    stop: async () => {
      stopActing();
      await stopListing();
      await stopReports();
      await stopNews();
      sender.send([commands.cancelAll(null)]);
      await sender.stop();
    },
  };
}

/**
 * The simulated participants, and the investors of a recorded day, whose reports nobody needs. The book of a recorded ticker belongs to
 * the recorded orders, so that they meet as on their day.
 */
const joinParticipants = (strategy: Strategy, replay: Replay): Strategy => ({
  ...strategy,
  list: (facts, known) => {
    replay.list(facts);
    return strategy.list(
      facts.filter(({ ticker }) => !replay.plays(ticker)),
      known,
    );
  },
  applyNews: (news) => {
    replay.applyNews(news);
    strategy.applyNews(news);
  },
  receive: (reports, moment) =>
    strategy.receive(
      reports.filter((report) => report.type === 'MASS_CANCELED' || !replay.owns(report.orderId)),
      moment,
    ),
  step: (moment) => [...strategy.step(moment), ...replay.step(moment)],
});

/** Applies the public market data of all shards to the strategy. */
const followNews = ({ eventLog, log }: SimulatorDependencies, strategy: Strategy): Promise<Stop> =>
  eventLog.read([TOPICS.engineMarketData], { from: 'now' }, async (batch) => {
    strategy.applyNews(batch.flatMap((record) => newsIn(record.value, log)));
  });

/** Requests the catalogue until assets answers, without delaying the start, and follows every later change. */
async function listInstruments(
  { eventLog, cache, assets, wallClock, log }: SimulatorDependencies,
  strategy: Strategy,
  sender: CommandSender,
): Promise<Stop> {
  const known = new Set<string>();
  const take = async (facts: readonly InstrumentFact[]): Promise<void> => {
    const fresh = facts.map(({ ticker }) => ticker).filter((ticker) => !known.has(ticker));
    const prices = fresh.length === 0 ? undefined : await readHotPrices(cache, fresh, log);
    for (const ticker of fresh) known.add(ticker);
    sender.send(strategy.list(facts, prices));
  };
  const stopping = new AbortController();
  const stopReading = await eventLog.read([TOPICS.instruments], { from: 'now' }, async (batch) => {
    await take(batch.flatMap((record) => instrumentIn(record.value, log)));
  });
  const listed = retryUntilStopped(async () => take(await assets.catalogue({})), {
    clock: wallClock,
    signal: stopping.signal,
    onFailure: ({ error, attempt }) =>
      log.debug({ err: error, attempt }, 'assets does not answer with the catalogue yet; retrying'),
  });
  return async () => {
    stopping.abort();
    await listed;
    await stopReading();
  };
}

function instrumentIn(value: Uint8Array, log: Log): InstrumentFact[] {
  const instrument = instrumentFactCodec.read(value);
  if (!(instrument instanceof UnreadableMessage)) return [instrument];
  log.error({ reason: instrument.message }, 'skipped an unreadable instrument');
  return [];
}

function consumeReports(
  dependencies: SimulatorDependencies,
  strategy: Strategy,
  sender: CommandSender,
): Promise<Stop> {
  const inbox = createReportInbox();
  const queue = QUEUES.memberReports(MEMBERS.simulator);
  return dependencies.queue.consume(queue, { maxBatch: MAX_REPORTS }, async (batch) => {
    const { messages, settlement } = readMessages(batch);
    sender.send(strategy.receive(inbox.fresh(messages), momentOf(dependencies)));
    return settlement;
  });
}

function momentOf({ wallClock, marketClock, marketMode, calendar }: SimulatorDependencies): Moment {
  const marketMs = marketClock.nowMs();
  const mode = marketMode();
  return {
    nowMs: wallClock.nowMs(),
    marketMs,
    dayShare: mode === 'continuous' ? null : sessionShareAt(calendar, marketMs),
    marketPhase: marketStateAt(calendar, mode, marketMs).phase,
  };
}

function readMessages(batch: readonly Delivery[]): {
  readonly messages: readonly MemberMessage[];
  readonly settlement: Settlement;
} {
  const messages: MemberMessage[] = [];
  const dead: { delivery: Delivery; reason: string }[] = [];
  for (const delivery of batch) {
    const message = memberMessageCodec.read(delivery.body);
    if (message instanceof UnreadableMessage) dead.push({ delivery, reason: message.message });
    else messages.push(message);
  }
  return { messages, settlement: { dead } };
}

/** Steps the participants at a fixed interval; skips steps while the queue does not keep up. */
function act(dependencies: SimulatorDependencies, strategy: Strategy, sender: CommandSender): () => void {
  const { wallClock } = dependencies;
  const steps = every(wallClock, DEFAULT_SIMULATOR_SETTINGS.stepMs, () => {
    if (sender.waiting() < MAX_WAITING) sender.send(strategy.step(momentOf(dependencies)));
  });
  return () => steps.cancel();
}
