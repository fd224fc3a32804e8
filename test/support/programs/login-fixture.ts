/**
 * A process that tries the logins of LOGINS one after the other, as a part does, and prints for each a line with its name and everything
 * that the failure reports.
 */
import { inspect } from 'node:util';
import { z } from 'zod';
import { SETTINGS } from '#processes/settings/settings.ts';
import { environment, readSettings } from '#platform/config.ts';
import { runProcess } from '#platform/process/lifecycle.ts';
import { parseDatabaseUrl } from '#platform/postgres/url.ts';
import { createServiceKit, type ServiceKit } from '#platform/service/kit.ts';
import type { SettingsOf } from '#platform/config.ts';

type Kit = ServiceKit<SettingsOf<typeof SETTINGS>>;

const connection = ({ settings }: Kit) => ({
  ...parseDatabaseUrl(settings.DATABASE_URL ?? ''),
  database: 'wallet',
});
const calls = { service: 'peer', methods: { ask: { input: z.object({}), output: z.object({}) } } };

/** Each loads only the packages that it needs. */
const LOGINS: Readonly<Record<string, (kit: Kit) => Promise<unknown>>> = {
  redis: (kit) => kit.cache(),
  rabbitmq: (kit) => kit.queue(),
  mongodb: async ({ mongo, wallClock, log }) => {
    const { connectMongo } = await import('#platform/mongo/connect.ts');
    return mongo((url) => connectMongo({ url, wallClock, log, database: 'history', waitMs: 100 }));
  },
  postgres: (kit) => kit.database('wallet'),
  migrate: async (kit) => {
    const { applyMigrations } = await import('#platform/postgres/migrate.ts');
    return applyMigrations(connection(kit), 'prisma/wallet/migrations');
  },
  prisma: async (kit) => {
    const { withSchemaEngine } = await import('#platform/postgres/schema-engine.ts');
    return withSchemaEngine(connection(kit), (engine) => engine.version());
  },
  calls: (kit) => kit.callsTo(calls, kit.settings.WALLET_URL).ask({}),
  gone: (kit) => kit.callsTo(calls, kit.settings.ORDERS_URL).ask({}),
  graph: async (kit) => {
    const { settings, statements } = kit;
    const statement = statements.sign({ userId: 'usr_1' });
    const remote = kit.connectionTo('assets', settings.ASSETS_URL);
    throw new Error(
      inspect(await remote.execute({ query: '{ a }', statement, correlationId: 'c' }), { depth: 10 }),
    );
  },
  /** The refused spans are sent when the process stops. */
  telemetry: async ({ tracing }) => {
    tracing.start('span', 'client', {}).end();
    throw new Error('nothing more to do');
  },
};

await runProcess({
  name: 'fixture',
  help: 'helps',
  settings: () => readSettings(SETTINGS, environment(), { LOG_LEVEL: 'debug' }),
  start: async (tools) => {
    const kit = await createServiceKit('fixture', tools);
    for (const name of (environment()['LOGINS'] ?? '').split(' ')) {
      const logIn = LOGINS[name];
      if (!logIn) throw new Error(`LOGINS names the login ${name}, which does not exist`);
      process.stdout.write(`${name}:\n`);
      const error = await logIn(kit).then(
        () => new Error('the login was not refused'),
        (refusal: unknown) => refusal,
      );
      process.stdout.write(`thrown: ${inspect(error, { depth: 10, showHidden: true })}\n`);
      tools.log.error({ err: error, thrown: error, nested: { error } }, 'refused');
      tools.report(`cannot start: ${error instanceof Error ? error.message : String(error)}`);
    }
    throw new Error('no login is left');
  },
});
