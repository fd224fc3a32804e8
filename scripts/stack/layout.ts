import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ifExists } from '#platform/files/exists.ts';
import { createRedaction } from '#platform/security/redaction.ts';

/** Folder of all files of the stack. The system's own servers are not touched. */
export const STACK_DIR = path.resolve(import.meta.dirname, '../../.stack');

/** Ports that differ from the servers' defaults, to avoid conflicts with a developer's other servers. */
export const PORTS = {
  postgres: 5532,
  redis: 6479,
  rabbitmq: 5772,
  rabbitmqNode: 25_772,
  epmd: 4469,
  kafka: 9192,
  kafkaController: 9193,
  mongo: 27_117,
} as const;

/** Connection settings as the environment variables of the distributed profile. */
export type StackEnvironment = Readonly<
  Record<'DATABASE_URL' | 'RABBITMQ_URL' | 'KAFKA_BROKERS' | 'REDIS_URL' | 'MONGODB_URL', string>
>;

export const rabbitUrl = (port: number, password: string): string =>
  `amqp://broker:${password}@127.0.0.1:${port}`;

export const environmentOf = (password: string): StackEnvironment => ({
  DATABASE_URL: `postgres://postgres:${password}@127.0.0.1:${PORTS.postgres}/postgres`,
  RABBITMQ_URL: rabbitUrl(PORTS.rabbitmq, password),
  KAFKA_BROKERS: `127.0.0.1:${PORTS.kafka}`,
  REDIS_URL: `redis://:${password}@127.0.0.1:${PORTS.redis}`,
  MONGODB_URL: `mongodb://127.0.0.1:${PORTS.mongo}`,
});

/** The settings as lines to print, without the password: a terminal's output ends up in logs and screenshots. */
export const shownEnvironment = (environment: StackEnvironment): string[] => {
  const redact = createRedaction(Object.values(environment));
  return Object.entries(environment).map(([name, value]) => `${name}=${redact(value)}`);
};

/** A random secret of letters and digits. */
export const makeSecret = (): string => randomBytes(24).toString('hex');

/** Password of all servers of the stack, created at first use and readable only by its owner. */
export async function stackPassword(): Promise<string> {
  const file = path.join(STACK_DIR, 'password');
  const known = await ifExists(readFile(file, 'utf8'));
  if (known) return known;
  const password = makeSecret();
  await mkdir(STACK_DIR, { recursive: true });
  await writeFile(file, password, { mode: 0o600 });
  return password;
}
