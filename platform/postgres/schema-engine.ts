import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import { PrismaPg } from '@prisma/adapter-pg';
import type { SchemaEngine } from '@prisma/schema-engine-wasm';
import type { PoolConfig } from 'pg';

type Connection = Awaited<ReturnType<PrismaPg['connect']>>;

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
 * Runs work with Prisma's schema engine as WebAssembly: the CLI downloads its native engine, which fails without open internet access.
 * The package targets bundlers, so this code instantiates the module itself. The engine leaves its connections open, and with them its
 * advisory lock; they are closed here.
 */
export async function withSchemaEngine<T>(
  connection: PoolConfig,
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  loaded ??= loadGlue();
  const glue = await loaded;
  const connections: Connection[] = [];
  const factory = new (class extends PrismaPg {
    override async connect(): Promise<Connection> {
      const opened = await super.connect();
      connections.push(opened);
      return opened;
    }
  })(connection);
  const adapter = bindMigrationAwareSqlAdapterFactory(factory);
  try {
    return await work(await glue.SchemaEngine.new({ datamodels: undefined }, () => undefined, adapter));
  } finally {
    for (const opened of connections) await opened.dispose();
  }
}
