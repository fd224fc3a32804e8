import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Redis } from 'ioredis';
import { installPackages } from './apt.ts';
import { environmentOf, PORTS, STACK_DIR } from './layout.ts';
import { hasProgram, launch } from './process.ts';
import type { StackServer } from './server.ts';

const folder = path.join(STACK_DIR, 'redis');

/** No persistence: the cache can always be rebuilt. */
const settings = (password: string): string => `
bind 127.0.0.1
port ${PORTS.redis}
dir "${folder}"
requirepass ${password}
save ""
appendonly no
maxmemory 256mb
maxmemory-policy noeviction
`;

export const redis: StackServer = {
  name: 'redis',
  ports: [PORTS.redis],
  missing: async () => ((await hasProgram('redis-server')) ? null : 'redis-server'),
  install: () => installPackages('redis-server'),
  launch: async (password) => {
    const file = path.join(folder, 'redis.conf');
    await mkdir(folder, { recursive: true });
    await writeFile(file, settings(password), { mode: 0o600 });
    return launch('redis', { file: 'redis-server', args: [file] });
  },
  ping: async (password) => {
    const client = new Redis(environmentOf(password).REDIS_URL, {
      lazyConnect: true,
      retryStrategy: () => null,
      maxRetriesPerRequest: 0,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.ping();
    } finally {
      client.disconnect();
    }
  },
  stopSignal: 'SIGTERM',
};
