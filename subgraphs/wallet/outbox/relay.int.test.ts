import { afterEach, expect, test } from 'vitest';
import { walletFactCodec, type WalletFact } from '#contracts/messages/wallet-facts.ts';
import { TOPICS } from '#contracts/names.ts';
import { createMemoryEventLog } from '#platform/in-process/event-log/memory-event-log.ts';
import type { EventLog } from '#platform/ports/event-log.ts';
import { createTestWallet, execution, orderFact, type TestWallet } from '#test/support/wallet/wallet.ts';
import { eventually } from '#test/support/eventually.ts';
import { createPrismaWalletStore } from '../store/store.prisma.ts';

const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

/** A wallet, what it publishes, and its store. The topic of wallet facts can be down. */
async function createTrial() {
  const memory = createMemoryEventLog();
  const state = { isDown: false };
  const eventLog: EventLog = {
    ...memory,
    append: async (topic, records) => {
      if (state.isDown && topic === TOPICS.walletFacts) throw new Error('the topic is down');
      await memory.append(topic, records);
    },
  };
  const wallet = await createTestWallet({ eventLog });
  const store = createPrismaWalletStore(wallet.dependencies.database);
  const published: WalletFact[] = [];
  const stopReading = await memory.read([TOPICS.walletFacts], { from: 'beginning' }, async (records) => {
    published.push(...records.map(({ value }) => walletFactCodec.decode(value)));
  });
  stops.push(
    () => wallet.part.stop(),
    () => store.close(),
    stopReading,
  );
  return { wallet, store, state, published };
}

/** Reserves for an order and fills it: four entries. */
async function trade(wallet: TestWallet, accountId: string, number: number): Promise<void> {
  const orderId = `ord_${accountId}_${number}`;
  await wallet.reserve(accountId, orderId, 'BRL', 5_005);
  const fill = { released: 5_005, execution: execution(orderId, 1, 5, 1_000) };
  await wallet.publish(orderFact({ accountId, sequence: number, orderId, ...fill }));
}

test('publishes facts that equal the stored entries, in the order of each account', async () => {
  const { wallet, store, published } = await createTrial();
  const accounts = [
    await wallet.accountOf('usr_a', '1000.00'),
    await wallet.accountOf('usr_b', '1000.00'),
    await wallet.accountOf('usr_c'),
  ];
  for (const number of [1, 2, 3])
    await Promise.all(accounts.slice(0, 2).map((accountId) => trade(wallet, accountId, number)));
  await eventually(() => expect(published.length).toBe(2 * 13));
  for (const accountId of accounts)
    expect(published.filter((fact) => fact.accountId === accountId)).toEqual(
      await store.factsAfter(accountId, 0, 100),
    );
  expect(await store.outboxDepth()).toBe(0);
});

test('publishes after a restart what the topic has not taken, without loss', async () => {
  const { wallet, store, state, published } = await createTrial();
  const accountId = await wallet.accountOf('usr_a', '1000.00');
  await eventually(() => expect(published.length).toBe(1));
  state.isDown = true;
  await trade(wallet, accountId, 1);
  await eventually(async () => expect(await store.outboxDepth()).toBe(4));
  await wallet.restart();
  expect(await store.outboxDepth()).toBe(4);
  state.isDown = false;
  await trade(wallet, accountId, 2);
  wallet.wallClock.advance(60_000);
  await eventually(async () => {
    expect(await store.outboxDepth()).toBe(0);
    expect(published.length).toBe(9);
  });
  expect(published).toEqual(await store.factsAfter(accountId, 0, 100));
});

test('one instance publishes at a time', async () => {
  const { wallet, store, state } = await createTrial();
  state.isDown = true;
  await wallet.accountOf('usr_a', '1000.00');
  let release: () => void = () => undefined;
  const isPublishing = new Promise<void>((started) => {
    const publish = async (): Promise<void> => {
      started();
      await new Promise<void>((resolve) => (release = resolve));
    };
    // The relay of the wallet may be at its only attempt.
    void eventually(async () => expect(await store.publishOutbox(publish)).toBe(1));
  });
  await isPublishing;
  const other = createPrismaWalletStore(wallet.dependencies.database);
  stops.push(() => other.close());
  expect(await other.publishOutbox(async () => undefined)).toBeNull();
  release();
  await eventually(async () => expect(await other.publishOutbox(async () => undefined)).toBe(0));
});
