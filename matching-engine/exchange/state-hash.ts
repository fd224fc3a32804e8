import { createHash } from 'node:crypto';
import { exchangeSnapshotSchema, type ExchangeSnapshot } from './snapshot.ts';

/** SHA-256 (hex) of a state. The schema puts keys in one order, so equal states have equal texts. */
export const stateHash = (snapshot: ExchangeSnapshot): string =>
  createHash('sha256')
    .update(JSON.stringify(exchangeSnapshotSchema.parse(snapshot)))
    .digest('hex');
