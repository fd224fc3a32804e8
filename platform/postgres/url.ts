import type { PoolConfig } from 'pg';

/**
 * Reads connection settings from `postgres://USER:PASSWORD@HOST:PORT`. Ignores a database name in the URL: each part has
 * its own database.
 *
 * @param url a valid URL with a percent-encoded user and password, as the setting requires
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
