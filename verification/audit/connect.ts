import { engineRpcContract } from '#contracts/calls/engine.ts';
import { ordersRpcContract } from '#contracts/calls/orders.ts';
import { walletAuditRpcContract } from '#contracts/calls/wallet.ts';
import type { Clock } from '#platform/time/clock.ts';
import { createFailoverCalls } from '#platform/rpc/failover.ts';
import { createRemoteCalls } from '#platform/rpc/remote.ts';
import { createRequestSignatures } from '#platform/security/request-signatures.ts';
import { findParts, type FindSettings } from '#processes/find-parts.ts';
import type { AuditSources } from './snapshot.ts';

/** Long, as a part reads all its rows before it answers. */
const TIMEOUT_MS = 300_000;

/**
 * Connects to the running broker that the settings name.
 *
 * @throws StartError when no broker runs there
 */
export async function connect(
  settings: FindSettings,
  clock: Clock,
): Promise<{ sources: AuditSources; place: string; close(): Promise<void> }> {
  const { key, ...urls } = await findParts(settings);
  const signatures = createRequestSignatures(key, clock);
  const options = { signatures, service: 'auditor', timeoutMs: TIMEOUT_MS };
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
