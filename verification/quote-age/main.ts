/** Watches how old the quotes of a running graph are: `npm run check:quotes`. */
import { Pool } from 'undici';
import { createWallClock, delay } from '#platform/time/clock.ts';
import { CommandLineError } from '#platform/process/command-line.ts';
import { runCommand, wholeNumber } from '#scripts/command.ts';

const USAGE = `usage: npm run check:quotes -- --url URL [--seconds N]

Asks a running graph, with its simulator on and at the market's speed 1, four times a second for the quotes of busy tickers, and prints
for each second the age of the newest quote by the market's clock, and that of each ticker's. Exits 1 when after the first ten seconds
the newest quote is older than a second in a tenth of the answers or more, or the graph does not answer.

  --url URL    the graph
  --seconds N  time to watch (60)`;

const TICKERS = ['PETR4', 'VALE3', 'ITUB4', 'BBDC4', 'ABEV3', 'BBAS3'];
const EVERY_MS = 250;
const SETTLED_AFTER_MS = 10_000;
const MAX_AGE_MS = 1_000;
const MAX_LATE_SHARE = 0.1;
const QUERY = `query ($tickers: [Ticker!]!) { marketStatus { now } quotes(tickers: $tickers) { ticker at } }`;

interface Answer {
  readonly marketStatus: { readonly now: string } | null;
  readonly quotes: readonly ({ readonly ticker: string; readonly at: string } | null)[] | null;
}

/** The ages of the quotes in one answer; null when the graph did not answer. */
type Ages = readonly number[] | null;

const clock = createWallClock();

async function askAges(pool: Pool, path: string): Promise<Ages> {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ query: QUERY, variables: { tickers: TICKERS } });
  try {
    const response = await pool.request({ path, method: 'POST', headers, body });
    const { data } = (await response.body.json()) as { data?: Answer | null };
    const nowMs = Date.parse(data?.marketStatus?.now ?? '');
    const ages = data?.quotes?.flatMap((quote) => (quote ? [nowMs - Date.parse(quote.at)] : [])) ?? [];
    return ages.length === TICKERS.length && Number.isFinite(nowMs) ? ages : null;
  } catch {
    return null;
  }
}

/** Watches the quotes; returns the share of late answers after the first seconds. */
async function watch(graph: string, seconds: number): Promise<number> {
  const { origin, pathname } = new URL(graph);
  const pool = new Pool(origin, { connections: 1, headersTimeout: 5_000 });
  const startMs = clock.nowMs();
  let [asked, late, second] = [0, 0, -1];
  for (let elapsedMs = 0; elapsedMs < seconds * 1_000; elapsedMs = clock.nowMs() - startMs) {
    const [ages] = await Promise.all([askAges(pool, pathname), delay(clock, EVERY_MS)]);
    const newestMs = ages ? Math.min(...ages) : Infinity;
    if (elapsedMs >= SETTLED_AFTER_MS) {
      asked += 1;
      late += newestMs > MAX_AGE_MS ? 1 : 0;
    }
    if (Math.floor(elapsedMs / 1_000) === second) continue;
    second = Math.floor(elapsedMs / 1_000);
    const each = TICKERS.map((ticker, index) => `${ticker} ${ages?.[index] ?? '-'}`).join(', ');
    console.log(`${second} s: ${ages ? `newest ${newestMs} ms (${each})` : 'no answer'}`);
  }
  await pool.close();
  return asked === 0 ? 1 : late / asked;
}

await runCommand({ usage: USAGE, options: ['url', 'seconds'] }, async (given) => {
  const graph = given.options.get('url');
  if (graph === undefined) throw new CommandLineError('--url is missing');
  const share = await watch(graph, wholeNumber(given, 'seconds', { missing: 60, min: 11, max: 3_600 }));
  console.log(
    `${(share * 100).toFixed(0)} % of the answers after ten seconds had no quote of the last second`,
  );
  return share < MAX_LATE_SHARE ? 0 : 1;
});
