import type { BrokerClient, StatementQuery } from '#sdk/src/index.ts';
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
 * Reads the trades of a day and their costs from the statement, the newest first. What is known already ends the read.
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
    const variables = { accountId, from: day, to: day, kinds: [...KINDS], first: PAGE, after };
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

const KINDS = ['TRADE', 'FEE'] as const satisfies readonly Entry['kind'][];

/** Keeps the entries of a day up to date. A read is never given up for a newer one: on a day of many trades none would end. */
export function followDayEntries(
  {
    broker,
    browser,
  }: { readonly broker: Pick<BrokerClient, 'statement'>; readonly browser: Pick<Browser, 'clock'> },
  place: DayPlace,
  take: (entries: readonly Entry[]) => void,
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
        if (!signal.aborted) take(known);
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
