import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { exists } from '#platform/files/exists.ts';
import { StartError } from '#platform/process/start-error.ts';
import { kafka } from './kafka.ts';
import { environmentOf, makeSecret, shownEnvironment, STACK_DIR, stackPassword } from './layout.ts';
import { mongo } from './mongo.ts';
import { postgres } from './postgres.ts';
import { ensureFree, eventually, logTail, rememberPid, runningPid, stopServer } from './process.ts';
import { rabbitmq } from './rabbitmq.ts';
import { redis } from './redis.ts';
import type { StackServer } from './server.ts';

const SERVERS: readonly StackServer[] = [postgres, redis, rabbitmq, kafka, mongo];
/** Long, as a first start creates data folders and may share the processor with other work. */
const READY_MS = 120_000;

const ENVIRONMENT_FILE = path.join(STACK_DIR, 'env.json');

type Print = (line: string) => void;

/** Installs the servers that this machine lacks. */
export async function install(print: Print): Promise<void> {
  await mkdir(STACK_DIR, { recursive: true });
  for (const server of SERVERS) {
    const lacking = await server.missing();
    if (lacking === null) {
      print(`${server.name}: installed`);
      continue;
    }
    print(`${server.name}: installing ${lacking}`);
    await server.install();
    const still = await server.missing();
    if (still !== null) throw new StartError(`${server.name}: ${still} is still missing`);
  }
}

/** Starts the servers that do not run, waits until each answers, and writes their addresses. */
export async function start(print: Print): Promise<void> {
  const lacking = await Promise.all(SERVERS.map((server) => server.missing()));
  if (lacking.some((one) => one !== null)) {
    const names = lacking.filter((one) => one !== null).join(', ');
    throw new StartError(`this machine lacks ${names}: run npm run stack -- install`);
  }
  const password = await stackPassword();
  const results = await Promise.allSettled(SERVERS.map((server) => startOne(server, password, print)));
  const failures = results.flatMap((result) =>
    result.status === 'rejected' ? [result.reason as Error] : [],
  );
  if (failures.length > 0) throw new StartError(failures.map(({ message }) => message).join('\n'));
  const environment = environmentOf(password);
  await writeFile(ENVIRONMENT_FILE, `${JSON.stringify(environment, null, 2)}\n`, { mode: 0o600 });
  for (const line of shownEnvironment(environment)) print(line);
  print('with the password: .stack/env.json, which npm run start:distributed and the tests read');
}

async function startOne(server: StackServer, password: string, print: Print): Promise<void> {
  const { name } = server;
  const answers = () =>
    server.ping(password).then(
      () => true,
      () => false,
    );
  if ((await runningPid(name)) === null) {
    for (const port of server.ports) await ensureFree(name, port);
    await rememberPid(name, await server.launch(password));
  }
  const ready = async () => (await answers()) || (await runningPid(name)) === null;
  await eventually(ready, READY_MS);
  if ((await runningPid(name)) === null) throw new StartError(`${name} ended again: ${await logTail(name)}`);
  if (!(await answers())) throw new StartError(`${name} does not answer: ${await logTail(name)}`);
  print(`${name}: runs (process ${(await runningPid(name)) ?? '?'})`);
}

/** Prints for each server whether it runs and answers. Returns true when all do. */
export async function status(print: Print): Promise<boolean> {
  const password = await stackPassword();
  const lines = await Promise.all(
    SERVERS.map(async (server): Promise<[boolean, string]> => {
      const pid = await runningPid(server.name);
      if (pid === null) return [false, `${server.name}: down`];
      return server.ping(password).then(
        () => [true, `${server.name}: runs (process ${pid})`],
        (error: Error) => [false, `${server.name}: process ${pid} does not answer: ${error.message}`],
      );
    }),
  );
  for (const [, line] of lines) print(line);
  return lines.every(([up]) => up);
}

/** Stops all servers by their process ids; their data stays. */
export async function stop(print: Print): Promise<void> {
  await rm(ENVIRONMENT_FILE, { force: true });
  await Promise.all(
    SERVERS.map(async (server) => {
      const ran = await stopServer(server.name, server.stopSignal);
      if (ran) await server.afterStop?.();
      print(`${server.name}: ${ran ? 'stopped' : 'did not run'}`);
    }),
  );
}

/** Writes an `.env` with new secrets for docker-compose.yml; never overwrites an existing one. */
export async function secrets(print: Print): Promise<void> {
  const file = path.resolve(STACK_DIR, '../.env');
  if (await exists(file)) throw new StartError('.env exists already; it was not changed');
  const names = [
    'POSTGRES_PASSWORD',
    'RABBITMQ_PASSWORD',
    'REDIS_PASSWORD',
    'MONGODB_PASSWORD',
    'INTERNAL_KEY',
  ];
  const lines = names.map((name) => `${name}=${makeSecret()}`);
  await writeFile(file, `${lines.join('\n')}\n`, { mode: 0o600 });
  print(`wrote .env with ${names.join(', ')}`);
}
