import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { temporaryDataDir, type Broker } from '#test/e2e/support/broker.ts';
import { describeWithChromium, launchChromium } from '#test/e2e/support/chromium.ts';
import { startInProcessBroker } from '#test/e2e/support/in-process-broker.ts';
import { startTcpProxy, type TcpProxy } from '#test/support/network/tcp-proxy.ts';
import { describeWith } from '#test/support/requirements/requirement.ts';
import { openWatched, startPageServer, type PageServer, type WatchedPage } from './support/page.ts';
import { pythonWith } from './support/python.ts';
import { newTrader, type Trader } from './support/trader.ts';

let dataDir = '';
let broker: Broker;
let trader: Trader;

beforeAll(async () => {
  dataDir = await temporaryDataDir();
  // The trader alone is in the market, so every price is the work of a test.
  broker = await startInProcessBroker(dataDir, { SIMULATOR: 'off' });
  trader = await newTrader(broker.url);
});

afterAll(async () => {
  await trader.broker.close();
  await broker.stop();
  await rm(dataDir, { recursive: true, force: true });
});

/** A network between a client and the broker, until the end of the test. */
async function newNetwork(): Promise<{ proxy: TcpProxy; url: string }> {
  const proxy = await startTcpProxy(Number(new URL(broker.url).port));
  onTestFinished(() => proxy.close());
  return { proxy, url: `http://127.0.0.1:${proxy.port}/graphql` };
}

/** Cuts all connections, lets the new ones wait while `meanwhile` runs, and then carries them. */
async function withCut<T>(proxy: TcpProxy, meanwhile: () => Promise<T>): Promise<T> {
  proxy.cut();
  proxy.freeze();
  proxy.mend();
  const result = await meanwhile();
  proxy.thaw();
  return result;
}

/** Places and cancels an order; returns its id. */
async function placeAndCancel(clientOrderId: string): Promise<string> {
  const orderId = await trader.rest(clientOrderId);
  await trader.cancel(orderId);
  return orderId;
}

describeWithChromium('in a browser', (executablePath) => {
  let browser: Browser;
  let pages: PageServer;

  beforeAll(async () => {
    [browser, pages] = await Promise.all([launchChromium(executablePath), startPageServer()]);
  });

  afterAll(async () => {
    await browser.close();
    await pages.close();
  });

  const show = (context: BrowserContext, project: string, url: string): Promise<WatchedPage> => {
    const { token, accountId } = trader;
    return openWatched(context, `${pages.origin}/${project}`, { url, token, accountId });
  };

  test('Apollo Client, urql and the SDK in two tabs that sleep show changing prices and each update of orders once, unwarned', async () => {
    const { proxy, url } = await newNetwork();
    const [awake, asleep] = [await browser.newContext(), await browser.newContext()];
    await asleep.clock.install();
    const first = await trader.rest('first');
    const after = await trader.ordersCursor();
    const shown = await Promise.all([
      show(awake, 'apollo', url),
      show(awake, 'urql', url),
      show(asleep, 'sdk', url),
      show(asleep, 'sdk', url),
    ]);
    const onEach = async (selector: string, text: string): Promise<void> => {
      for (const { address, page } of shown)
        await expect.poll(() => page.locator(selector).innerText(), { message: address }).toContain(text);
    };
    const { limitPrice } = trader;
    await onEach('#orders', 'first OPEN');
    await onEach('#price', `${limitPrice} 100`);
    const second = await trader.rest('second');
    await onEach('#price', `${limitPrice} 200`);
    await trader.cancel(first);
    await onEach('#orders', 'first CANCELED');
    await onEach('#price', `${limitPrice} 100`);
    await withCut(proxy, async () => {
      await asleep.clock.fastForward('01:00:00');
      await placeAndCancel('meanwhile');
    });
    const third = await trader.rest('third');
    await onEach('#price', `${limitPrice} 200`);
    for (const order of [third, second]) await trader.cancel(order);
    const updates = await trader.updates(after, second);
    for (const { address, page, complaints } of shown) {
      const items = page.locator('#updates li');
      await expect.poll(() => items.allInnerTexts(), { message: address }).toEqual(updates);
      expect(complaints).toEqual([]);
    }
  });
});

const python = pythonWith('httpx', 'websockets');

describeWith('a program in Python', python, (program) => {
  test('prints each update of orders once, in order, across a lost socket', async () => {
    const { proxy, url } = await newNetwork();
    const after = await trader.ordersCursor();
    const script = path.join(import.meta.dirname, 'python/stream.py');
    const child = spawn(program, [script, url, trader.token, trader.accountId, after]);
    onTestFinished(async () => {
      child.kill();
      await once(child, 'exit');
    });
    let printed = '';
    child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    await placeAndCancel('python-before');
    await expect.poll(() => printed).toContain('python-before CANCELED');
    const last = await withCut(proxy, () => placeAndCancel('python-meanwhile'));
    const updates = await trader.updates(after, last);
    await expect.poll(() => printed.trim().split('\n')).toEqual(updates);
  });
});
