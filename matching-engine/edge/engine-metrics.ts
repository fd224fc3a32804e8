import type { Clock } from '#platform/time/clock.ts';
import { LATENCY_BUCKETS_SECONDS, type Metrics } from '#platform/observability/metrics.ts';
import type { ExchangeCommand } from '../exchange/commands.ts';
import type { ExchangeState } from '../exchange/state.ts';
import type { ExchangeEvent } from '../exchange/command-context.ts';

const GROUP_BUCKETS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000];

/** Counters and durations that the pipeline reports. */
export interface EngineMetrics {
  /** Runs the write of a group and observes its duration and size. */
  journaling(commands: number, write: () => Promise<void>): Promise<void>;
  applied(commands: readonly ExchangeCommand[], events: readonly ExchangeEvent[]): void;
  deadLettered(count: number): void;
}

export function createEngineMetrics(
  metrics: Metrics,
  wallClock: Clock,
  state: Readonly<ExchangeState>,
): EngineMetrics {
  const commandsTotal = metrics.counter('engine_commands_total', 'Commands applied, by type.', ['type']);
  const eventsTotal = metrics.counter(
    'engine_events_total',
    'Execution reports and market data emitted, by type.',
    ['type'],
  );
  const deadTotal = metrics.counter(
    'engine_dead_letters_total',
    'Unreadable commands moved to the dead letters.',
  );
  const groups = metrics.histogram('engine_group_commands', 'Commands in a group.', GROUP_BUCKETS);
  const seconds = metrics.histogram(
    'engine_journal_seconds',
    'Seconds until a group is written and synced to disk.',
    LATENCY_BUCKETS_SECONDS,
  );
  metrics.gauge('engine_open_orders', 'Open orders: resting, waiting for a call, or stops that wait.', () =>
    [...state.members.values()].reduce((sum, member) => sum + member.open.size, 0),
  );
  return {
    journaling: async (commands, write) => {
      const startMs = wallClock.nowMs();
      await write();
      seconds.observe((wallClock.nowMs() - startMs) / 1_000);
      groups.observe(commands);
    },
    applied: (commands, events) => {
      for (const { type } of commands) commandsTotal.inc({ type });
      for (const event of events)
        eventsTotal.inc({ type: event.kind === 'REPORT' ? event.report.type : event.message.type });
    },
    deadLettered: (count) => deadTotal.inc({}, count),
  };
}
