import { assetsOperatorRpcContract, type AssetsOperatorRpc } from '#contracts/calls/assets.ts';
import { readSettings } from '#platform/config.ts';
import { RpcUnavailable } from '#platform/rpc/local.ts';
import { createRemoteCalls } from '#platform/rpc/remote.ts';
import { retry } from '#platform/retry/retry.ts';
import { createRequestSignatures } from '#platform/security/request-signatures.ts';
import { createWallClock, type Clock } from '#platform/time/clock.ts';
import { findParts } from '#processes/find-parts.ts';
import { SETTINGS } from '#processes/settings/settings.ts';
import { connect } from '../audit/connect.ts';
import type { AuditSources } from '../audit/snapshot.ts';

/** Calls of an operator and of an auditor to the broker of a data folder, under every process that it has in turn. */
export interface Calls {
  operate<T>(work: (calls: { readonly assets: AssetsOperatorRpc }) => Promise<T>): Promise<T>;
  audit<T>(work: (sources: AuditSources) => Promise<T>): Promise<T>;
}

/** @param clock that of the broker, for signatures */
export function createCalls(dataDir: string, clock: Clock): Calls {
  const settings = readSettings(SETTINGS, { DATA_DIR: dataDir });
  const machine = createWallClock();
  const repeated = <T>(work: () => Promise<T>): Promise<T> =>
    retry(work, {
      clock: machine,
      timeoutMs: 1_800_000,
      isTransient: (error) => error instanceof RpcUnavailable,
      onFailure: () => undefined,
    });
  return {
    operate: (work) =>
      repeated(async () => {
        const { key, assets } = await findParts(settings);
        const signatures = createRequestSignatures(key, clock);
        const remote = createRemoteCalls(assetsOperatorRpcContract, {
          ...{ signatures, service: 'operator', url: assets },
        });
        try {
          return await work({ assets: remote.calls });
        } finally {
          await remote.close();
        }
      }),
    audit: (work) =>
      repeated(async () => {
        const connection = await connect(settings, clock);
        try {
          return await work(connection.sources);
        } finally {
          await connection.close();
        }
      }),
  };
}
