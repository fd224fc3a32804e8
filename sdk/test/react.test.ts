import { createElement } from 'react';
import { expect, test } from 'vitest';
import { useConnection, useEvents, useFoldedStream, useQuery, useStream } from '../src/react/index.ts';
import { newest, requestStore, streamStore } from '../src/react/store.ts';
import { createScene } from './scene.ts';
import { cursorOf } from './scripted-broker.ts';

/** Without types, so its name is no literal. */
const SERVER: string = 'react-dom/server';

test('a stream opens for its first listener, shows each event, and ends after the last', async () => {
  const { broker, client, settle } = createScene();
  const store = streamStore(
    (signal) => client.quoteStream({ tickers: ['PETR4'] }, { signal }),
    (before: string[] = [], { quotes }) => [...before, String(quotes.last)],
  );
  expect([store.get().isLoading, broker.opens]).toEqual([true, 0]);
  let changes = 0;
  const ends = [store.subscribe(() => (changes += 1)), store.subscribe(() => undefined)];
  await settle();
  broker.quote(1);
  broker.quote(2);
  await settle();
  expect(store.get()).toEqual({ data: ['1.00', '2.00'], error: undefined, isLoading: false });
  expect([changes, broker.sockets.length]).toEqual([2, 1]);
  for (const end of ends) end();
  await settle();
  expect(broker.sockets).toEqual([]);
});

test('a component that appears twice at once, as in strict mode, opens its stream again', async () => {
  const { broker, client, settle } = createScene();
  const store = streamStore(
    (signal) => client.quoteStream({ tickers: ['PETR4'] }, { signal }),
    (_before, { quotes }) => quotes.last,
  );
  store.subscribe(() => undefined)();
  const end = store.subscribe(() => undefined);
  await settle();
  broker.quote(5);
  await settle();
  expect(store.get().data).toBe('5.00');
  end();
});

test('a stream that opens again is folded anew: events after a cursor come a second time', async () => {
  const { broker, client, settle } = createScene();
  const store = streamStore(
    (signal) => client.orderStream({ accountId: 'a', after: cursorOf(0) }, { signal }),
    (before: string[] = [], { orders }) => [...before, orders.cursor],
  );
  broker.publish();
  for (let opening = 0; opening < 2; opening += 1) {
    const end = store.subscribe(() => undefined);
    await settle();
    expect(store.get().data).toEqual([cursorOf(1)]);
    end();
  }
});

test('a list of events has the newest ones, oldest first', () => {
  const all = [1, 2, 3, 4].reduce<readonly number[] | undefined>(newest<number>(3), undefined);
  expect(all).toEqual([2, 3, 4]);
});

test('an error is shown, and the last value stays', async () => {
  const { broker, client, settle } = createScene();
  const store = streamStore(
    (signal) => client.quoteStream({ tickers: ['PETR4'] }, { signal }),
    (_before, { quotes }) => quotes.last,
  );
  const end = store.subscribe(() => undefined);
  await settle();
  broker.quote(5);
  await settle();
  broker.fail('BAD_USER_INPUT');
  await settle();
  expect(store.get()).toMatchObject({ data: '5.00', error: { code: 'BAD_USER_INPUT' } });
  end();
});

test('a request that runs again keeps its value until the next one', async () => {
  let number = 0;
  const store = requestStore(async () => (number += 1));
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  const end = store.subscribe(() => undefined);
  await settle();
  store.reload();
  expect(store.get().data).toBe(1);
  await settle();
  expect(store.get().data).toBe(2);
  end();
  store.reload();
  await settle();
  expect(number).toBe(2);
});

test('a request that ends after its component is not shown', async () => {
  let answer = (_value: number): void => undefined;
  const store = requestStore(() => new Promise<number>((resolve) => (answer = resolve)));
  const end = store.subscribe(() => undefined);
  end();
  answer(1);
  await new Promise((resolve) => setImmediate(resolve));
  expect(store.get().isLoading).toBe(true);
});

test('the hooks render on a server, before any event', async () => {
  const server = (await import(SERVER)) as { renderToString(node: unknown): string };
  const { client } = createScene();
  const Screen = () => {
    const stream = useStream((signal) => client.quoteStream({ tickers: ['PETR4'] }, { signal }), []);
    const folded = useFoldedStream(
      (signal) => client.quoteStream({ tickers: ['PETR4'] }, { signal }),
      (count: number | undefined) => (count ?? 0) + 1,
      [],
    );
    const events = useEvents((signal) => client.quoteStream({ tickers: ['PETR4'] }, { signal }), []);
    const query = useQuery((signal) => client.marketStatus({}, { signal }), []);
    return JSON.stringify([
      useConnection(client),
      ...[stream, folded, events, query].map(({ isLoading }) => isLoading),
    ]);
  };
  expect(server.renderToString(createElement(Screen)).replaceAll('&quot;', '"')).toBe(
    '["idle",true,true,true,true]',
  );
});
