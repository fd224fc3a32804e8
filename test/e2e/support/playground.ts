import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** Waits until the page shows its tabs where they stay. */
export async function untilLaidOut(page: Page): Promise<void> {
  await page.getByRole('tab').first().waitFor();
  // The fonts change the widths of the tabs.
  await page.evaluate('document.fonts.ready.then(() => undefined)');
}

export const tabTitles = (page: Page): Promise<string[]> => page.getByRole('tab').allInnerTexts();

export const activeTab = (page: Page): Promise<string> =>
  page.getByRole('tab', { selected: true }).innerText();

/** Script whose value is the index of the active tab in the browser's storage, from which a second window opens. */
export const activeTabIndex = "JSON.parse(localStorage.getItem('graphiql:tabState')).activeTabIndex";

/** Presses and releases the mouse once, `moveX` pixels apart. Playwright's own click would try again. */
async function press(page: Page, target: Locator, moveX = 0): Promise<void> {
  const box = await target.boundingBox();
  if (!box) throw new Error('nothing is there to press');
  const [x, y] = [box.x + 16, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + moveX, y, { steps: 4 });
  await page.mouse.up();
}

export async function clickOnce(page: Page, title: string, moveX: number): Promise<void> {
  const tab = page.getByTitle(title, { exact: true });
  await tab.scrollIntoViewIfNeeded();
  await press(page, tab, moveX);
}

/** Runs the operation of the active tab. */
export const runTab = (page: Page): Promise<void> => press(page, page.locator('.graphiql-execute-button'));

/** Closes a sample and takes it from the list of samples again. */
export async function reopenSample(page: Page, title: string): Promise<void> {
  await clickOnce(page, title, 0);
  await page.getByRole('tab', { selected: true }).getByRole('button', { name: 'Close Tab' }).click();
  await expect.poll(() => tabTitles(page)).not.toContain(title);
  await page.getByText('Samples', { exact: true }).click();
  await Promise.all([
    page.waitForEvent('load'),
    page.locator('#samples').getByRole('button', { name: title, exact: true }).click(),
  ]);
  await untilLaidOut(page);
  expect(await activeTab(page)).toBe(title);
}

/** Lines of the operation that end behind the toolbar. */
export const textBehindToolbar = (page: Page): Promise<string[]> =>
  page.evaluate(`(() => {
  const toolbar = document.querySelector('.graphiql-toolbar').getBoundingClientRect();
  const lines = [...document.querySelectorAll('.graphiql-query-editor .view-line > span')];
  return lines
    .filter((line) => line.getBoundingClientRect().right > toolbar.left)
    .map((line) => line.textContent);
})()`);

/** Watches what the graph answers to a page, over HTTP and WebSocket, by the names of operations. */
export function watchAnswers(page: Page) {
  const answers: { readonly name: string; readonly text: string }[] = [];
  const subscribed: string[] = [];
  page.on('response', (response) => {
    const request = response.request();
    if (request.method() !== 'POST') return;
    const { operationName } = request.postDataJSON() as { operationName?: string };
    void response.text().then((text) => answers.push({ name: operationName ?? '', text }));
  });
  page.on('websocket', (socket) => {
    let name = '';
    socket.on('framesent', ({ payload }) => {
      const { type, payload: operation } = JSON.parse(String(payload)) as {
        type: string;
        payload?: { operationName?: string };
      };
      if (type !== 'subscribe') return;
      name = operation?.operationName ?? '';
      subscribed.push(name);
    });
    socket.on('framereceived', ({ payload }) => {
      const message = JSON.parse(String(payload)) as { type: string; payload?: unknown };
      if (message.type === 'next' || message.type === 'error')
        answers.push({ name, text: JSON.stringify(message.payload) });
    });
  });
  return {
    subscribed: () => subscribed,
    /** The first answer to an operation that has a text. */
    of: async (name: string, part = ''): Promise<string> => {
      const found = () =>
        answers.find((answer) => answer.name === name && answer.text.includes(part))?.text ?? '';
      await expect.poll(found, { timeout: 20_000 }).not.toBe('');
      return found();
    },
  };
}
