import { assetsOperatorRpcContract, type AssetsOperatorRpc } from '#contracts/calls/assets.ts';
import { engineRpcContract, type EngineRpc } from '#contracts/calls/engine.ts';
import { readSettings } from '#platform/config.ts';
import { createRemoteCalls } from '#platform/rpc/remote.ts';
import { createRequestSignatures } from '#platform/security/request-signatures.ts';
import { createWallClock, type Clock } from '#platform/time/clock.ts';
import { findParts } from '#processes/find-parts.ts';
import { SETTINGS } from '#processes/settings/settings.ts';

/** Calls of an operator to assets and to the engine of a broker with one. */
export interface OperatorCalls {
  readonly assets: AssetsOperatorRpc;
  readonly engine: EngineRpc;
}

/** Acts as the operator of the broker of a data folder. The clock is the broker's. */
export async function asOperator<T>(
  dataDir: string,
  work: (calls: OperatorCalls) => Promise<T>,
  clock: Clock = createWallClock(),
): Promise<T> {
  const parts = await findParts(readSettings(SETTINGS, { DATA_DIR: dataDir }));
  const options = { signatures: createRequestSignatures(parts.key, clock), service: 'operator' };
  const assets = createRemoteCalls(assetsOperatorRpcContract, { ...options, url: parts.assets });
  const engine = createRemoteCalls(engineRpcContract, { ...options, url: parts.engines[0]?.[0] ?? '' });
  try {
    return await work({ assets: assets.calls, engine: engine.calls });
  } finally {
    await Promise.all([assets.close(), engine.close()]);
  }
}
