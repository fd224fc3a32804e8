import { engineRpcContract, type EngineRpc } from '#contracts/calls/engine.ts';
import { engineUrls } from '#contracts/sharding.ts';
import { createFailoverCalls } from '#platform/rpc/failover.ts';
import type { ServiceKit } from '#platform/service/kit.ts';

/** Calls to the engines by shard, each to the one of its shard that leads. */
export const engineCallsOf = (
  kit: Pick<
    ServiceKit<{
      readonly ENGINE_URL: string;
      readonly ENGINE_SHARDS: number;
      readonly ENGINE_STANDBYS: number;
    }>,
    'settings' | 'callsTo'
  >,
): readonly EngineRpc[] => {
  const { ENGINE_URL, ENGINE_SHARDS, ENGINE_STANDBYS } = kit.settings;
  return engineUrls(ENGINE_URL, ENGINE_SHARDS, ENGINE_STANDBYS).map((urls) => {
    const [first, ...others] = urls;
    return createFailoverCalls(engineRpcContract, [
      kit.callsTo(engineRpcContract, first),
      ...others.map((url) => kit.callsTo(engineRpcContract, url)),
    ]);
  });
};
