/**
 * Imports files of B3, all or nothing: `npm run import -- cotahist FILE`, `npm run import -- corporate-actions FILE`.
 */
import { access, constants, stat } from 'node:fs/promises';
import path from 'node:path';
import { DATABASES } from '#contracts/names.ts';
import { SETTINGS } from '#processes/settings/settings.ts';
import { dayOf } from '#domain/calendar/sao-paulo-time.ts';
import { CotahistError } from '#domain/market-data/cotahist.ts';
import { PortfolioFileError } from '#assets/index-compositions/portfolio-file.ts';
import type { HistoryAsset } from '#domain/market/history-asset.ts';
import { loadCatalogue } from '#assets/catalogue/catalogue.ts';
import { openMongoHistory } from '#market-data/history/history.mongo.ts';
import { RepeatedQuotes, type QuoteHistory } from '#market-data/history/history.ts';
import { importCotahist, type ImportProgress } from '#market-data/ingest/import-cotahist.ts';
import { quoteFileAt } from '#market-data/ingest/quote-file.ts';
import type { QuoteFile } from '#market-data/ingest/source.ts';
import { createWallClock, type Clock } from '#platform/time/clock.ts';
import { isMissing, isSystemError } from '#platform/files/exists.ts';
import { CommandLineError } from '#platform/process/command-line.ts';
import { environment, readSettings, SettingsError } from '#platform/config.ts';
import { createIdSource } from '#platform/ids.ts';
import { silentLog } from '#platform/observability/log.ts';
import { startEmbeddedPostgres } from '#platform/postgres/embedded.ts';
import { ensureDatabase } from '#platform/postgres/migrate.ts';
import { StartError } from '#platform/process/start-error.ts';
import { isUnavailable } from '#platform/rpc/unavailable.ts';
import { runCommand, type CommandLine } from './command.ts';
import { importActions, RefusedActions } from './import/corporate-actions.ts';
import { importPortfolio } from './import/index-portfolio.ts';
import { openAssets } from './import/open-assets.ts';
import { requireClients } from './prisma/clients.ts';
import { endProgress, showProgress } from './progress-line.ts';
import { dataLayout } from '#processes/data-dir.ts';

/** Short, as a user waits for the result. */
const SERVER_WAIT_MS = 5_000;

const USAGE = `usage: npm run import -- cotahist FILE
       npm run import -- corporate-actions FILE [--issuer CODE] [--skip-unlisted] [--skip-unsupported]
       npm run import -- index FILE

Imports a file of B3: all of it or, when any record is invalid, nothing.

  cotahist           historical quotes (COTAHIST, daily or yearly, since 1986) into the history, as text or as the ZIP that
                     the exchange publishes. Skips content that was imported before. Daily candles of days without own
                     trades come from the imported quotes.
  corporate-actions  corporate actions, as the exchange's site answers: GetListedCashDividends (one company, which the file
                     does not name) or GetListedSupplementCompany. Actions that are known before change nothing.
  index              portfolio of the Ibovespa, as the exchange's site gives it (IBOVDia_16-03-26.csv). The index uses it in sessions
                     from the portfolio's day on; the members that the broker does not list reduce the divisor.

  --issuer CODE      company of a file of GetListedCashDividends, such as ABEV; by default that of a known action in the file
  --skip-unlisted    leaves out actions of securities that the broker does not list, instead of refusing the file
  --skip-unsupported leaves out and lists actions that the broker does not have, such as RENDIMENTO of a stock (interest on a
                     late payment) or INCORPORACAO, instead of refusing the file

The history is in MONGODB_URL when it is set; corporate actions, portfolios, and the names of securities that are not traded here
are in DATABASE_URL when it is set; else all are in DATA_DIR. A broker may be running on it.`;

/** The history that the settings select; `close` releases it. */
interface OpenHistory {
  readonly history: QuoteHistory;
  readonly where: string;
  readonly close: () => Promise<void>;
}

async function openHistory(clock: Clock): Promise<OpenHistory> {
  const settings = readSettings(SETTINGS, environment());
  if (settings.MONGODB_URL !== null) {
    const url = settings.MONGODB_URL;
    const history = await openMongoHistory({ url, wallClock: clock, log: silentLog, waitMs: SERVER_WAIT_MS });
    return { history, where: 'MongoDB', close: () => history.close() };
  }
  await requireClients(path.resolve(import.meta.dirname, '..'));
  const { openPostgresHistory } = await import('#market-data/history/history.postgres.ts');
  const server = await startEmbeddedPostgres(dataLayout(settings.DATA_DIR).postgres);
  const stopServer = async (): Promise<void> => (server.isStartedHere ? server.stop() : undefined);
  try {
    await ensureDatabase(server.connection, DATABASES.marketData);
    const history = await openPostgresHistory({ ...server.connection, database: DATABASES.marketData });
    const close = async (): Promise<void> => {
      await history.close();
      await stopServer();
    };
    return { history, where: settings.DATA_DIR, close };
  } catch (error) {
    await stopServer();
    throw error;
  }
}

async function fileAt(file: string): Promise<QuoteFile> {
  const found = await stat(file);
  if (!found.isFile()) throw new Error(`${file} is not a file`);
  await access(file, constants.R_OK);
  return quoteFileAt(file);
}

/** Adds the securities of an import that the broker does not list. A broker that never ran lists the catalogue. */
async function addHistoryAssets(found: readonly HistoryAsset[], nowMs: number): Promise<number> {
  const listed = new Set(loadCatalogue(dayOf(nowMs)).map(({ ticker }) => ticker));
  const { store, close } = await openAssets();
  try {
    return await store.addHistoryAssets(found.filter(({ ticker }) => !listed.has(ticker)));
  } finally {
    await close();
  }
}

const showImport = ({ step, quotes }: ImportProgress): void => showProgress(`${step} ${quotes} quotes`);

async function importFile(name: string): Promise<void> {
  const file = await fileAt(name);
  const clock = createWallClock();
  const { history, where, close } = await openHistory(clock);
  const attempt = { importId: createIdSource(clock)('imp'), importedAtMs: clock.nowMs() };
  try {
    const result = await importCotahist(file, {
      ...{ history, attempt },
      addHistoryAssets: (found) => addHistoryAssets(found, clock.nowMs()),
      onProgress: showImport,
    });
    endProgress();
    const total = await history.countQuotes();
    console.log(
      result.isNew
        ? `imported ${result.quotes} quotes of ${file.name} into ${where}; the history has ${total}`
        : `${file.name} was imported before (${result.quotes} quotes): nothing to do; the history has ${total}`,
    );
    if (result.addedAssets > 0)
      console.log(
        `${result.addedAssets} securities that are not traded here can now be queried, with their days`,
      );
  } finally {
    await close();
  }
}

/** One line about a file that is refused, or why none can be imported now; null for a bug. */
function explain(error: unknown, name: string): string | null {
  if (
    error instanceof CotahistError ||
    error instanceof RepeatedQuotes ||
    error instanceof RefusedActions ||
    error instanceof PortfolioFileError
  )
    return `${name} was refused and nothing was imported: ${error.message}`;
  if (isSystemError(error) && isMissing(error) && error.path === name) return `${name} does not exist`;
  const isPassing = error instanceof StartError || isSystemError(error) || isUnavailable(error);
  return isPassing ? `nothing was imported: ${(error as Error).message}` : null;
}

const ISSUER = /^[A-Z0-9]{4}$/;

async function importActionFile(name: string, given: CommandLine): Promise<void> {
  const issuer = given.options.get('issuer') ?? null;
  if (issuer !== null && !ISSUER.test(issuer))
    throw new CommandLineError(`--issuer takes a code of four letters such as ABEV, not '${issuer}'.`);
  await fileAt(name);
  const skips = {
    skipsUnlisted: given.flags.has('skip-unlisted'),
    skipsUnsupported: given.flags.has('skip-unsupported'),
  };
  console.log(await importActions(name, { issuer, ...skips, nowMs: createWallClock().nowMs() }));
}

async function importPortfolioFile(name: string, given: CommandLine): Promise<void> {
  const [other] = [...given.options.keys(), ...given.flags];
  if (other !== undefined) throw new CommandLineError(`index does not take --${other}.`);
  await fileAt(name);
  console.log(await importPortfolio(name));
}

/** Imports a file in one of the formats. */
function importIn(format: string | undefined, name: string, given: CommandLine): Promise<void> {
  if (format === 'corporate-actions') return importActionFile(name, given);
  if (format === 'index') return importPortfolioFile(name, given);
  if (format !== 'cotahist') throw new CommandLineError(`Unknown format '${format}'. See --help.`);
  const [other] = [...given.options.keys(), ...given.flags];
  if (other !== undefined) throw new CommandLineError(`cotahist does not take --${other}.`);
  return importFile(name);
}

await runCommand(
  {
    usage: USAGE,
    options: ['issuer'],
    flags: ['skip-unlisted', 'skip-unsupported'],
    operands: ['FORMAT', 'FILE'],
  },
  async (given) => {
    const [format, name = ''] = given.operands;
    try {
      await importIn(format, name, given);
      return 0;
    } catch (error) {
      if (error instanceof SettingsError || error instanceof CommandLineError) throw error;
      endProgress();
      const reason = explain(error, name);
      if (reason === null) throw error;
      console.error(reason);
      return 1;
    }
  },
);
