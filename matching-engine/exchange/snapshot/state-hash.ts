import { createHash } from 'node:crypto';
import type { ExchangeSnapshot } from './snapshot.ts';

/** SHA-256 (hex) of a snapshot as JSON. Snapshots have a fixed order of keys, so equal states have equal hashes. */
export const stateHash = (snapshot: ExchangeSnapshot): string =>
  createHash('sha256').update(JSON.stringify(snapshot)).digest('hex');
