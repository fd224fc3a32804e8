import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { connect } from 'amqplib';
import { exists, ifExists } from '#platform/files/exists.ts';
import { StartError } from '#platform/process/start-error.ts';
import { installPackages } from './apt.ts';
import { PORTS, rabbitUrl, STACK_DIR } from './layout.ts';
import { eventually, launch, logTail, run } from './process.ts';
import type { StackServer } from './server.ts';

/** Debian's program on the PATH switches to a system user; this one runs as the current user. */
const PROGRAM = '/usr/lib/rabbitmq/bin/rabbitmq-server';
const PID_MS = 30_000;

/** Data folder and ports of a node. */
export interface RabbitNode {
  readonly name: string;
  readonly folder: string;
  readonly port: number;
  /** For other nodes and tools. */
  readonly nodePort: number;
}

const settings = (node: RabbitNode, password: string): string => `
listeners.tcp.1 = 127.0.0.1:${node.port}
default_user = broker
default_pass = ${password}
disk_free_limit.absolute = 200MB
`;

/** The stack runs its own Erlang name server (epmd). */
const erlang = { ERL_EPMD_PORT: String(PORTS.epmd), ERL_EPMD_ADDRESS: '127.0.0.1' };

const variables = ({ name, folder, nodePort }: RabbitNode) => ({
  ...erlang,
  HOME: folder,
  RABBITMQ_NODENAME: `${name}@localhost`,
  RABBITMQ_DIST_PORT: String(nodePort),
  RABBITMQ_MNESIA_BASE: path.join(folder, 'data'),
  RABBITMQ_LOG_BASE: path.join(folder, 'log'),
  RABBITMQ_PID_FILE: path.join(folder, 'pid'),
  RABBITMQ_ENABLED_PLUGINS_FILE: path.join(folder, 'enabled_plugins'),
  RABBITMQ_CONFIG_FILE: path.join(folder, 'rabbitmq.conf'),
  RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '-kernel inet_dist_use_interface {127,0,0,1}',
});

/** Starts a node in the background; returns its process id. */
export async function launchRabbit(node: RabbitNode, password: string): Promise<number> {
  const env = variables(node);
  const readPid = async (): Promise<number> =>
    Number((await ifExists(readFile(env.RABBITMQ_PID_FILE, 'utf8'))) ?? '');
  await mkdir(node.folder, { recursive: true });
  await rm(env.RABBITMQ_PID_FILE, { force: true });
  await writeFile(env.RABBITMQ_ENABLED_PLUGINS_FILE, '[].');
  await writeFile(env.RABBITMQ_CONFIG_FILE, settings(node, password), { mode: 0o600 });
  await launch(node.name, { file: PROGRAM, args: [], env });
  if (!(await eventually(async () => (await readPid()) > 0, PID_MS)))
    throw new StartError(`${node.name} did not start: ${await logTail(node.name)}`);
  return readPid();
}

async function ping(port: number, password: string): Promise<void> {
  const connection = await connect(rabbitUrl(port, password), { noDelay: true, timeout: 5_000 });
  try {
    const channel = await connection.createChannel();
    const { queue } = await channel.assertQueue('', { exclusive: true });
    await channel.deleteQueue(queue);
  } finally {
    await connection.close();
  }
}

const NODE: RabbitNode = {
  name: 'rabbitmq',
  folder: path.join(STACK_DIR, 'rabbitmq'),
  port: PORTS.rabbitmq,
  nodePort: PORTS.rabbitmqNode,
};

export const rabbitmq: StackServer = {
  name: NODE.name,
  ports: [NODE.port, NODE.nodePort],
  missing: async () => ((await exists(PROGRAM)) ? null : 'rabbitmq-server'),
  install: () => installPackages('rabbitmq-server'),
  launch: (password) => launchRabbit(NODE, password),
  ping: (password) => ping(NODE.port, password),
  stopSignal: 'SIGTERM',
  afterStop: async () => {
    const given = Object.entries(erlang).map(([name, value]) => `${name}=${value}`);
    await run('env', [...given, 'epmd', '-kill']).catch(() => undefined);
  },
};
