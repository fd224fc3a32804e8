import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { buildDesk } from '#scripts/desk/build.ts';
import type * as sdk from '#sdk/src/index.ts';
import { temporaryDataDir, type Broker } from './support/broker.ts';
import { describeWithChromium, launchChromium } from './support/chromium.ts';
import { openDesk, type DeskWindow } from './support/desk-page.ts';
import { startInProcessBroker } from './support/in-process-broker.ts';
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

  beforeAll(async () => {
    dataDir = await temporaryDataDir();
    [broker, browser] = await Promise.all([
      startInProcessBroker(dataDir),
      launchChromium(executablePath),
      buildDesk(path.resolve(import.meta.dirname, '../..')),
    ]);
  });

  afterAll(async () => {
    await browser.close();
    await broker.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  /** A page with its own cookies, cache and storage. */
  async function newPage(): Promise<Page> {
    const context = await browser.newContext();
    onTestFinished(() => context.close());
    return context.newPage();
  }

  async function openPlayground(): Promise<Page> {
    const page = await newPage();
    await page.goto(new URL('/playground', broker.url).href);
    await page.getByRole('tab').first().waitFor();
    // The fonts change the widths of the tabs.
    await page.evaluate('document.fonts.ready.then(() => undefined)');
    return page;
  }

  const tabTitles = (page: Page): Promise<string[]> => page.getByRole('tab').allInnerTexts();

  /** Presses and releases the mouse once, `moveX` pixels apart. Playwright's own click would try again. */
  async function clickOnce(page: Page, title: string, moveX: number): Promise<void> {
    const tab = page.getByTitle(title, { exact: true });
    await tab.scrollIntoViewIfNeeded();
    const box = await tab.boundingBox();
    if (!box) throw new Error(`the tab ${title} is not on the page`);
    const [x, y] = [box.x + 16, box.y + box.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + moveX, y, { steps: 4 });
    await page.mouse.up();
  }

  const activeTab = (page: Page): Promise<string> => page.getByRole('tab', { selected: true }).innerText();

  test('the SDK signs up and streams', async () => {
    const page = await newPage();
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

  test('the page of the playground opens sockets to the broker and to no other host', async () => {
    const page = await openPlayground();
    const address = new URL(broker.url.replace('http', 'ws'));
    expect(await page.evaluate(openSocket(address.href))).toBe('open');
    address.hostname = 'localhost';
    expect(await page.evaluate(openSocket(address.href))).toBe('connect-src');
  });

  test('each tab of the playground is active after its first click', async () => {
    const page = await openPlayground();
    const titles = await tabTitles(page);
    expect(titles.length).toBeGreaterThan(5);
    for (const [index, title] of [...titles.slice(1), ...titles.slice(0, 1)].entries()) {
      // Every second click moves the mouse while the button is down.
      await clickOnce(page, title, index % 2 === 0 ? 0 : 4);
      await expect.poll(() => activeTab(page), { timeout: 10_000 }).toBe(title);
    }
    expect(await tabTitles(page)).toEqual(titles);
  });

  async function newDesk(): Promise<DeskWindow> {
    const desk = await openDesk(browser, new URL('/', broker.url).href);
    onTestFinished(() => desk.close());
    return desk;
  }

  test('a visitor of the desk sees the market, becomes a demonstration user, is refused and buys', async () => {
    const { page, complaints } = await newDesk();
    const at = (name: string) => page.getByTestId(name);
    await expect.poll(() => at('connection').textContent()).toBe('live');
    await at('demo').click();
    await at('quote-row-PETR4').click();
    await expect.poll(() => at('book-ask-0').getAttribute('data-price')).toMatch(/^\d+\.\d\d$/);
    await at('ticket-type').selectOption('MARKET');
    await at('ticket-quantity').fill('150');
    const refusal = page.locator('.field', { has: at('ticket-quantity') }).getByTestId('ticket-refusal');
    await expect.poll(() => refusal.getAttribute('data-rule')).toBe('LOT_SIZE');
    await at('ticket-quantity').fill('100');
    await expect.poll(() => at('ticket-preview').getAttribute('data-ready')).toBe('true');
    await at('ticket-quantity').press('Enter');
    await expect.poll(() => at('order-row').getAttribute('data-status')).toBe('FILLED');

    // An order below the market, changed and canceled in its place; another window agrees.
    await at('ticket-type').selectOption('LIMIT');
    await at('book-bid-7').click();
    await at('ticket-side-buy').click();
    await at('ticket-quantity').fill('100');
    await at('ticket-quantity').press('Enter');
    const row = at('order-row').first();
    await expect.poll(() => row.getAttribute('data-status')).toBe('OPEN');
    const other = await page.context().newPage();
    await other.goto(new URL('/orders', broker.url).href);
    await row.getByTestId('order-replace').click();
    await page.locator('.replace-form input').first().fill('200');
    await page.keyboard.press('Enter');
    await expect.poll(() => row.innerText()).toContain('0/200');
    await row.getByTestId('order-cancel').click();
    for (const shown of [page, other]) {
      const statuses = async () => {
        const rows = await shown.getByTestId('order-row').all();
        return Promise.all(rows.map((one) => one.getAttribute('data-status')));
      };
      await expect.poll(statuses).toEqual(['CANCELED', 'FILLED']);
    }
    expect(complaints).toEqual([]);
  });
});
