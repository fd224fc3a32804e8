import { engineUrls } from '#contracts/sharding.ts';
import type { SettingsOf } from '#platform/config.ts';
import { StartError } from '#platform/process/start-error.ts';
import { dataLayout } from './data-dir.ts';
import { readRunningNote } from './running-note.ts';
import { loadOrMakeKey } from './secrets.ts';
import type { SETTINGS } from './settings/settings.ts';

export type FindSettings = Pick<
  SettingsOf<typeof SETTINGS>,
  | 'DATA_DIR'
  | 'INTERNAL_KEY'
  | 'IDENTITY_URL'
  | 'ASSETS_URL'
  | 'WALLET_URL'
  | 'ORDERS_URL'
  | 'ENGINE_URL'
  | 'ENGINE_SHARDS'
  | 'ENGINE_STANDBYS'
>;

/** The addresses of a running broker's parts, and the key that signs calls to them. */
export interface FoundParts {
  readonly key: Uint8Array;
  readonly identity: string;
  readonly assets: string;
  readonly wallet: string;
  readonly orders: string;
  /** By shard: the leader and its standbys. */
  readonly engines: readonly (readonly string[])[];
}

/**
 * Finds the parts of a broker: with INTERNAL_KEY set, the parts at the URLs of the settings; else the parts of the broker
 * that runs on DATA_DIR, in either profile.
 *
 * @throws StartError when no broker runs on DATA_DIR
 */
export async function findParts(settings: FindSettings): Promise<FoundParts> {
  if (settings.INTERNAL_KEY !== null) {
    const { ENGINE_URL, ENGINE_SHARDS, ENGINE_STANDBYS } = settings;
    return {
      key: settings.INTERNAL_KEY,
      identity: settings.IDENTITY_URL,
      assets: settings.ASSETS_URL,
      wallet: settings.WALLET_URL,
      orders: settings.ORDERS_URL,
      engines: engineUrls(ENGINE_URL, ENGINE_SHARDS, ENGINE_STANDBYS),
    };
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
