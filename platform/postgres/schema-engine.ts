import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import { PrismaPg } from '@prisma/adapter-pg';
import type { SchemaEngine } from '@prisma/schema-engine-wasm';
import type { PoolConfig } from 'pg';

/** The one WebAssembly function needed here. TypeScript declares its type only in the browser's library. */
const { instantiate } = (globalThis as unknown as { WebAssembly: WasmApi }).WebAssembly;
interface WasmApi {
  readonly instantiate: (bytes: Uint8Array, imports: object) => Promise<WasmResult>;
}
interface WasmResult {
  readonly instance: { readonly exports: Record<string, () => void> };
}

type Glue = Record<string, unknown> & {
  __wbg_set_wasm(exports: object): void;
  SchemaEngine: typeof SchemaEngine;
};

/** The instantiated module. Its glue code supports one instance a process, so, like an import, it is loaded once. */
let loaded: Promise<Glue> | undefined;

async function loadGlue(): Promise<Glue> {
  const gluePath = import.meta.resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const glue = (await import(gluePath)) as Glue;
  const bytes = await readFile(fileURLToPath(gluePath).replace(/\.js$/, '.wasm'));
  const { instance } = await instantiate(bytes, { './schema_engine_bg.js': glue });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports['__wbindgen_start']?.();
  return glue;
}

/**
 * Opens Prisma's schema engine as WebAssembly: the CLI downloads its native engine, which fails without open internet
 * access. The package targets bundlers, so this code instantiates the module itself.
 */
export async function openSchemaEngine(connection: PoolConfig): Promise<SchemaEngine> {
  loaded ??= loadGlue();
  const glue = await loaded;
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg(connection));
  return glue.SchemaEngine.new({ datamodels: undefined }, () => undefined, adapter);
}
