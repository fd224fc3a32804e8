import { createLateRemoval } from '#platform/background/late-removal.ts';
import { createOwnRows } from '#platform/background/own-rows.ts';
import type { Log } from '#platform/observability/log.ts';
import type { SqlDatabase } from '#platform/postgres/sql/sql-client.ts';
import type { Clock } from '#platform/time/clock.ts';
import { createOwnCommands } from './own-commands.ts';
import type { StoredFacts } from './store-messages.ts';
import type { OrderStore, OutgoingCommand, OutgoingFact } from './store.ts';
import {
  MAX_RECENT_FACTS,
  outboxDepths,
  publishFacts,
  readCommands,
  removeCommands,
  type Outboxes,
} from './store-outbox.ts';

interface Environment {
  readonly wallClock: Clock;
  readonly log: Log;
}

/**
 * The outboxes of a process that alone uses the database. What it has stored is published from memory, and deleted later: so a batch of
 * orders costs the relays no statement, where it would take a dozen. The table is read after a start, and when a commit is
 * uncertain or memory was short.
 */
export function createOwnOutboxes(
  sql: SqlDatabase,
  engineShards: number,
  environment: Environment,
): Outboxes {
  const shards = Array.from({ length: engineShards }, (_, shard) => ownCommands(sql, shard, environment));
  const facts = ownFacts(sql, environment);
  return {
    addCommands: (commands) => {
      for (const { shard, command } of commands) shards[shard]?.add(command);
    },
    addFacts: facts.add,
    onUncertain: () => {
      for (const shard of shards) shard.onUncertain();
      facts.onUncertain();
    },
    publishCommands: async (shard, limit, publish) => (await shards[shard]?.publish(limit, publish)) ?? 0,
    publishFacts: facts.publish,
    outboxDepths: async () => {
      const rows = await outboxDepths(sql);
      const published = shards.reduce((sum, shard) => sum + shard.publishedRows(), 0);
      return {
        commands: Math.max(0, rows.commands - published),
        facts: Math.max(0, rows.facts - facts.publishedRows()),
      };
    },
    stop: async () => {
      await Promise.all([...shards, facts].map(({ stop }) => stop()));
    },
  };
}

/** The commands to one shard. One publish runs at a time. */
function ownCommands(sql: SqlDatabase, shard: number, { wallClock, log }: Environment) {
  const own = createOwnCommands();
  const removal = createLateRemoval({
    name: `removal of published commands to shard ${shard}`,
    remove: async (numbers) => void (await removeCommands(sql, shard, Math.max(...numbers.map(Number)))),
    clock: wallClock,
    log,
  });
  return {
    add: (command: OutgoingCommand) => own.add(command),
    onUncertain: () => own.forget(),
    publish: async (
      limit: number,
      publish: (commands: readonly OutgoingCommand[]) => Promise<void>,
    ): Promise<number> => {
      const commands = own.next(limit) ?? (await readCommands(sql, shard, own.published, limit));
      const last = commands.at(-1);
      if (!last) return 0;
      await publish(commands);
      for (const { number } of commands) removal.add(BigInt(number), 1);
      own.setPublished(last.number);
      return commands.length;
    },
    publishedRows: () => removal.size,
    stop: removal.stop,
  };
}

function ownFacts(sql: SqlDatabase, { wallClock, log }: Environment) {
  const own = createOwnRows<readonly OutgoingFact[]>({
    name: 'removal of published order facts',
    sizeOf: ({ length }) => length,
    maxSize: MAX_RECENT_FACTS,
    remove: async (positions) => {
      await sql.$executeRaw`
        WITH unsynced AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))
        DELETE FROM fact_outbox USING unsynced WHERE position = ANY(${positions}::bigint[])`;
    },
    clock: wallClock,
    log,
  });
  const publish: OrderStore['publishFacts'] = async (publishBatch) =>
    (await own.publish(
      (rows) => publishBatch(rows.flat()),
      () => publishFacts(sql, own.recent, publishBatch),
    )) ?? 0;
  return {
    add: ({ position, outgoing }: StoredFacts): void => {
      if (position !== null) own.recent.add(position, outgoing);
    },
    onUncertain: own.onUncertain,
    publish,
    publishedRows: () => own.publishedSize,
    stop: own.stop,
  };
}
