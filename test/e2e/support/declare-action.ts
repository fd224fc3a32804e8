import { assetsOperatorRpcContract } from '#contracts/calls/assets.ts';
import type { ActionTerms } from '#domain/corporate-actions/declared-action.ts';
import { readSettings } from '#platform/config.ts';
import { createRemoteCalls } from '#platform/rpc/remote.ts';
import { createRequestSignatures } from '#platform/security/request-signatures.ts';
import { createWallClock, type Clock } from '#platform/time/clock.ts';
import { findParts } from '#processes/find-parts.ts';
import { SETTINGS } from '#processes/settings/settings.ts';

/** Declares a corporate action on the broker of a data folder, as an operator does; returns its id. The clock is the broker's. */
export async function declareAction(
  dataDir: string,
  terms: ActionTerms,
  isLate = false,
  clock: Clock = createWallClock(),
): Promise<string> {
  const parts = await findParts(readSettings(SETTINGS, { DATA_DIR: dataDir }));
  const signatures = createRequestSignatures(parts.key, clock);
  const remote = createRemoteCalls(assetsOperatorRpcContract, {
    ...{ signatures, service: 'operator', url: parts.assets },
  });
  try {
    const result = await remote.calls.declareCorporateAction({ ...terms, isLate });
    if (result.outcome === 'REFUSED') throw new Error(result.fault);
    return result.action.id;
  } finally {
    await remote.close();
  }
}
