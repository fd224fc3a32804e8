import { access, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { connect } from 'amqplib';
import { installPackages } from './apt.ts';
import { environmentOf, PORTS, STACK_DIR } from './layout.ts';
import { eventually, launch, logTail, run } from './process.ts';
import { StartError } from '#platform/start-error.ts';
import type { StackServer } from './server.ts';

const folder = path.join(STACK_DIR, 'rabbitmq');
/** Debian's program on the PATH switches to a system user; this one runs as we do. */
const program = '/usr/lib/rabbitmq/bin/rabbitmq-server';
const pidFile = path.join(folder, 'pid');
const PID_MS = 30_000;

const settings = (password: string): string => `
listeners.tcp.1 = 127.0.0.1:${PORTS.rabbitmq}
default_user = broker
default_pass = ${password}
disk_free_limit.absolute = 200MB
`;

/** Erlang's name server is one of our own as well. */
const erlang = { ERL_EPMD_PORT: String(PORTS.epmd), ERL_EPMD_ADDRESS: '127.0.0.1' };

const variables = {
  ...erlang,
  HOME: folder,
  RABBITMQ_NODENAME: 'broker@localhost',
  RABBITMQ_DIST_PORT: String(PORTS.rabbitmqNode),
  RABBITMQ_MNESIA_BASE: path.join(folder, 'data'),
  RABBITMQ_LOG_BASE: path.join(folder, 'log'),
  RABBITMQ_PID_FILE: pidFile,
  RABBITMQ_ENABLED_PLUGINS_FILE: path.join(folder, 'enabled_plugins'),
  RABBITMQ_CONFIG_FILE: path.join(folder, 'rabbitmq.conf'),
  RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '-kernel inet_dist_use_interface {127,0,0,1}',
};

export const rabbitmq: StackServer = {
  name: 'rabbitmq',
  ports: [PORTS.rabbitmq, PORTS.rabbitmqNode],
  missing: () =>
    access(program).then(
      () => null,
      () => 'rabbitmq-server',
    ),
  install: () => installPackages('rabbitmq-server'),
  launch: async (password) => {
    await mkdir(folder, { recursive: true });
    await rm(pidFile, { force: true });
    await writeFile(variables.RABBITMQ_ENABLED_PLUGINS_FILE, '[].');
    await writeFile(variables.RABBITMQ_CONFIG_FILE, settings(password), { mode: 0o600 });
    await launch('rabbitmq', { file: program, args: [], env: variables });
    const readPid = async (): Promise<number> => Number(await readFile(pidFile, 'utf8').catch(() => ''));
    if (!(await eventually(async () => (await readPid()) > 0, PID_MS)))
      throw new StartError(`rabbitmq did not start: ${await logTail('rabbitmq')}`);
    return readPid();
  },
  ping: async (password) => {
    const connection = await connect(environmentOf(password).RABBITMQ_URL, { noDelay: true, timeout: 5_000 });
    try {
      const channel = await connection.createChannel();
      const { queue } = await channel.assertQueue('', { exclusive: true });
      await channel.deleteQueue(queue);
    } finally {
      await connection.close();
    }
  },
  stopSignal: 'SIGTERM',
  afterStop: async () => {
    const epmd = [
      'env',
      ...Object.entries(erlang).map(([name, value]) => `${name}=${value}`),
      'epmd',
      '-kill',
    ];
    await run(epmd[0] ?? '', epmd.slice(1)).catch(() => undefined);
  },
};
