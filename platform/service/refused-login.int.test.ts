import { describe, expect, onTestFinished, test } from 'vitest';
import {
  startRefusingHttp,
  startRefusingMongo,
  startRefusingPostgres,
  startRefusingRabbit,
  startRefusingRedis,
  type RefusingServer,
} from '#test/support/network/refusing-servers.ts';
import { runProgram } from '#test/support/programs/run-program.ts';
import { describeWithServer, type StackVariable } from '#test/support/requirements/stack.ts';

/** Distinctive, with characters that URLs and JSON escape. */
const PASSWORD = 'Sw0rd"fish%Tr0ut';
const IN_URL = encodeURIComponent(PASSWORD);
const KEY = 'KeyOfStatementsKeyOfStatementsKeyOfStatements';
const EXPORTER_HEADER = 'Exp0rterHeader';

/** Every encoding in which a secret could leak. */
const ENCODINGS = [
  PASSWORD,
  IN_URL,
  JSON.stringify(PASSWORD).slice(1, -1),
  Buffer.from(PASSWORD).toString('base64').slice(0, -4),
  Buffer.from(`:${PASSWORD}`).toString('base64').slice(4, -4),
  Buffer.from(`\0${PASSWORD}`).toString('base64').slice(4, -4),
  KEY,
  EXPORTER_HEADER,
];

interface Login {
  readonly login: string;
  readonly variable: string;
  readonly url: (port: number) => string;
  readonly start: () => Promise<RefusingServer>;
  /** Part of the expected output: proves that the login was tried and refused. */
  readonly reason: string;
}

const postgres = {
  variable: 'DATABASE_URL',
  url: (port: number) => `postgres://postgres:${IN_URL}@127.0.0.1:${port}/postgres`,
  start: startRefusingPostgres,
};
const http = { url: (port: number) => `http://user:${IN_URL}@127.0.0.1:${port}`, start: startRefusingHttp };

/** A port without a listener: the error then names the address. */
async function startGone(): Promise<RefusingServer> {
  const { port, close } = await startRefusingHttp();
  await close();
  return { port, close: async () => undefined };
}

const LOGINS: readonly Login[] = [
  {
    login: 'redis',
    variable: 'REDIS_URL',
    url: (port) => `redis://:${IN_URL}@127.0.0.1:${port}`,
    start: startRefusingRedis,
    reason: 'Redis at 127.0.0.1',
  },
  {
    login: 'rabbitmq',
    variable: 'RABBITMQ_URL',
    url: (port) => `amqp://broker:${IN_URL}@127.0.0.1:${port}`,
    start: startRefusingRabbit,
    reason: 'ACCESS_REFUSED',
  },
  {
    login: 'mongodb',
    variable: 'MONGODB_URL',
    url: (port) => `mongodb://broker:${IN_URL}@127.0.0.1:${port}`,
    start: startRefusingMongo,
    reason: 'Authentication failed',
  },
  { ...postgres, login: 'postgres', reason: 'password authentication failed' },
  { ...postgres, login: 'migrate', reason: 'password authentication failed' },
  { ...postgres, login: 'prisma', reason: 'Authentication failed' },
  { ...http, login: 'calls', variable: 'WALLET_URL', reason: 'peer.ask' },
  { ...http, start: startGone, login: 'calls', variable: 'WALLET_URL', reason: 'did not answer' },
  { ...http, login: 'graph', variable: 'WALLET_URL', reason: 'SERVICE_UNAVAILABLE' },
  { ...http, login: 'telemetry', variable: 'OTEL_EXPORTER_OTLP_ENDPOINT', reason: 'nothing more to do' },
];

async function outputOf(login: string, variable: string, url: string): Promise<string> {
  const { output, errors, ended } = await runProgram('test/support/programs/login-fixture.ts', {
    LOGIN: login,
    LOG_LEVEL: 'debug',
    INTERNAL_KEY: KEY,
    SERVERS_WAIT_MS: '300',
    OTEL_EXPORTER_OTLP_HEADERS: `authorization=${EXPORTER_HEADER}`,
    [variable]: url,
  });
  expect(await ended).toBe(1);
  return `${output()}\n${errors()}`;
}

function expectNoSecret(output: string): void {
  const leaked = output.split('\n').filter((line) => ENCODINGS.some((encoded) => line.includes(encoded)));
  expect(leaked).toEqual([]);
}

test.each(LOGINS)('a refused login leaks no secret: $login, $reason', async (one) => {
  const server = await one.start();
  onTestFinished(() => server.close());
  const output = await outputOf(one.login, one.variable, one.url(server.port));
  expect(output).toContain(one.reason);
  expectNoSecret(output);
});

const REAL: readonly { login: string; variable: StackVariable; reason: RegExp }[] = [
  { login: 'redis', variable: 'REDIS_URL', reason: /WRONGPASS|NOAUTH/ },
  { login: 'rabbitmq', variable: 'RABBITMQ_URL', reason: /ACCESS.REFUSED/ },
  { login: 'postgres', variable: 'DATABASE_URL', reason: /password authentication failed/ },
];

describe.each(REAL)('at the real server', ({ login, variable, reason }) => {
  describeWithServer(login, variable, (address) => {
    test('a refused login leaks no secret', async () => {
      const url = new URL(address);
      url.password = IN_URL;
      const output = await outputOf(login, variable, url.href);
      expect(output).toMatch(reason);
      expectNoSecret(output);
    });
  });
});
