import type { ChildProcess } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  startRefusingHttp,
  startRefusingMongo,
  startRefusingPostgres,
  startRefusingRabbit,
  startRefusingRedis,
  type RefusingServer,
} from '#test/support/network/refusing-servers.ts';
import { spawnProgram } from '#test/support/programs/run-program.ts';
import { describeWithServer, type StackVariable } from '#test/support/requirements/stack.ts';

/** Distinctive, with characters that URLs and JSON escape. Each login has its own: it must not be masked for another one's sake. */
const passwordOf = (login: string): string => `Sw0rd"fish%Tr0ut${login}`;
const inUrl = (login: string): string => encodeURIComponent(passwordOf(login));
const KEY = 'KeyOfStatementsKeyOfStatementsKeyOfStatements';
const EXPORTER_HEADER = 'Exp0rterHeader';

/** Every encoding in which a secret could leak. */
const encodingsOf = (password: string): string[] => [
  password,
  encodeURIComponent(password),
  JSON.stringify(password).slice(1, -1),
  Buffer.from(password).toString('base64').slice(0, -4),
  Buffer.from(`:${password}`).toString('base64').slice(4, -4),
  Buffer.from(`\0${password}`).toString('base64').slice(4, -4),
];

interface Login {
  readonly login: string;
  /** Part of the expected output: proves that the login was tried and refused. */
  readonly reason: string | RegExp;
}

interface Server {
  readonly variable: string;
  readonly url: (port: number) => string;
  readonly start: () => Promise<RefusingServer>;
  readonly logins: readonly Login[];
}

const http = (login: string, reason: string, variable: string, start = startRefusingHttp): Server => ({
  ...{ variable, start, logins: [{ login, reason }] },
  url: (port) => `http://user:${inUrl(login)}@127.0.0.1:${port}`,
});

/** A port without a listener: the error then names the address. */
async function startGone(): Promise<RefusingServer> {
  const { port, close } = await startRefusingHttp();
  await close();
  return { port, close: async () => undefined };
}

const SERVERS: readonly Server[] = [
  {
    variable: 'REDIS_URL',
    url: (port) => `redis://:${inUrl('redis')}@127.0.0.1:${port}`,
    start: startRefusingRedis,
    logins: [{ login: 'redis', reason: 'Redis at 127.0.0.1' }],
  },
  {
    variable: 'RABBITMQ_URL',
    url: (port) => `amqp://broker:${inUrl('rabbitmq')}@127.0.0.1:${port}`,
    start: startRefusingRabbit,
    logins: [{ login: 'rabbitmq', reason: 'ACCESS_REFUSED' }],
  },
  {
    variable: 'MONGODB_URL',
    url: (port) => `mongodb://broker:${inUrl('mongodb')}@127.0.0.1:${port}`,
    start: startRefusingMongo,
    logins: [{ login: 'mongodb', reason: 'Authentication failed' }],
  },
  {
    variable: 'DATABASE_URL',
    url: (port) => `postgres://postgres:${inUrl('postgres')}@127.0.0.1:${port}/postgres`,
    start: startRefusingPostgres,
    logins: [
      { login: 'postgres', reason: 'password authentication failed' },
      { login: 'migrate', reason: 'password authentication failed' },
      { login: 'prisma', reason: 'Authentication failed' },
    ],
  },
  http('calls', 'peer.ask', 'WALLET_URL'),
  http('gone', 'did not answer', 'ORDERS_URL', startGone),
  http('graph', 'SERVICE_UNAVAILABLE', 'ASSETS_URL'),
  http('telemetry', 'nothing more to do', 'OTEL_EXPORTER_OTLP_ENDPOINT'),
];
const LOGINS = SERVERS.flatMap(({ logins }) => logins);

const children: ChildProcess[] = [];
afterAll(() => children.forEach((child) => child.kill('SIGKILL')));

/** Everything that a process prints which tries these logins one after the other. */
async function outputOf(logins: readonly string[], urls: Readonly<Record<string, string>>): Promise<string> {
  const running = await spawnProgram('test/support/programs/login-fixture.ts', {
    LOGINS: logins.join(' '),
    LOG_LEVEL: 'debug',
    INTERNAL_KEY: KEY,
    SERVERS_WAIT_MS: '300',
    OTEL_EXPORTER_OTLP_HEADERS: `authorization=${EXPORTER_HEADER}`,
    ...urls,
  });
  children.push(running.child);
  expect(await running.ended).toBe(1);
  return `${running.output()}\n${running.errors()}`;
}

/** The error of a refused login, in full. */
const thrownBy = (login: string, output: string): string =>
  output.split(/^(?=[a-z]+:$)/m).find((part) => part.startsWith(`${login}:\n`)) ?? '';

function expectNoSecret(output: string, encodings: readonly string[]): void {
  const leaked = output.split('\n').filter((line) => encodings.some((encoded) => line.includes(encoded)));
  expect(leaked).toEqual([]);
}

describe('a refused login leaks no secret', () => {
  let output = '';
  beforeAll(async () => {
    const started = await Promise.all(SERVERS.map(async (one) => ({ ...one, server: await one.start() })));
    const urls = started.map(({ variable, url, server }): [string, string] => [variable, url(server.port)]);
    output = await outputOf(
      LOGINS.map(({ login }) => login),
      Object.fromEntries(urls),
    );
    await Promise.all(started.map(({ server }) => server.close()));
  });

  test.each(LOGINS)('$login, $reason', ({ login, reason }) => {
    expect(thrownBy(login, output)).toMatch(reason);
    expectNoSecret(output, encodingsOf(passwordOf(login)));
  });

  test('nor one that all of them have', () => expectNoSecret(output, [KEY, EXPORTER_HEADER]));
});

const REAL: readonly (Login & { readonly variable: StackVariable })[] = [
  { login: 'redis', variable: 'REDIS_URL', reason: /WRONGPASS|NOAUTH/ },
  { login: 'rabbitmq', variable: 'RABBITMQ_URL', reason: /ACCESS.REFUSED/ },
  { login: 'postgres', variable: 'DATABASE_URL', reason: /password authentication failed/ },
];

describe.each(REAL)('at the real server', ({ login, variable, reason }) => {
  describeWithServer(login, variable, (address) => {
    test('a refused login leaks no secret', async () => {
      const url = new URL(address);
      url.password = inUrl(login);
      const output = await outputOf([login], { [variable]: url.href });
      expect(output).toMatch(reason);
      expectNoSecret(output, [...encodingsOf(passwordOf(login)), KEY, EXPORTER_HEADER]);
    });
  });
});
