import { expect, onTestFinished, test } from 'vitest';
import { startTcpProxy } from '#test/support/network/tcp-proxy.ts';
import { declareAction } from '../declare-action.ts';
import { asOperator } from '../operator.ts';
import { money } from '../prices.ts';
import { goTo, openDesk, PHONE, type DeskWindow } from './desk-window.ts';
import type { Scene } from './scene.ts';

/** Troubles around a page that is open. They run in the scene of the test file that calls this. */
export function badTimes(scene: () => Scene): void {
  test('a session that is ended elsewhere ends here, in words, and the market goes on', () =>
    endsElsewhere(scene()));
  test('a sign-out in one of two windows is no news to it', () => isSignedOutHere(scene()));
  test('a demonstration that ends in one window offers another one in the other', () =>
    demonstrationEnds(scene()));
  test('a broker that is gone at load and comes back fills every part of the page', () =>
    isGoneAtLoad(scene()));
  test('a request that fails beside a live stream has a message in its place, and is repeated on a click', () =>
    failsBesideStream(scene()));
  test('a fault of one page leaves header and navigation, and the next page works', () => breaks(scene()));
  test('an upgrade while a page is open offers to load it again', () => isUpgraded(scene()));
  test('a halt of the whole market is explained on every screen, and moves nothing', () => isHalted(scene()));
  test('a halt beside the ticket moves no field and no button, and its refusal goes with it', () =>
    isHaltedBesideTicket(scene()));
  test('a corporate action that is declared while its instrument is shown comes with its days', () =>
    isDeclared(scene()));
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

async function demonstrationEnds({ newDesk }: Scene): Promise<void> {
  const { page, at } = await newDesk('/');
  await at('demo').click();
  await page.getByRole('link', { name: 'Negociar PETR4' }).waitFor();
  const other = await page.context().newPage();
  await other.goto(new URL('/account', page.url()).href);
  await other.getByTestId('position-row-PETR4').waitFor();
  await page.locator('header').getByRole('button', { name: 'Sair' }).click();
  await page.locator('dialog[open]').getByTestId('leave-confirm').click();
  await at('demo').waitFor();
  const ended = other.getByTestId('session-ended');
  await expect.poll(() => ended.innerText()).toContain('demonstração terminou');
  expect(await other.locator('main').innerText()).not.toContain('Entre de novo');
  await ended.getByRole('button', { name: 'Experimentar' }).click();
  await other.getByTestId('position-row-PETR4').waitFor();
  expect(await ended.count()).toBe(0);
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
  const headers = { 'x-correlation-id': 'req_42' };
  await page.route('**/graphql', (route) => route.fulfill({ json, headers }));
  await page.goto(new URL('/ticker/PETR4', broker.url).href);
  await at('book-bid-0').waitFor();
  expect(await page.locator('.instrument').getByTestId('problem').innerText()).toContain('Algo deu errado');
  expect(await page.locator('.instrument').getByTestId('problem').innerText()).toContain('req_42');
  await expect.poll(() => page.locator('[data-testid="quote-last-PETR4"]').innerText()).toMatch(/\d,\d\d/);
  await goTo(page, '/');
  await expect.poll(() => at('problem').count()).toBe(3);
  await page.unroute('**/graphql');
  for (const panel of ['.market-map', '.movers', '.watchlist'])
    await page.locator(panel).getByTestId('problem').getByRole('button').click();
  await expect.poll(() => at('problem').count()).toBe(0);
}

async function breaks({ newTradingDesk }: Scene): Promise<void> {
  const { page, at } = await newTradingDesk();
  // A month without its figures: no component expects it.
  const json = { data: { me: { id: 'usr_1', taxes: [{}] } } };
  await page.route('**/graphql', (route) =>
    route.request().postData()?.includes('taxes(') ? route.fulfill({ json }) : route.continue(),
  );
  await goTo(page, '/taxes');
  await at('failed-page').waitFor();
  expect(await at('failed-page').innerText()).toContain('Esta página falhou');
  expect(await at('phase').innerText()).not.toBe('');
  await goTo(page, '/');
  await at('quote-row-PETR4').waitFor();
  expect(await at('failed-page').count()).toBe(0);
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

async function isHalted({ broker, dataDir, newDesk }: Scene): Promise<void> {
  const operate = (work: Parameters<typeof asOperator<unknown>>[1]) =>
    asOperator(dataDir, work, broker.wallClock);
  const windows = [await newDesk('/'), await newDesk('/', { size: PHONE })];
  const placesOf = ({ page }: DeskWindow) =>
    page.evaluate(
      `[...document.querySelectorAll('main .panel')].map((panel) => panel.getBoundingClientRect().y)`,
    );
  for (const { at } of windows) await at('quote-row-PETR4').waitFor();
  const before = await Promise.all(windows.map(placesOf));
  const endsAtMs = await windows[0]?.page.evaluate<number>(
    "Date.parse(document.querySelector('.clock time').dateTime) + 30 * 60_000",
  );
  await operate(({ engine }) => engine.halt({ ticker: null, ...(endsAtMs !== undefined && { endsAtMs }) }));
  for (const { at, page } of windows) {
    await expect.poll(() => at('halt').innerText()).toMatch(/Só cancelamentos até \d\d:\d\d/);
    await expect.poll(() => page.locator('.phase-next').innerText()).toMatch(/^\d\d:\d\d até o leilão$/);
    expect(await page.locator('.phase-next').isVisible()).toBe(true);
  }
  expect(await Promise.all(windows.map(placesOf))).toEqual(before);
  await operate(({ engine }) => engine.resume({ ticker: null }));
  for (const { at } of windows) await at('halt').waitFor({ state: 'detached' });
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

const FIELDS = '.ticket :is(input, select, .submit)';

async function isHaltedBesideTicket({ broker, dataDir, market, newTradingDesk }: Scene): Promise<void> {
  const windows = [await newTradingDesk(), await newTradingDesk({ size: PHONE })];
  await windows[1]?.page.getByRole('button', { name: 'Boleta' }).click();
  const placesOf = ({ page }: DeskWindow) =>
    page.evaluate(
      `[...document.querySelectorAll('${FIELDS}')].map((field) => field.getBoundingClientRect().y)`,
    );
  for (const { at } of windows) {
    await at('ticket-limit').fill(money(market.price - 5).replace('.', ','));
    await at('ticket-quantity').fill('100');
    await expect.poll(() => at('ticket-preview').getAttribute('data-ready')).toBe('true');
  }
  const before = await Promise.all(windows.map(placesOf));
  await asOperator(dataDir, ({ engine }) => engine.halt({ ticker: 'PETR4' }), broker.wallClock);
  for (const { at } of windows) {
    await at('ticket-phase').waitFor();
    await expect.poll(() => at('ticket-refusal').getAttribute('data-rule')).toBe('PHASE');
  }
  expect(await Promise.all(windows.map(placesOf))).toEqual(before);
  await asOperator(dataDir, ({ engine }) => engine.resume({ ticker: 'PETR4' }), broker.wallClock);
  for (const { at } of windows) await at('ticket-refusal').waitFor({ state: 'detached' });
}

async function isDeclared({ broker, dataDir, newDesk }: Scene): Promise<void> {
  const { page, at } = await newDesk('/');
  await page.clock.install();
  await goTo(page, '/ticker/ABEV3');
  await at('book-bid-0').waitFor();
  expect(await page.locator('.corporate-actions').count()).toBe(0);
  const days = { approvedOn: null, recordDate: '2026-03-10', exDate: '2026-03-11', paysOn: '2026-03-20' };
  const none = { factor: null, pricePerShare: null, rights: null };
  const terms = { ticker: 'ABEV3', kind: 'DIVIDEND', amountPerShare: '0.50', ...days, ...none } as const;
  await declareAction(dataDir, terms, false, broker.wallClock);
  await page.clock.fastForward('01:00');
  await page.locator('.corporate-actions summary').click();
  expect(await page.locator('.corporate-actions li').innerText()).toMatch(
    /^Dividendo R\$\s0,50 data-base 10\/03\/2026 · ex 11\/03\/2026 · paga em 20\/03\/2026$/,
  );
}
