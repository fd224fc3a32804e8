import type { PoolConfig } from 'pg';

/**
 * The server of a URL `postgres://USER:PASSWORD@HOST:PORT`, as connection settings. A database in it is left out: each
 * part has one of its own.
 *
 * @param url checked to be a URL
 */
export function parseDatabaseUrl(url: string): PoolConfig & { readonly host: string; readonly port: number } {
  const { hostname, port, username, password, searchParams } = new URL(url);
  const needsTls = ['require', 'verify-ca', 'verify-full'].includes(searchParams.get('sslmode') ?? '');
  return {
    host: hostname === '' ? '127.0.0.1' : hostname,
    port: port === '' ? 5432 : Number(port),
    user: decodeURIComponent(username) || 'postgres',
    ...(password === '' ? {} : { password: decodeURIComponent(password) }),
    ...(needsTls ? { ssl: true } : {}),
  };
}
