import { createHash } from 'node:crypto';
import type { ExchangeSnapshot } from './snapshot.ts';

/** SHA-256 (hex) of a state. Snapshots have their keys in one order, so equal states have equal texts. */
export const stateHash = (snapshot: ExchangeSnapshot): string =>
  createHash('sha256').update(JSON.stringify(snapshot)).digest('hex');
