import { engineRpcContract, ordersRpcContract, walletAuditRpcContract } from '#contracts/rpc.ts';
import { engineUrls } from '#contracts/sharding.ts';
import type { SETTINGS } from '#processes/settings/settings.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { SettingsOf } from '#platform/config.ts';
import { createFailoverCalls } from '#platform/rpc/failover.ts';
import { createRemoteCalls } from '#platform/rpc/remote.ts';
import { createStatements } from '#platform/security/statements.ts';
import { StartError } from '#platform/process/start-error.ts';
import { dataLayout } from '#processes/data-dir.ts';
import { readRunningNote } from '#processes/running-note.ts';
import { loadOrMakeKey } from '#processes/secrets.ts';
import type { AuditSources } from './snapshot.ts';

type Settings = Pick<
  SettingsOf<typeof SETTINGS>,
  | 'DATA_DIR'
  | 'INTERNAL_KEY'
  | 'WALLET_URL'
  | 'ORDERS_URL'
  | 'ENGINE_URL'
  | 'ENGINE_SHARDS'
  | 'ENGINE_STANDBYS'
>;

/** Where the parts answer, and the key under which we speak to them. */
interface Addresses {
  readonly key: Uint8Array;
  readonly wallet: string;
  readonly orders: string;
  /** By shard; of each the one that runs and those that stand by. */
  readonly engines: readonly (readonly string[])[];
}

/** A part looks through all it has before it answers. */
const TIMEOUT_MS = 300_000;

/**
 * Connects to the parts of the environment that the settings name: with INTERNAL_KEY the parts at their URLs; else
 * the broker that runs on DATA_DIR, of either profile.
 *
 * @throws StartError when there is none
 */
export async function connect(
  settings: Settings,
  clock: Clock,
): Promise<{ sources: AuditSources; place: string; close(): Promise<void> }> {
  const { key, ...urls } = await findParts(settings);
  const options = { statements: createStatements(key, clock), service: 'auditor', timeoutMs: TIMEOUT_MS };
  const wallet = createRemoteCalls(walletAuditRpcContract, { ...options, url: urls.wallet });
  const orders = createRemoteCalls(ordersRpcContract, { ...options, url: urls.orders });
  const engines = urls.engines.map((ofShard) =>
    ofShard.map((url) => createRemoteCalls(engineRpcContract, { ...options, url })),
  );
  return {
    sources: {
      wallet: wallet.calls,
      orders: orders.calls,
      engines: engines.map((ofShard) =>
        createFailoverCalls(
          engineRpcContract,
          ofShard.map((one) => one.calls),
        ),
      ),
    },
    place: [...new Set([urls.wallet, urls.orders, ...urls.engines.flat()])].join(', '),
    close: async () => {
      await Promise.all([wallet, orders, ...engines.flat()].map((one) => one.close()));
    },
  };
}

async function findParts(settings: Settings): Promise<Addresses> {
  if (settings.INTERNAL_KEY !== null) {
    const { INTERNAL_KEY: key, WALLET_URL: wallet, ORDERS_URL: orders } = settings;
    const { ENGINE_URL, ENGINE_SHARDS, ENGINE_STANDBYS } = settings;
    return { key, wallet, orders, engines: engineUrls(ENGINE_URL, ENGINE_SHARDS, ENGINE_STANDBYS) };
  }
  const layout = dataLayout(settings.DATA_DIR);
  const note = await readRunningNote(layout);
  if (note === null) {
    throw new StartError(
      `no broker runs on ${layout.root}: start one with "npm start", or set INTERNAL_KEY and the parts' URLs for a distributed one`,
    );
  }
  const { key } = await loadOrMakeKey(layout.internalKey);
  return { key, ...note.calls };
}
