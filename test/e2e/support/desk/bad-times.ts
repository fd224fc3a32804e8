import { expect, onTestFinished, test } from 'vitest';
import { startTcpProxy } from '#test/support/network/tcp-proxy.ts';
import { asOperator } from '../operator.ts';
import { goTo, openDesk } from './desk-window.ts';
import type { Scene } from './scene.ts';

/** Troubles around a page that is open. They run in the scene of the test file that calls this. */
export function badTimes(scene: () => Scene): void {
  test('a session that is ended elsewhere ends here, in words, and the market goes on', () =>
    endsElsewhere(scene()));
  test('a sign-out in one of two windows is no news to it', () => isSignedOutHere(scene()));
  test('a broker that is gone at load and comes back fills every part of the page', () =>
    isGoneAtLoad(scene()));
  test('a request that fails beside a live stream has a message in its place, and is repeated on a click', () =>
    failsBesideStream(scene()));
  test('an upgrade while a page is open offers to load it again', () => isUpgraded(scene()));
  test('an instrument that is delisted while it is shown says so, and the ticket with it', () =>
    isDelisted(scene()));
}

async function endsElsewhere({ newTradingDesk }: Scene): Promise<void> {
  const { page, at, person } = await newTradingDesk();
  await person.broker.signOut({ everywhere: true });
  await at('session-ended').waitFor();
  expect(await at('session-ended').innerText()).toContain('Sua sessão terminou');
  expect(await page.locator('.ticket .submit').innerText()).toBe('Entrar');
  expect(await page.locator('.orders').innerText()).toContain('Entre de novo');
  expect(await page.evaluate("localStorage.getItem('desk:session')")).toBeNull();
  await expect.poll(() => at('connection').textContent()).toBe('live');
  await at('book-bid-0').waitFor();
}

async function isSignedOutHere({ newTradingDesk }: Scene): Promise<void> {
  const { page, at } = await newTradingDesk();
  const other = await page.context().newPage();
  await other.goto(page.url());
  await other.getByTestId('book-bid-0').waitFor();
  await page.locator('header').getByRole('button', { name: 'Sair' }).click();
  await at('demo').waitFor();
  expect(await at('session-ended').count()).toBe(0);
  await expect.poll(() => other.evaluate("localStorage.getItem('desk:session')")).toBeNull();
}

async function isGoneAtLoad({ browser, broker }: Scene): Promise<void> {
  const context = await openDesk(browser, 'about:blank');
  onTestFinished(() => context.close());
  const { page, at } = context;
  let isGone = true;
  await page.routeWebSocket('**/graphql', (socket) => {
    if (isGone) void socket.close();
    else socket.connectToServer();
  });
  await page.route('**/graphql', (route) => (isGone ? route.abort() : route.continue()));
  await page.goto(new URL('/ticker/PETR4', broker.url).href);
  await page.locator('.stale-banner').waitFor();
  isGone = false;
  await at('book-bid-0').waitFor();
  await at('tape-row').first().waitFor();
  await expect.poll(() => page.locator('.chart-legend b').count()).toBeGreaterThan(3);
  await expect.poll(() => page.locator('.instrument .name').innerText()).toBe('Petrobras PN');
}

async function failsBesideStream({ browser, broker }: Scene): Promise<void> {
  const context = await openDesk(browser, 'about:blank');
  onTestFinished(() => context.close());
  const { page, at } = context;
  // An error that does not pass: the SDK repeats no request after it.
  const json = { errors: [{ message: 'broken', extensions: { code: 'INTERNAL_SERVER_ERROR' } }] };
  await page.route('**/graphql', (route) => route.fulfill({ json }));
  await page.goto(new URL('/ticker/PETR4', broker.url).href);
  await at('book-bid-0').waitFor();
  expect(await page.locator('.instrument').getByTestId('problem').innerText()).toContain('Algo deu errado');
  await expect.poll(() => page.locator('[data-testid="quote-last-PETR4"]').innerText()).toMatch(/\d,\d\d/);
  await goTo(page, '/');
  await expect.poll(() => at('problem').count()).toBe(3);
  await page.unroute('**/graphql');
  for (const panel of ['.market-map', '.movers', '.watchlist'])
    await page.locator(panel).getByTestId('problem').getByRole('button').click();
  await expect.poll(() => at('problem').count()).toBe(0);
}

async function isUpgraded({ broker, newDesk }: Scene): Promise<void> {
  const wire = await startTcpProxy(Number(new URL(broker.url).port));
  onTestFinished(() => wire.close());
  const { page, at } = await newDesk('/', {}, `http://127.0.0.1:${wire.port}`);
  const body = '<script type="module" src="/desk/main-OTHER234.js"></script>';
  await page.route(
    ({ pathname }) => pathname === '/',
    (route) => route.fulfill({ body }),
  );
  wire.cut();
  wire.mend();
  await at('upgrade').waitFor();
}

async function isDelisted({ broker, dataDir, newDesk }: Scene): Promise<void> {
  const { page, at } = await newDesk('/ticker/RENT3');
  await at('book-bid-0').waitFor();
  await asOperator(
    dataDir,
    ({ assets }) => assets.setStatus({ ticker: 'RENT3', status: 'DELISTED' }),
    broker.wallClock,
  );
  expect(await page.locator('.instrument-state').innerText()).toContain('não é mais negociado');
  expect(await at('ticket-phase').innerText()).toContain('nenhuma ordem é aceita');
}
