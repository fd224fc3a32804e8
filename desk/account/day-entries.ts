import { custodyTickerOf } from '#domain/market/custody-ticker.ts';
import { decimal, type BrokerClient, type StatementQuery } from '#sdk/src/index.ts';
import { DayCostsDocument } from '../generated/documents.ts';
import type { Browser } from '../state/browser.ts';
import { keepFollowing } from '../state/keep-following.ts';

type Entry = NonNullable<StatementQuery['account']>['statement']['nodes'][number];

interface DayPlace {
  readonly accountId: string;
  readonly day: string;
}

/** Entries of one request. */
const PAGE = 200;

/**
 * Reads the trades of a day from the statement, the newest first. What is known already ends the read.
 *
 * @param known all entries of the day that an earlier read has found
 */
export async function readDayEntries(
  broker: Pick<BrokerClient, 'statement'>,
  { accountId, day }: DayPlace,
  known: readonly Entry[],
  signal: AbortSignal,
): Promise<readonly Entry[]> {
  const fresh: Entry[] = [];
  let after: string | null = null;
  do {
    const variables = {
      accountId,
      from: day,
      to: day,
      kinds: ['TRADE'] satisfies Entry['kind'][],
      first: PAGE,
      after,
    };
    const { account }: Awaited<ReturnType<typeof broker.statement>> = await broker.statement(variables, {
      signal,
    });
    const { nodes = [], pageInfo } = account?.statement ?? {};
    const end = nodes.findIndex(({ id }) => id === known[0]?.id);
    if (end >= 0) return [...fresh, ...nodes.slice(0, end), ...known];
    fresh.push(...nodes);
    after = pageInfo?.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null);
  return fresh;
}

/** Lines of a note in one request: the graph gives no more. */
const LINES = 500;

/**
 * Reads the costs of a day's trades from its note, by custody ticker. While the day is open they are what the note would have now, and so
 * those of the positions' cost.
 */
export async function readDayCosts(
  broker: Pick<BrokerClient, 'request'>,
  { accountId, day }: DayPlace,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const costs = new Map<string, string>();
  for (let skip = 0; ; skip += LINES) {
    const variables = { accountId, day, first: LINES, skip };
    const { account } = await broker.request(DayCostsDocument, variables, { signal });
    const lines = account?.notes.nodes[0]?.lines ?? [];
    for (const line of lines) {
      const ticker = custodyTickerOf(line.ticker);
      costs.set(ticker, decimal.add(costs.get(ticker) ?? '0.00', line.costs));
    }
    if (lines.length < LINES) return costs;
  }
}

/** The trades of a day, and their costs by custody ticker. */
export interface DayTradesAndCosts {
  readonly entries: readonly Entry[];
  readonly costs: ReadonlyMap<string, string>;
}

/** Keeps the trades of a day and their costs up to date. A read is never given up for a newer one: on a day of many trades none would end. */
export function followDayEntries(
  {
    broker,
    browser,
  }: {
    readonly broker: Pick<BrokerClient, 'statement' | 'request'>;
    readonly browser: Pick<Browser, 'clock'>;
  },
  place: DayPlace,
  take: (day: DayTradesAndCosts) => void,
  signal: AbortSignal,
): { readonly look: () => void } {
  let known: readonly Entry[] = [];
  let isReading = false;
  let isOld = false;
  const read = async (): Promise<void> => {
    isReading = true;
    try {
      do {
        isOld = false;
        known = await readDayEntries(broker, place, known, signal);
        const costs = known.length > 0 ? await readDayCosts(broker, place, signal) : NO_COSTS;
        if (!signal.aborted) take({ entries: known, costs });
      } while (isOld && !signal.aborted);
    } finally {
      isReading = false;
    }
  };
  return {
    look: () => {
      if (isReading) isOld = true;
      else keepFollowing(browser, read, signal);
    },
  };
}

const NO_COSTS: ReadonlyMap<string, string> = new Map();
