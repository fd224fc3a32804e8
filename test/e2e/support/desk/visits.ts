import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { PASSWORD } from '../person.ts';
import { accessibilityFaults, goTo } from './desk-window.ts';
import type { Scene } from './scene.ts';

/** First visits to the desk, without a user of their own. They run in the scene of the test file that calls this. */
export function visits(scene: () => Scene): void {
  test('a visitor of the desk sees the market, becomes a demonstration user, is refused and buys', () =>
    buys(scene()));
  test('an address without a page says so, without a fault that axe finds', async () => {
    const { page } = await scene().newDesk('/nowhere');
    expect(await page.locator('h1').innerText()).toBe('Esta página não existe.');
    expect(await accessibilityFaults(page)).toEqual([]);
  });
  test('a demonstration user signs up, moves cash, reads the statement and makes an API key', () =>
    signsUp(scene()));
  test('a user who keeps the password is refused at its field; a new one is said to be changed until the next input', () =>
    changesPassword(scene()));
}

async function changesPassword({ newTradingDesk }: Scene): Promise<void> {
  const { page, at } = await newTradingDesk();
  await goTo(page, '/settings');
  const change = async (next: string): Promise<void> => {
    await at('password-current').fill(PASSWORD);
    await at('password-new').fill(next);
    await at('password-submit').click();
  };
  await change(PASSWORD);
  const field = page.locator('.field', { has: at('password-new') });
  await expect.poll(() => field.innerText()).toContain('A senha nova é igual à atual. Escolha outra.');
  await change(`${PASSWORD} too`);
  await expect.poll(() => at('done').innerText()).toBe('Senha trocada. As outras sessões terminaram.');
  expect(await field.innerText()).not.toContain('Escolha outra');
  await at('password-current').fill('x');
  expect(await at('done').innerText()).toBe('');
}

async function buys({ broker, newDesk }: Scene): Promise<void> {
  const { page, at, complaints } = await newDesk('/');
  // Again while data comes: what moves under axe has lost its background.
  await expect.poll(() => accessibilityFaults(page)).toEqual([]);
  await at('demo').click();
  await at('quote-row-PETR4').click();
  await expect.poll(() => at('book-ask-0').getAttribute('data-price')).toMatch(/^\d+\.\d\d$/);
  await at('ticket-type').selectOption('MARKET');
  await at('ticket-quantity').fill('150');
  const refusal = page.locator('.field', { has: at('ticket-quantity') }).getByTestId('ticket-refusal');
  await expect.poll(() => refusal.getAttribute('data-rule')).toBe('LOT_SIZE');
  expect(await accessibilityFaults(page)).toEqual([]);
  await at('ticket-quantity').fill('100');
  await expect.poll(() => at('ticket-preview').getAttribute('data-ready')).toBe('true');
  await at('ticket-quantity').press('Enter');
  await expect.poll(() => at('order-row').getAttribute('data-status')).toBe('FILLED');

  // An order below the market, changed and canceled in its place; another window agrees.
  await at('ticket-type').selectOption('LIMIT');
  await at('book-bid-7').click();
  await at('ticket-quantity').fill('100');
  await at('ticket-quantity').press('Enter');
  const row = at('order-row').first();
  await expect.poll(() => row.getAttribute('data-status')).toBe('OPEN');
  const other = await page.context().newPage();
  await other.goto(new URL('/orders', broker.url).href);
  await expect.poll(() => other.title()).toBe('Ordens · My Broker B3');
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
}

async function signsUp({ newDesk }: Scene): Promise<void> {
  const { page, at, complaints } = await newDesk('/');
  await at('demo').click();
  await page.getByRole('link', { name: 'Ajustes' }).first().click();
  // Nobody comes back to a demonstration account: to leave it takes an answer.
  await at('sign-out').click();
  await expect.poll(() => page.locator('dialog[open]').innerText()).toContain('3 posições');
  await page.keyboard.press('Escape');
  await at('access-name').fill(`<img src=x onerror=alert(1)>${'a'.repeat(72)}`);
  await at('access-email').fill('nobody');
  await at('access-password').fill('short');
  await at('access-submit').click();
  for (const field of ['access-email', 'access-password'])
    await expect.poll(() => at(field).getAttribute('aria-invalid')).toBe('true');
  expect(await page.evaluate("document.activeElement.getAttribute('data-testid')")).toBe('access-email');
  await at('access-email').fill(`${randomUUID()}@example.com`);
  await at('access-password').fill(PASSWORD);
  // A sign-up loses it as well.
  await at('access-submit').click();
  await expect.poll(() => page.locator('dialog[open]').innerText()).toContain('conta nova');
  await page.keyboard.press('Escape');
  expect(await at('profile-name').innerText()).toBe('Visitante');
  await at('access-submit').click();
  await page.locator('dialog[open]').getByTestId('leave-confirm').click();
  await at('transfer-submit').click();
  await expect.poll(() => page.locator('.field .refusal').innerText()).toBe('Informe o valor.');
  await at('transfer-amount').fill('R$ 1.234,56');
  await at('transfer-submit').click();
  await expect.poll(() => at('cash-available').getAttribute('data-value')).toBe('1234.56');
  await expect.poll(() => at('statement-row').count()).toBe(1);
  await page.getByRole('button', { name: 'Retirar' }).click();
  await at('transfer-amount').fill('2.000');
  await at('transfer-submit').click();
  await expect.poll(() => at('transfer-amount').getAttribute('aria-invalid')).toBe('true');
  await at('transfer-amount').fill('234,56');
  await at('transfer-submit').click();
  await expect.poll(() => at('cash-available').getAttribute('data-value')).toBe('1000.00');
  await expect.poll(() => at('statement-row').count()).toBe(2);
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole('link', { name: 'Ajustes' }).first().click();
  await at('key-name').fill('robot');
  await at('key-create').click();
  await at('key-secret').waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await at('key-kept').click();
  await at('key-revoke').click();
  await at('key-keep').click();
  await at('key-revoke').click();
  await expect.poll(() => at('key-row').textContent()).toContain('Revogar a chave robot?');
  await at('key-revoke').click();
  await expect.poll(() => at('key-row').count()).toBe(0);
  await at('sign-out').click();
  await at('access-email').waitFor();
  expect(complaints).toEqual([]);
}
