import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compileProgram } from '../support/programs/compile-program.ts';
import { projectRoot } from '../support/programs/run-program.ts';
import {
  anonymous,
  fillAtMarket,
  granted,
  newPerson,
  PASSWORD,
  until,
  type Person,
} from './support/person.ts';
import { readmeProgram } from './support/readme-program.ts';
import { startBrokerProcess, emptyDataDir, waitUntilReady, type BrokerProcess } from './support/broker.ts';

/** The first minutes of a new user, on a broker of our own or, with E2E_URL, on one that runs already. */
const running = process.env['E2E_URL'];
let dataDir = '';
let broker: BrokerProcess | null = null;
let url = '';
let ana: Person;

beforeAll(async () => {
  if (running === undefined) {
    dataDir = await emptyDataDir();
    broker = await startBrokerProcess(dataDir);
  }
  url = broker?.url ?? running ?? '';
  await waitUntilReady(url);
  ana = await newPerson(url, '100000.00');
});

afterAll(async () => {
  await broker?.stop();
  if (dataDir !== '') await rm(dataDir, { recursive: true, force: true });
});

test('a quote subscription delivers changing quotes, named by another subgraph', async () => {
  const events = await until(
    anonymous(url).quoteStream({ tickers: ['PETR4', 'VALE3'] }),
    (() => {
      let seen = 0;
      return () => ++seen >= 8;
    })(),
  );
  const quotes = events.map((event) => event.quotes);
  expect(new Set(quotes.map((quote) => quote.ticker))).toEqual(new Set(['PETR4', 'VALE3']));
  expect(quotes.every((quote) => (quote.asset?.name.length ?? 0) > 0)).toBe(true);
  for (const ticker of ['PETR4', 'VALE3']) {
    const sequences = quotes.filter((quote) => quote.ticker === ticker).map((quote) => quote.sequence);
    expect(sequences).toEqual([...new Set(sequences)].sort((a, b) => a - b));
  }
});

test('a market order fills; order, wallet, position and statement agree', async () => {
  const before = (await ana.broker.account({ id: ana.accountId })).account;
  const { input, order, filled } = await fillAtMarket(ana, { ticker: 'PETR4', quantity: 100 });
  const again = granted((await ana.broker.placeOrder({ input })).placeOrder);
  expect(again.id).toBe(order.id);
  expect(filled).toMatchObject({
    id: order.id,
    filledQuantity: 100,
    leavesQuantity: 0,
    reservedCash: '0.00',
  });

  await until(
    ana.broker.walletStream({ accountId: ana.accountId, after: before?.walletCursor ?? null }),
    ({ wallet }) => wallet.entry.kind === 'FEE',
  );
  const after = (await ana.broker.account({ id: ana.accountId })).account;
  expect(after?.cash.reserved).toBe('0.00');
  expect(after?.positions).toMatchObject([
    { asset: { ticker: 'PETR4' }, quantity: 100, available: 100, settled: 0 },
  ]);

  const { account } = await ana.broker.statement({ accountId: ana.accountId, first: 200 });
  const entries = account?.statement.nodes ?? [];
  const kinds = new Set(entries.map((entry) => entry.kind));
  expect([...kinds].sort()).toEqual(['DEPOSIT', 'FEE', 'RELEASE', 'RESERVE', 'TRADE']);
  const oldestFirst = [...entries].reverse();
  let balance = 0n;
  for (const entry of oldestFirst) {
    balance += centavos(entry.amount ?? '0.00');
    expect(centavos(entry.balance)).toBe(balance);
  }
  expect(after?.cash.available).toBe(oldestFirst.at(-1)?.balance);
});

// At once: the market costs a processor as long as the broker runs.
describe.concurrent('a program', () => {
  test("the SDK's example buys a hundred shares and shows the position", async () => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [await compileProgram('sdk/examples/first-order.ts'), url],
      { cwd: projectRoot },
    );
    expect(stdout).toContain('deposited; available 100000.00');
    expect(stdout).toMatch(/order is FILLED, filled 100 at \d+\.\d{4}/);
    expect(stdout).toMatch(/position: 100 PETR4 at \d+\.\d{4}/);
  });

  test("the code of the SDK's README runs", async () => {
    const code = await readmeProgram(url);
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', code], {
      cwd: projectRoot,
    });
    expect(stdout).toMatch(/^PETR4 \d+\.\d{2}$/m);
    expect(stdout).toContain('available 100000.00');
    expect(stdout).toContain('ice-1 CANCELED');
    expect(stdout).toContain('0.30\n27.78\n');
  });
});

test.skipIf(running !== undefined)('after a second start everything is still there', async () => {
  const before = (await ana.broker.account({ id: ana.accountId })).account;
  expect(await broker?.stop()).toBe(0);
  broker = await startBrokerProcess(dataDir, {
    TRUSTED_DOCUMENTS: 'gateway/generated/trusted-documents.json',
  });
  const back = anonymous(broker.url);
  const session = granted((await back.signIn({ input: { email: ana.email, password: PASSWORD } })).signIn);
  back.setToken(session.token);
  const after = (await back.account({ id: ana.accountId })).account;
  expect(after?.cash).toEqual(before?.cash);
  expect(after?.positions.map((position) => position.quantity)).toEqual([100]);
  expect(after?.ordersCursor).toBe(before?.ordersCursor);
  expect(after?.walletCursor).toBe(before?.walletCursor);
  const [quote] = await until(back.quoteStream({ tickers: ['PETR4'] }), () => true);
  expect(quote?.quotes.ticker).toBe('PETR4');
  await back.close();
});

test.skipIf(running !== undefined)('with TRUSTED_DOCUMENTS only the operations of the SDK run', async () => {
  const answer = await fetch(broker?.url ?? '', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ marketStatus { phase } }' }),
  });
  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain('PERSISTED_QUERY_NOT_IN_LIST');
});

const centavos = (amount: string): bigint => BigInt(amount.replace('.', ''));
