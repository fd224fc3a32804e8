import pg, { type ClientBase, type PoolConfig } from 'pg';

/** Opens one connection for some work and closes it after the work, also after a failed one. */
export async function withClient<T>(
  connection: PoolConfig,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client(connection);
  survivesItsServer(client);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/**
 * Without a listener, a server that ends the connection while no statement runs on it ends this process, too. No error is lost: the
 * next statement fails with it.
 */
export function survivesItsServer(client: ClientBase): void {
  client.on('error', () => undefined);
}
