import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { PLAYGROUND_PATH } from '#gateway/playground/address.ts';
import { nameOf, SAMPLES } from '#gateway/playground/samples.ts';
import type * as sdk from '#sdk/src/index.ts';
import { temporaryDataDir, type Broker } from './support/broker.ts';
import { describeWithChromium, launchChromium } from './support/chromium.ts';
import { startInProcessBroker } from './support/in-process-broker.ts';
import {
  activeTab,
  activeTabIndex,
  clickOnce,
  reopenSample,
  runTab,
  tabTitles,
  textBehindToolbar,
  untilLaidOut,
  watchAnswers,
} from './support/playground.ts';
import { PASSWORD } from './support/person.ts';

/** The SDK as a script that defines the global `sdk`. */
async function bundleSdk(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [path.resolve(import.meta.dirname, '../../sdk/src/index.ts')],
    bundle: true,
    platform: 'browser',
    format: 'iife',
    globalName: 'sdk',
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}

/** Runs in the page: signs up, deposits twice, and reads the first quote and the second deposit from the streams. */
async function signUpAndStream({ url, password, id }: { url: string; password: string; id: string }) {
  const { createClient } = (globalThis as unknown as { sdk: typeof sdk }).sdk;
  const broker = createClient({ url });
  const input = { email: `${id}@example.com`, name: 'Ana Souza', password };
  const { signUp } = await broker.signUp({ input });
  if (signUp?.__typename !== 'Session') throw new Error(JSON.stringify(signUp));
  broker.setToken(signUp.token);
  const accountId = signUp.user.accounts?.[0]?.id ?? '';
  const deposit = async (amount: string) => {
    const transfer = { accountId, amount, clientTransferId: `${id}-${amount}` };
    const answer = (await broker.deposit({ input: transfer })).deposit;
    if (answer?.__typename !== 'Transfer') throw new Error(answer?.message ?? 'no answer');
    return answer.account.walletCursor;
  };
  const after = await deposit('100.00');
  await deposit('20.00');
  const quote = await broker.quoteStream({ tickers: ['PETR4'] }).next();
  const wallet = await broker.walletStream({ accountId, after }).next();
  await broker.close();
  return {
    ticker: quote.value?.quotes.ticker,
    deposited: wallet.value?.wallet.entry.amount,
    available: wallet.value?.wallet.cash.available,
  };
}

/** The start of an answer without errors, which has no refusal. */
const GRANTED = /^\{"data":(?!.*("rule"|"errors"))/;

/** Script that opens a socket in the page. Its value is `open`, or the directive of the page's policy that forbids it. */
const openSocket = (url: string): string => `new Promise((resolve) => {
  document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective));
  const socket = new WebSocket(${JSON.stringify(url)}, 'graphql-transport-ws');
  socket.addEventListener('open', () => resolve('open'));
})`;

describeWithChromium('in a browser', (executablePath) => {
  let dataDir = '';
  let broker: Broker;
  let browser: Browser;
  let profile: BrowserContext;

  beforeAll(async () => {
    dataDir = await temporaryDataDir();
    [broker, browser] = await Promise.all([
      // Pages are tried here, not the pace of the market.
      startInProcessBroker(dataDir, { SIMULATOR_RATE: '10' }),
      launchChromium(executablePath),
    ]);
    profile = await browser.newContext({ viewport: { width: 1280, height: 720 } });
  });

  afterAll(async () => {
    await browser.close();
    await broker.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  /** Opens the address of the graph, as a person may. */
  async function openPlayground(): Promise<Page> {
    const page = await profile.newPage();
    await page.goto(broker.url);
    await untilLaidOut(page);
    return page;
  }

  test('the SDK signs up and streams', async () => {
    const page = await profile.newPage();
    onTestFinished(() => page.close());
    // The page must come from the broker: from another page Chromium opens no socket to the local network.
    await page.goto(new URL('/health/live', broker.url).href);
    await page.addScriptTag({ content: await bundleSdk() });
    const seen = await page.evaluate(signUpAndStream, {
      url: broker.url,
      password: PASSWORD,
      id: randomUUID(),
    });
    expect(seen).toEqual({ ticker: 'PETR4', deposited: '20.00', available: '120.00' });
  });

  describe('the playground', () => {
    const titles = SAMPLES.map(nameOf);
    let page: Page;
    let second: Page;

    beforeAll(async () => {
      page = await openPlayground();
    });

    test('is where a browser comes that opens the graph, and opens sockets to the broker and to no other host', async () => {
      expect(new URL(page.url()).pathname).toBe(PLAYGROUND_PATH);
      const address = new URL(broker.url.replace('http', 'ws'));
      expect(await page.evaluate(openSocket(address.href))).toBe('open');
      address.hostname = 'localhost';
      expect(await page.evaluate(openSocket(address.href))).toBe('connect-src');
    });

    test('opens a second window on a sample, also while the first one shows an empty tab', async () => {
      await page.getByRole('button', { name: 'New tab' }).click();
      await expect.poll(() => page.evaluate(activeTabIndex)).toBe(titles.length);
      second = await openPlayground();
      expect(await tabTitles(second)).toEqual(titles);
      expect(titles).toContain(await activeTab(second));
      // Chromium draws only the window in front.
      await page.bringToFront();
      await page.getByRole('button', { name: 'Close Tab' }).last().click();
    });

    test('shows each sample after one click, and runs all of them in their order without a refusal', async () => {
      const answers = watchAnswers(page);
      const updates = watchAnswers(second);
      for (const [index, title] of titles.entries()) {
        // Every second click moves the mouse while the button is down.
        await clickOnce(page, title, index % 2 === 0 ? 0 : 4);
        await expect.poll(() => activeTab(page), { timeout: 10_000 }).toBe(title);
        expect(await textBehindToolbar(page)).toEqual([]);
        if (title === 'MyOrders') {
          await second.bringToFront();
          await clickOnce(second, title, 0);
          await runTab(second);
          await expect.poll(() => updates.subscribed()).toContain(title);
          await page.bringToFront();
        } else {
          await runTab(page);
          expect([title, await answers.of(title)]).toEqual([title, expect.stringMatching(GRANTED)]);
        }
        if (title === 'Buy') expect(await updates.of('MyOrders', '"FILLED"')).toContain('"execution":{');
      }
      expect(await tabTitles(page)).toEqual(titles);
    });

    test('brings back a sample that was closed, at its place', async () => {
      await reopenSample(page, 'Deposit');
      expect(await tabTitles(page)).toEqual(titles);
    });
  });
});
