import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { StartError } from '#platform/process/start-error.ts';
import { generateClients, requireClients } from './clients.ts';

let root: string;
let missing: string;
let generated: string[];

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'my-broker-clients-'));
  await writeSchema('orders', 'model Order {\n id String @id\n}');
  await writeSchema('wallet', 'model Account {\n id String @id\n}');
  missing = await requireClients(root).then(() => '', String);
  generated = await generateClients(root);
});

afterAll(() => rm(root, { recursive: true, force: true }));

async function writeSchema(part: string, models: string): Promise<void> {
  const folder = path.join(root, 'prisma', part);
  await mkdir(folder, { recursive: true });
  const output = `../../subgraphs/${part}/generated/prisma`;
  const head = `generator client {\n  provider = "prisma-client"\n  output = "${output}"\n}
    datasource db {\n  provider = "postgresql"\n}\n`;
  await writeFile(path.join(folder, 'schema.prisma'), head + models);
}

test('generates a missing client once', async () => {
  expect(missing).toMatch(/clients of orders, wallet .*npm run prisma -- generate/);
  expect(generated).toEqual(['orders', 'wallet']);
  await requireClients(root);
  expect(await generateClients(root)).toEqual([]);
});

test('generates a client again after its schema changed', async () => {
  await writeSchema('wallet', 'model Account {\n id String @id\n balance Int\n}');
  await expect(requireClients(root)).rejects.toThrow(/clients of wallet /);
  expect(await generateClients(root)).toEqual(['wallet']);
  await requireClients(root);
});

test('generates a client again after it lost a file', async () => {
  await rm(path.join(root, 'subgraphs/orders/generated/prisma/client.ts'));
  await expect(requireClients(root)).rejects.toThrow(/clients of orders /);
  expect(await generateClients(root)).toEqual(['orders']);
  await requireClients(root);
});

test('an invalid schema leaves no valid client, and the error shows the line', async () => {
  await writeSchema('wallet', 'modell Account {\n id String @id\n}');
  const failure = await generateClients(root).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(StartError);
  expect(String(failure)).toContain('modell Account');
  await expect(requireClients(root)).rejects.toThrow(StartError);
});
