import { expect, onTestFinished, test } from 'vitest';
import { startTcpProxy } from '#test/support/network/tcp-proxy.ts';
import { asOperator } from '../operator.ts';
import { money } from '../prices.ts';
import { overflowOf, PHONE } from './desk-window.ts';
import type { Scene } from './scene.ts';
import { passMarketTime } from './traded-market.ts';

/** A price as a Brazilian types it. */
const brazilian = (centavos: number): string => money(centavos).replace('.', ',');

/** Lives of orders on the trading screen. They run in the scene of the test file that calls this. */
export function orderLives(scene: () => Scene): void {
  test('a part fills, the rest is changed and canceled, each as it comes', () => fillsInParts(scene()));
  test('a connection cut in the middle of an order resumes: the old is shown as old, and the order is one', () =>
    isCut(scene()));
  test('on a phone and in English: from the book to an order that fills', () => onPhone(scene()));
  test('an auction and a halt are seen where orders are typed', () => inAuctionAndHalt(scene()));
}

async function fillsInParts({ market, newTradingDesk }: Scene): Promise<void> {
  const { page, at, row, send, statusOf, complaints } = await newTradingDesk();
  await send('300', brazilian(market.price));
  await expect.poll(statusOf).toBe('OPEN');
  const own = page.locator('.book-row.is-own');
  await expect.poll(() => own.getAttribute('data-price')).toBe(money(market.price));
  await market.maker.place({ side: 'SELL', quantity: 100, limitPrice: money(market.price) });
  await expect.poll(statusOf).toBe('PARTIALLY_FILLED');
  expect(await row.innerText()).toContain('100/300');
  await expect.poll(() => at('tape-row').first().innerText()).toContain(brazilian(market.price));

  await row.getByTestId('order-replace').click();
  const [quantity, limit] = await page.locator('.replace-form input').all();
  await quantity?.fill('200');
  await limit?.fill('9999');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.locator('.replace-form .refusal').innerText()).toContain('túnel');
  await limit?.fill(brazilian(market.price - 1));
  await page.keyboard.press('Enter');
  await expect.poll(() => row.innerText()).toContain('100/200');
  expect(await row.innerText()).toContain(brazilian(market.price - 1));
  await row.getByTestId('order-cancel').click();
  await expect.poll(statusOf).toBe('CANCELED');
  await row.click();
  await expect.poll(() => page.locator('.order-timeline li').count()).toBe(7);
  const life = await page.locator('.order-timeline').innerText();
  for (const step of ['Aceita pela bolsa', 'Execução parcial: 100', 'Alterada: 200', 'Cancelada'])
    expect(life).toContain(step);
  await page.getByRole('button', { name: 'Execuções' }).click();
  expect(await page.locator('.orders-table tbody tr').count()).toBe(1);
  expect(complaints).toEqual([]);
}

async function isCut({ broker, market, newTradingDesk }: Scene): Promise<void> {
  const wire = await startTcpProxy(Number(new URL(broker.url).port));
  onTestFinished(() => wire.close());
  const { page, at, person, row, send, statusOf } = await newTradingDesk({}, `http://127.0.0.1:${wire.port}`);
  // The broker gets the order, and its answer is lost with the connection.
  let isFirst = true;
  await page.route('**/graphql', async (route) => {
    if (!isFirst || !route.request().postData()?.includes('placeOrder(')) return route.continue();
    isFirst = false;
    await route.fetch();
    wire.cut();
    return route.abort();
  });
  await send('100', brazilian(market.price - 2));
  await page.locator('.stale-banner').waitFor();
  expect(await at('connection').textContent()).not.toBe('live');
  expect(await page.evaluate('document.documentElement.className')).toContain('is-stale');
  // It may be at the broker: its row stays, and nobody says that it was not sent.
  expect(await at('order-row').count()).toBe(1);
  expect(await at('orders-unanswered').innerText()).toBe('1 aguardando resposta');
  expect(await at('ticket-refusal').innerText()).toContain('Com a conexão de volta');
  await market.maker.place({ side: 'SELL', quantity: 100, limitPrice: money(market.price - 2) });
  wire.mend();
  await expect.poll(statusOf).toBe('FILLED');
  await page.locator('.stale-banner').waitFor({ state: 'detached' });
  // Where no answer has come the ticket still has the order: sent again, it is the same one.
  await at('ticket-quantity').press('Enter');
  await expect.poll(() => at('ticket-quantity').inputValue()).toBe('');
  expect(await at('order-row').count()).toBe(1);
  expect(await row.innerText()).toContain('100/100');
  const { account } = await person.broker.orders({ accountId: person.accountId, first: 10 });
  expect(account?.orders?.nodes.map(({ status }) => status)).toEqual(['FILLED']);
}

async function onPhone({ market, newTradingDesk }: Scene): Promise<void> {
  const { page, at, statusOf, complaints } = await newTradingDesk({ size: PHONE, locale: 'en-US' });
  await page.getByRole('button', { name: 'Book' }).click();
  const { asset } = await market.ana.broker.book({ ticker: 'PETR4' });
  await at('book-ask-0').tap();
  expect(await at('ticket-limit').inputValue()).toBe(asset?.book?.asks[0]?.price);
  await at('ticket-quantity').fill('1,000');
  await expect.poll(() => at('ticket-preview').innerText()).toMatch(/R\$\s?\d\d,\d{3}\.\d\d/);
  expect(await page.evaluate(PREVIEW_IS_ABOVE_FOOT)).toBe(true);
  expect(await page.locator('.ticket-total').innerText()).toMatch(/^Total to reserve\s+R\$/);
  await at('ticket-quantity').fill('100');
  await at('ticket-submit').tap();
  await expect.poll(statusOf).toBe('FILLED');
  await expect
    .poll(() => at('ticket-sent').innerText())
    .toMatch(/^Order sent: buy 100 PETR4 at .* filled at /);
  expect(await overflowOf(page)).toBe(0);
  expect(complaints).toEqual([]);
}

const PREVIEW_IS_ABOVE_FOOT = `(() => {
  const [preview, foot] = ['.ticket-preview', '.ticket-foot'].map((part) => document.querySelector(part));
  preview.scrollIntoView({ block: 'end' });
  return preview.getBoundingClientRect().bottom <= foot.getBoundingClientRect().top;
})()`;

async function inAuctionAndHalt({ broker, dataDir, market, newTradingDesk }: Scene): Promise<void> {
  const { page, at, send, statusOf } = await newTradingDesk();
  const phase = () => at('ticket-phase').getAttribute('class');
  const operate = (work: Parameters<typeof asOperator<unknown>>[1]) =>
    asOperator(dataDir, work, broker.wallClock);
  await operate(({ engine }) => engine.startAuction({ ticker: 'PETR4' }));
  await expect.poll(phase).toContain('is-auction');
  await send('100', brazilian(market.price + 10));
  await expect.poll(() => at('ticket-phase').innerText()).toMatch(/Preço teórico \d+,\d\d, quantidade 100/);
  expect(await page.locator('.facts').innerText()).toContain('Preço teórico');
  passMarketTime(broker, AUCTION_MS);
  await expect.poll(statusOf).toBe('FILLED');
  await expect.poll(() => at('ticket-phase').count()).toBe(0);

  await operate(({ engine }) => engine.halt({ ticker: 'PETR4' }));
  await expect.poll(phase).toContain('is-halted');
  await at('ticket-type').selectOption('STOP_LIMIT');
  for (const price of ['ticket-stop', 'ticket-limit']) await at(price).fill(brazilian(market.price));
  await at('ticket-quantity').fill('100');
  await expect.poll(() => at('ticket-refusal').innerText()).toContain('negociação está suspensa');
  await operate(({ engine }) => engine.resume({ ticker: 'PETR4' }));
  await expect.poll(phase).toContain('is-auction');
  passMarketTime(broker, AUCTION_MS);
  await expect.poll(() => at('ticket-phase').count()).toBe(0);
}

/** Longer than a call with its random end. */
const AUCTION_MS = 15 * 60_000;
