import { describe, expect, test } from 'vitest';
import type { EngineRpc } from '#contracts/calls/engine.ts';
import { shardOf } from '#contracts/sharding.ts';
import { CommandLineError } from '#platform/process/command-line.ts';
import { StartError } from '#platform/process/start-error.ts';
import { ACTIONS } from './actions.ts';
import type { OperatorCalls } from './operator-calls.ts';

type PhaseOf = Awaited<ReturnType<EngineRpc['phases']>>[number];
type Listing = Omit<PhaseOf, 'ticker'>;

const CONTINUOUS: Listing = { phase: 'CONTINUOUS', cause: 'SCHEDULE', isOfMarket: false };
const HALTED: Listing = { phase: 'HALTED', cause: 'HALT', isOfMarket: false };
const MARKET_HALT: Listing = { phase: 'HALTED', cause: 'HALT', isOfMarket: true };
const AUCTION: Listing = { phase: 'AUCTION', cause: 'COMMAND', isOfMarket: false };

const SHARDS = 3;
/** Two tickers of different shards. */
const [FIRST, SECOND] = ['PETR4', 'VALE3', 'ITUB4', 'BBAS3'].reduce<string[]>(
  (chosen, ticker) =>
    chosen.some((one) => shardOf(one, SHARDS) === shardOf(ticker, SHARDS)) ? chosen : [...chosen, ticker],
  [],
) as [string, string];

/** Engines that only keep phases. `isDeaf`: they confirm every call without an effect. */
function createMarket(initial: Readonly<Record<string, Listing>>, { isDeaf = false } = {}) {
  const listings = new Map(Object.entries(initial));
  const made: string[] = [];
  const engineOf = (shard: number): EngineRpc => {
    const own = (ticker: string | null): string[] =>
      [...listings.keys()].filter(
        (one) => shardOf(one, SHARDS) === shard && (ticker === null || one === ticker),
      );
    const set = (call: string, ticker: string | null, next: Listing): null => {
      made.push(`${call} ${ticker ?? 'ALL'} at ${shard}`);
      if (!isDeaf) for (const one of own(ticker)) listings.set(one, next);
      return null;
    };
    const calls: Partial<EngineRpc> = {
      phases: async ({ ticker }) =>
        own(ticker).map((one) => ({ ticker: one, ...(listings.get(one) as Listing) })),
      halt: async ({ ticker }) => set('halt', ticker, ticker === null ? MARKET_HALT : HALTED),
      resume: async ({ ticker }) => set('resume', ticker, AUCTION),
      startAuction: async ({ ticker }) => set('auction', ticker, AUCTION),
      publishIndexValue: async ({ value, previousClose }) =>
        value < previousClose * 0.9 ? set('index', null, MARKET_HALT) : null,
    };
    return calls as EngineRpc;
  };
  const signingKeys = ['key_1'];
  const unbookable = ['acc_broken', 'acc_late'];
  const calls: OperatorCalls = {
    assets: { setStatus: async ({ ticker, status }) => ({ ticker, status }) } as OperatorCalls['assets'],
    identity: {
      rotateSigningKey: async () => {
        signingKeys.unshift(`key_${signingKeys.length + 1}`);
        return { keyId: signingKeys[0] ?? '' };
      },
      removeOldSigningKeys: async () => ({ keyIds: signingKeys.splice(1) }),
    },
    wallet: {
      quarantine: async () =>
        unbookable.map((accountId) => ({ accountId, kind: 'BOOKING', reason: 'unreadable', atMs: 0 })),
      release: async ({ accountId }) => {
        if (accountId === 'acc_broken') return { bookedFacts: 0, reason: 'unreadable' };
        unbookable.splice(unbookable.indexOf(accountId), 1);
        return { bookedFacts: 3, reason: null };
      },
    },
    orders: { adoptJournal: async ({ shard }) => ({ journalId: `jnl_${shard}`, ended: 7 }) },
    isListed: async (ticker) => ticker !== 'XXXX1',
    marketNowMs: async () => 0,
    engines: Array.from({ length: SHARDS }, (_, shard) => engineOf(shard)),
  };
  const run = (action: string, ...operands: string[]) =>
    (ACTIONS[action] as NonNullable<(typeof ACTIONS)[string]>).run(calls, operands, { seconds: undefined });
  return { run, made, listings };
}

const open = () => createMarket({ [FIRST]: CONTINUOUS, [SECOND]: CONTINUOUS });

describe('an action of a ticker', () => {
  test.each(['halt', 'auction'])('%s reaches the engine of its shard alone', async (action) => {
    for (const ticker of [FIRST, SECOND]) {
      const { run, made, listings } = open();
      await run(action, ticker);
      expect(made).toEqual([`${action} ${ticker} at ${shardOf(ticker, SHARDS)}`]);
      expect(listings.get(ticker === FIRST ? SECOND : FIRST)).toEqual(CONTINUOUS);
    }
  });

  test('resume reaches the engine of its shard alone', async () => {
    const { run, made } = createMarket({ [FIRST]: CONTINUOUS, [SECOND]: HALTED });
    expect(await run('resume', SECOND)).toBe(`resumed ${SECOND}`);
    expect(made).toEqual([`resume ${SECOND} at ${shardOf(SECOND, SHARDS)}`]);
  });
});

test('an action of the market reaches every engine', async () => {
  const { run, made } = open();
  await run('halt', 'ALL');
  expect(made).toEqual([0, 1, 2].map((shard) => `halt ALL at ${shard}`));
  expect(await run('resume', 'ALL')).toBe('resumed the market');
});

describe('an action without an effect fails with the reason', () => {
  test.each([
    ['auction', HALTED, `${FIRST} is HALTED: an auction starts in CONTINUOUS alone.`],
    ['auction', AUCTION, `${FIRST} is AUCTION: an auction starts in CONTINUOUS alone.`],
    ['resume', CONTINUOUS, `${FIRST} is not halted: it is CONTINUOUS.`],
    ['resume', MARKET_HALT, `${FIRST} is halted with the market: use "resume ALL".`],
  ] as const)('%s of a ticker that is %o', async (action, listing, message) => {
    const { run, made } = createMarket({ [FIRST]: listing });
    await expect(run(action, FIRST)).rejects.toThrow(new StartError(message));
    expect(made).toEqual([]);
  });

  test.each([
    ['halt', CONTINUOUS, `${FIRST} was not halted: it is CONTINUOUS.`],
    ['auction', CONTINUOUS, `The auction of ${FIRST} did not start: it is CONTINUOUS.`],
    ['resume', HALTED, `${FIRST} is halted because it is suspended: use "status ${FIRST} ACTIVE".`],
  ] as const)('%s that the exchange ignores', async (action, listing, message) => {
    const { run } = createMarket({ [FIRST]: listing }, { isDeaf: true });
    await expect(run(action, FIRST)).rejects.toThrow(new StartError(message));
  });

  test('resume of a market that is not halted', async () => {
    const { run } = createMarket({ [FIRST]: HALTED, [SECOND]: CONTINUOUS });
    await expect(run('resume', 'ALL')).rejects.toThrow('The market is not halted.');
  });

  test('a ticker that the exchange does not list yet', async () => {
    const { run } = createMarket({ [FIRST]: CONTINUOUS });
    await expect(run('halt', SECOND)).rejects.toThrow(`The exchange does not list ${SECOND} now`);
  });
});

test('a signing key is rotated first, and the older keys are removed then', async () => {
  const { run } = open();
  await expect(run('signing-key', 'remove-old')).rejects.toThrow(StartError);
  expect(await run('signing-key', 'rotate')).toContain('tokens are signed with key_2');
  expect(await run('signing-key', 'remove-old')).toContain('removed key_1');
  for (const operands of [[], ['other'], ['rotate', 'twice']])
    await expect(run('signing-key', ...operands)).rejects.toThrow(CommandLineError);
});

describe('an index value', () => {
  test('says whether the circuit breaker halted the market', async () => {
    const { run } = open();
    expect(await run('index', '99000', '100000')).toBe(
      'published the index value 99000, -1.00 % from its previous close: no level of the circuit breaker is reached',
    );
    expect(await run('index', '89000', '100000')).toBe(
      'published the index value 89000, -11.00 % from its previous close: the market is halted',
    );
    await expect(run('index', '84000', '100000')).rejects.toThrow('The market is halted');
  });

  test('is refused outside continuous trading', async () => {
    const { run } = createMarket({ [FIRST]: { ...CONTINUOUS, phase: 'CLOSING_CALL' } });
    await expect(run('index', '89000', '100000')).rejects.toThrow('The market is not in continuous trading');
  });

  test.each(['90000000000000', '1.234', '-1', '1e3', 'NaN', '1,5'])(
    'refuses the points %s',
    async (points) => {
      await expect(open().run('index', points, '1')).rejects.toThrow(
        new CommandLineError(
          `VALUE must be points with at most 13 digits and two decimals, not '${points}'.`,
        ),
      );
    },
  );
});

test('quarantine lists accounts, and releases one or says why it stays', async () => {
  const { run } = open();
  expect(await run('quarantine', 'list')).toBe(
    ['acc_broken', 'acc_late']
      .map((id) => `${id} BOOKING since 1970-01-01T00:00:00.000Z: unreadable`)
      .join('\n'),
  );
  expect(await run('quarantine', 'release', 'acc_late')).toBe('released acc_late: 3 facts booked');
  await expect(run('quarantine', 'release', 'acc_broken')).rejects.toThrow('stays in quarantine: unreadable');
  for (const operands of [['release'], ['list', 'acc_late'], ['free', 'acc_late']])
    await expect(run('quarantine', ...operands)).rejects.toThrow(CommandLineError);
});

test('journal adopts the present journal of a shard', async () => {
  const { run } = open();
  expect(await run('journal', 'adopt', '2')).toBe(
    'orders goes on with the journal jnl_2: 7 open orders have ended',
  );
  for (const operands of [['adopt'], ['adopt', '3'], ['adopt', '-1'], ['drop', '0'], ['adopt', '0', '1']])
    await expect(run('journal', ...operands)).rejects.toThrow(CommandLineError);
});
