import type { SubgraphConnection } from '#platform/graphql/subgraph.ts';
import type { Alarm, Clock } from '#platform/time/clock.ts';
import type { Log } from '#platform/observability/log.ts';
import type { SubgraphAddress } from './federation/supergraph.ts';

/** A connection that the gateway closes when no graph uses it. */
export interface ClosableConnection extends SubgraphConnection {
  close?(): Promise<void>;
}

/** Connects to a subgraph of the supergraph. Throws when that is not possible, which refuses the supergraph. */
export type Connect = (subgraph: SubgraphAddress) => ClosableConnection;

/** The connections to the subgraphs of one gateway. */
export interface Connections {
  /** Returns one per subgraph. A subgraph that has kept its address keeps its connection. */
  open(subgraphs: readonly SubgraphAddress[]): readonly SubgraphConnection[];
  /** Closes all but these, once their operations had time to end. */
  retire(kept: readonly SubgraphConnection[]): void;
  close(): Promise<void>;
}

/** Time for the running operations of a replaced graph. */
const RETIRE_AFTER_MS = 10_000;

export function createConnections(connect: Connect, wallClock: Clock, log: Log): Connections {
  const byAddress = new Map<string, ClosableConnection>();
  const retired = new Map<ClosableConnection, Alarm>();
  const closeOne = (connection: ClosableConnection): void => {
    connection
      .close?.()
      .catch((error: unknown) => log.warn({ err: error }, 'a connection to a subgraph could not be closed'));
  };
  return {
    open: (subgraphs) =>
      subgraphs.map(({ name, url }) => {
        const address = JSON.stringify([name, url]);
        const connection = byAddress.get(address) ?? connect({ name, url });
        byAddress.set(address, connection);
        return connection;
      }),
    retire: (kept) => {
      for (const [address, connection] of byAddress) {
        if (kept.includes(connection)) continue;
        byAddress.delete(address);
        const close = (): void => {
          retired.delete(connection);
          closeOne(connection);
        };
        retired.set(connection, wallClock.after(RETIRE_AFTER_MS, close));
      }
    },
    close: async () => {
      for (const alarm of retired.values()) alarm.cancel();
      const all = [...retired.keys(), ...byAddress.values()];
      await Promise.all(all.map(async (connection) => connection.close?.()));
    },
  };
}
