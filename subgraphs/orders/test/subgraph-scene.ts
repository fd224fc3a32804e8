import type { ExecutionResult } from 'graphql';
import type { AssetsRpc } from '#contracts/calls/assets.ts';
import type { IdentityRpc } from '#contracts/calls/identity.ts';
import type { WalletRpc } from '#contracts/calls/wallet.ts';
import type { OrderFact } from '#contracts/messages/order-facts.ts';
import { silentLog } from '#platform/observability/log.ts';
import type { Caller } from '#platform/security/caller.ts';
import { createStatements } from '#platform/security/statements.ts';
import { createPullStream } from '#platform/streams/pull-stream.ts';
import { createManualClock } from '#platform/time/manual-clock.ts';
import { callerOf } from '#test/support/samples/callers.ts';
import { createAccountOwners } from '../accept/account-owners.ts';
import type { OrderService } from '../accept/order-service.ts';
import { createOrdersSubgraph } from '../start.ts';
import type { OrderStore } from '../store/store.ts';
import type { OrderStreams } from '../streams/order-streams.ts';

/** The user of the scene, who owns every account. */
export const USER = 'usr_1';

/** The parts behind the subgraph of a scene; a part that a test does not give must not be called. */
export interface SceneParts {
  readonly store?: Partial<OrderStore>;
  readonly wallet?: Partial<WalletRpc>;
  readonly assets?: Partial<AssetsRpc>;
  readonly identity?: Pick<IdentityRpc, 'areOwned'>;
  /** The facts of the stream `orders`. */
  readonly facts?: readonly OrderFact[];
}

/** The subgraph of orders without a database. */
export interface SubgraphScene {
  /** Executes an operation as the user of the scene, or without a caller. */
  query(text: string, caller?: string | Caller | null): Promise<ExecutionResult>;
  /** Subscribes and reads a number of updates. */
  follow(text: string, count: number): Promise<ExecutionResult[]>;
}

const statements = createStatements(Buffer.alloc(32, 7), createManualClock(0));

/** A stream that emits the facts and ends. */
const streamOf = (facts: readonly OrderFact[]): ReturnType<OrderStreams['follow']> =>
  createPullStream(({ finish }) => {
    const values = facts.values();
    finish();
    return { next: () => values.next().value ?? null, close: () => undefined };
  });

export function createSubgraphScene(parts: SceneParts): SubgraphScene {
  const { store, wallet, assets, facts = [] } = parts;
  const calls: Partial<WalletRpc> = {
    ownersOf: async ({ accountIds }) => accountIds.map((id) => (id.startsWith('acc_') ? USER : null)),
    ...wallet,
  };
  const service: Partial<OrderService> = {
    store: store as OrderStore,
    wallet: calls as WalletRpc,
    assets: assets as AssetsRpc,
    ...(parts.identity && { identity: parts.identity }),
    owners: createAccountOwners(calls as WalletRpc),
    wallClock: createManualClock(0),
    log: silentLog,
  };
  const streams: Partial<OrderStreams> = {
    follow: () => streamOf(facts),
  };
  const subgraph = createOrdersSubgraph(service as OrderService, streams as OrderStreams, statements);
  const request = (query: string, caller: string | Caller | null) => ({
    query,
    correlationId: 'test',
    ...(caller === null
      ? {}
      : { statement: statements.sign(typeof caller === 'string' ? callerOf(caller) : caller) }),
  });
  return {
    query: (text, caller = USER) => subgraph.execute(request(text, caller)),
    follow: async (text, count) => {
      const stream = await subgraph.subscribe(request(text, USER));
      if (!(Symbol.asyncIterator in stream)) throw new Error(JSON.stringify(stream));
      const updates: ExecutionResult[] = [];
      while (updates.length < count) {
        const next = await stream.next();
        if (next.done) break;
        updates.push(next.value);
      }
      return updates;
    },
  };
}
