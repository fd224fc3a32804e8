import path from 'node:path';
import { DATABASES } from '#contracts/names.ts';
import type { AssetsStore } from '#assets/store/store.ts';
import { environment, readSettings } from '#platform/config.ts';
import { applyMigrations, ensureDatabase } from '#platform/postgres/migrate.ts';
import { parseDatabaseUrl } from '#platform/postgres/url.ts';
import { startEmbeddedPostgres } from '#platform/postgres/embedded.ts';
import { dataLayout } from '#processes/data-dir.ts';
import { SETTINGS } from '#processes/settings/settings.ts';
import { requireClients } from '../prisma/clients.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** The store of assets that the settings select; `close` releases it. */
export interface OpenAssets {
  readonly store: AssetsStore;
  readonly where: string;
  readonly close: () => Promise<void>;
}

/** Opens the database of assets that the settings select: DATABASE_URL when it is set, else the one in DATA_DIR. */
export async function openAssets(): Promise<OpenAssets> {
  const settings = readSettings(SETTINGS, environment());
  await requireClients(ROOT);
  const { createPrismaAssetsStore } = await import('#assets/store/store.prisma.ts');
  const url = settings.DATABASE_URL;
  const server =
    url === null
      ? await startEmbeddedPostgres(dataLayout(settings.DATA_DIR).postgres)
      : { connection: parseDatabaseUrl(url), isStartedHere: false, stop: async () => undefined };
  const stopServer = async (): Promise<void> => (server.isStartedHere ? server.stop() : undefined);
  try {
    await ensureDatabase(server.connection, DATABASES.assets);
    const database = { ...server.connection, database: DATABASES.assets };
    await applyMigrations(database, path.join(ROOT, 'prisma/assets/migrations'));
    const store = createPrismaAssetsStore(database);
    const close = async (): Promise<void> => {
      await store.close();
      await stopServer();
    };
    return { store, where: url === null ? settings.DATA_DIR : 'PostgreSQL', close };
  } catch (error) {
    await stopServer();
    throw error;
  }
}
