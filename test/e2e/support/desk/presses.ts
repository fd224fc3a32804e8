import { expect, test } from 'vitest';
import { money } from '../prices.ts';
import { overflowOf, PHONE, type DeskWindow } from './desk-window.ts';
import type { Scene, TradingWindow } from './scene.ts';

/** A price as a Brazilian types it. */
const brazilian = (centavos: number): string => money(centavos).replace('.', ',');

/** Between the presses of a double click: the broker answers the first one meanwhile. */
const SLOW_CLICK = { delay: 100 };

/** Presses on the trading screen that must do one thing, or say why they do none. They run in the scene of the test file that calls this. */
export function presses(scene: () => Scene): void {
  test('a double click on an order of two parts sends the first; the second takes a press of its own', () =>
    sendsOnePart(scene()));
  test('a double click on a cancel leaves the next order alone', () => cancelsOne(scene()));
  test('the keys B and S choose the side within a number, and are no part of it', () => choosesSide(scene()));
  test('on a phone the bar of the button says what is wrong with a field behind it', () =>
    saysWhatIsWrong(scene()));
  test('an order that was sent before the stream was cut stays above the words about the connection', () =>
    keepsSent(scene()));
  test('in a small window a stop limit order keeps the width and the height of the list', () =>
    keepsTable(scene()));
}

const statusesOf = async ({ person }: TradingWindow): Promise<string[]> => {
  const { account } = await person.broker.orders({ accountId: person.accountId, first: 10 });
  return (account?.orders?.nodes ?? []).map(({ status }) => status).sort();
};

/** The test id of the element with the focus. */
const focusOf = ({ page }: DeskWindow): Promise<string | null> =>
  page.evaluate("document.activeElement.getAttribute('data-testid')");

async function sendsOnePart({ market, newTradingDesk }: Scene): Promise<void> {
  const desk = await newTradingDesk();
  const { page, at, complaints } = desk;
  const submit = at('ticket-submit');
  await at('ticket-limit').fill(brazilian(market.price - 5));
  await at('ticket-quantity').fill('150');
  await page.getByRole('button', { name: '100 agora, depois 50 PETR4F' }).press('Enter');
  expect(await focusOf(desk)).toBe('ticket-submit');
  await expect.poll(() => at('ticket-preview').getAttribute('data-ready')).toBe('true');
  await submit.dblclick(SLOW_CLICK);
  await expect.poll(() => at('ticket-sent').innerText()).toBe('100 enviadas; falta enviar 50 PETR4F.');
  expect(await at('ticket-quantity').inputValue()).toBe('50');
  await expect.poll(() => submit.getAttribute('aria-disabled')).toBe('false');
  expect(await statusesOf(desk)).toEqual(['OPEN']);
  await submit.click();
  await expect.poll(async () => (await statusesOf(desk)).length).toBe(2);
  await expect.poll(() => at('ticket-quantity').inputValue()).toBe('');
  expect(complaints).toEqual([]);
}

async function cancelsOne({ market, newTradingDesk }: Scene): Promise<void> {
  const desk = await newTradingDesk();
  const { page, at, send } = desk;
  for (const below of [6, 7]) {
    await send('100', brazilian(market.price - below));
    await expect.poll(() => at('ticket-quantity').inputValue()).toBe('');
  }
  await page.getByRole('button', { name: 'Abertas 2' }).click();
  await at('order-cancel').first().dblclick(SLOW_CLICK);
  await page.getByRole('button', { name: 'Abertas 1' }).waitFor();
  expect(await statusesOf(desk)).toEqual(['CANCELED', 'OPEN']);
}

async function choosesSide({ newTradingDesk }: Scene): Promise<void> {
  const { at } = await newTradingDesk();
  await at('ticket-quantity').fill('100');
  await at('ticket-quantity').press('s');
  expect(await at('ticket-side-sell').getAttribute('aria-pressed')).toBe('true');
  expect(await at('ticket-quantity').inputValue()).toBe('100');
  await at('ticket-limit').fill('28,9');
  await at('ticket-limit').press('b');
  expect(await at('ticket-side-buy').getAttribute('aria-pressed')).toBe('true');
  expect(await at('ticket-limit').inputValue()).toBe('28,9');
}

async function saysWhatIsWrong({ market, newTradingDesk }: Scene): Promise<void> {
  const { page, at } = await newTradingDesk({ size: PHONE });
  const inBar = page.locator('.ticket-field-problem');
  await page.locator('.views').getByRole('button', { name: 'Boleta' }).tap();
  await at('ticket-limit').fill(brazilian(market.price));
  await at('ticket-quantity').fill('150');
  await expect.poll(() => inBar.innerText()).toBe('A quantidade precisa ser múltipla do lote de 100.');
  await at('ticket-quantity').fill('100');
  await at('ticket-limit').fill('28,905');
  await inBar.waitFor();
  // It looks disabled, and says why when it is pressed all the same.
  await at('ticket-submit').tap({ force: true });
  expect(await inBar.innerText()).toBe(await at('ticket-refusal').locator('p').innerText());
  expect(await page.evaluate(BAR_IS_IN_VIEW)).toBe(true);
  expect(await overflowOf(page)).toBe(0);
}

const BAR_IS_IN_VIEW = `(() => {
  const { left, top, bottom } = document.querySelector('.ticket-field-problem').getBoundingClientRect();
  return [top + 1, bottom - 1].every((y) => document.elementFromPoint(left + 1, y)?.closest('.ticket-foot'));
})()`;

async function keepsSent({ market, newTradingDesk }: Scene): Promise<void> {
  const { page, at, send } = await newTradingDesk();
  let isCut = false;
  const cuts: (() => Promise<void>)[] = [];
  await page.routeWebSocket('**/graphql', (socket) => {
    if (isCut) return void socket.close();
    socket.connectToServer();
    cuts.push(() => socket.close());
  });
  await page.reload();
  await at('book-bid-0').waitFor();
  await send('100', brazilian(market.price - 8));
  await expect.poll(() => at('ticket-sent').innerText()).toContain('Ordem enviada');
  isCut = true;
  await Promise.all(cuts.map((cut) => cut()));
  await page.locator('.stale-banner').waitFor();
  const [fate, connection] = [
    await at('ticket-sent').innerText(),
    await at('ticket-note').locator('p').innerText(),
  ];
  expect(fate).toContain('Ordem enviada: comprar 100 PETR4');
  expect(connection).toContain('Sem conexão com a corretora');
}

async function keepsTable({ market, newTradingDesk }: Scene): Promise<void> {
  const { page, at, row, statusOf } = await newTradingDesk({ size: { width: 1280, height: 720 } });
  await at('ticket-type').selectOption('STOP_LIMIT');
  await at('ticket-stop').fill(brazilian(market.price + 300));
  await at('ticket-limit').fill(brazilian(market.price + 310));
  await at('ticket-quantity').fill('100');
  await expect.poll(() => at('ticket-preview').getAttribute('data-ready')).toBe('true');
  await at('ticket-quantity').press('Enter');
  await expect.poll(statusOf).toBe('OPEN');
  expect(await row.locator('.order-status').innerText()).toBe('Aguardando disparo');
  expect(await page.evaluate(LIST)).toEqual({ overflow: 0, isStatusInSight: true, isLow: true });
}

const LIST = `(() => {
  const [body, row] = ['.orders-body', '[data-testid="order-row"]'].map((part) => document.querySelector(part));
  const status = row.querySelector('.order-status').getBoundingClientRect();
  return {
    overflow: body.scrollWidth - body.clientWidth,
    isStatusInSight: status.right <= row.querySelector('.is-action').getBoundingClientRect().left,
    isLow: row.getBoundingClientRect().height <= 36,
  };
})()`;
