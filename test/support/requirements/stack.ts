import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isMissing } from '#platform/files/exists.ts';
import { describeWith } from './requirement.ts';

/** The real servers, whose addresses are in the file that `npm run stack -- start` wrote or in the environment. */
export type StackVariable = 'DATABASE_URL' | 'RABBITMQ_URL' | 'KAFKA_BROKERS' | 'REDIS_URL' | 'MONGODB_URL';

const FILE = path.resolve(import.meta.dirname, '../../../.stack/env.json');

function written(): Partial<Record<StackVariable, string>> {
  try {
    return JSON.parse(readFileSync(FILE, 'utf8')) as Partial<Record<StackVariable, string>>;
  } catch (error) {
    if (isMissing(error)) return {};
    throw error;
  }
}

/** The address of a real server; null when neither the environment nor the stack names it. */
const stackAddress = (name: StackVariable): string | null => process.env[name] ?? written()[name] ?? null;

/** Tests that need a real server. With it, a server that does not answer fails them. */
export function describeWithServer(
  title: string,
  name: StackVariable,
  tests: (address: string) => void,
): void {
  const remedy = `no ${name}; run "npm run stack -- start"`;
  describeWith(title, { found: stackAddress(name), remedy }, tests);
}
