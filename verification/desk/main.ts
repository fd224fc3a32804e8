/** Measures how quickly and smoothly the desk of a running broker draws: `npm run check:desk`. */
import type { Browser, Page } from 'playwright-core';
import { StartError } from '#platform/process/start-error.ts';
import { runCommand, wholeNumber } from '#scripts/command.ts';

const USAGE = `usage: npm run check:desk -- [--url URL] [--seconds N]

Opens the market page and the trading screen of a running broker in Chromium, on a desktop and on a phone, and prints for each: the time from the request until
quotes are there, tasks of over 50 ms while it loads, and for some seconds after that the frames, the longest one, long tasks, layout
shift and messages. At last it opens a demonstration account, as a visitor would, and prints the layout shift of that, and of each page
of the account while it loads. Exits 1 when a page drops frames: when a task takes longer than 50 ms, or a frame longer than 50 ms.

  --url URL    the desk (http://127.0.0.1:4000)
  --seconds N  how long each page is watched (10)`;

const DESKTOP = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
const PAGES = [
  ['market', '/', 'quote-row-PETR4', DESKTOP],
  ['trading screen', '/ticker/PETR4', 'book-bid-0', DESKTOP],
  ['market on a phone', '/', 'quote-row-PETR4', PHONE],
  ['trading screen on a phone', '/ticker/PETR4', 'quote-last-PETR4', PHONE],
] as const;

/** Pages of a user, and what is there once each has its data. */
const PAGES_OF_USER = [
  ['orders', '/orders', 'cancel-all'],
  ['account', '/account', 'position-row-PETR4'],
  ['taxes', '/taxes', 'connection'],
  ['settings', '/settings', 'session-row'],
] as const;

const LONGEST_FRAME_MS = 50;
/** The page has settled: its first answers and history are there. */
const SETTLED_MS = 4_000;

/** Collects long tasks and layout shift from the beginning of the page. */
const OBSERVE = `
  globalThis.longTasks = [];
  globalThis.shift = 0;
  new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => longTasks.push(Math.round(duration))))
    .observe({ type: 'longtask', buffered: true });
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => entry.hadRecentInput || (shift += entry.value)))
    .observe({ type: 'layout-shift', buffered: true });`;

interface Watched {
  readonly frames: number;
  readonly longestMs: number;
  readonly longTasks: readonly number[];
  readonly shift: number;
}

const watch = (forMs: number): string => `new Promise((resolve) => {
  const begun = performance.now();
  let [frames, longestMs, last] = [0, 0, begun];
  const draw = (now) => {
    frames += 1;
    longestMs = Math.max(longestMs, now - last);
    last = now;
    if (now - begun < ${forMs}) requestAnimationFrame(draw);
    else resolve({ frames, longestMs: Math.round(longestMs), longTasks: longTasks.splice(0), shift });
  };
  requestAnimationFrame((now) => { last = now; requestAnimationFrame(draw); });
})`;

async function measure(browser: Browser, url: string, seconds: number): Promise<boolean> {
  let isSmooth = true;
  for (const [name, place, sign, viewport] of PAGES) {
    const context = await browser.newContext({ locale: 'pt-BR', viewport });
    await context.addInitScript(OBSERVE);
    const page = await context.newPage();
    let messages = 0;
    page.on('websocket', (socket) => socket.on('framereceived', () => (messages += 1)));
    const asked = performance.now();
    await page.goto(new URL(place, url).href);
    await page.getByTestId(sign).waitFor();
    const readyMs = Math.round(performance.now() - asked);
    await page.waitForTimeout(SETTLED_MS);
    const atLoad = await page.evaluate<number[]>('longTasks.splice(0)');
    messages = 0;
    const { frames, longestMs, longTasks, shift } = await page.evaluate<Watched>(watch(seconds * 1_000));
    console.log(
      `${name}: ready after ${readyMs} ms, long tasks at load ${listOf(atLoad)}; in ${seconds} s ${frames} frames, ` +
        `the longest ${longestMs} ms, long tasks ${listOf(longTasks)}, layout shift ${shift.toFixed(4)}, ` +
        `${Math.round(messages / seconds)} messages a second`,
    );
    console.log(
      `  after a demonstration account was opened: layout shift ${(await shiftOfDemo(page)).toFixed(4)}`,
    );
    if (place === '/') await printShiftsOfUser(page, url);
    isSmooth &&= longTasks.length === 0 && longestMs <= LONGEST_FRAME_MS;
    await context.close();
  }
  return isSmooth;
}

/** Opens a demonstration account; returns the layout shift that comes of it, later than half a second after the click. */
async function shiftOfDemo(page: Page): Promise<number> {
  const before = await page.evaluate<number>('shift');
  await page.getByTestId('demo').click();
  await page.getByTestId('demo').waitFor({ state: 'detached' });
  await page.waitForTimeout(SETTLED_MS);
  return (await page.evaluate<number>('shift')) - before;
}

/** Loads the pages of the user and prints the layout shift of each. */
async function printShiftsOfUser(page: Page, url: string): Promise<void> {
  for (const [name, place, sign] of PAGES_OF_USER) {
    await page.goto(new URL(place, url).href);
    await page.getByTestId(sign).first().waitFor();
    await page.waitForTimeout(SETTLED_MS);
    console.log(`  ${name} at load: layout shift ${(await page.evaluate<number>('shift')).toFixed(4)}`);
  }
}

const listOf = (tasks: readonly number[]): string =>
  tasks.length === 0 ? 'none' : tasks.map((taskMs) => `${taskMs} ms`).join(', ');

await runCommand({ usage: USAGE, options: ['url', 'seconds'] }, async (given) => {
  // Playwright loads slowly: not for --help or a wrong command line.
  const { findChromium, launchChromium } = await import('#test/e2e/support/chromium.ts');
  const program = findChromium();
  if (program === null) throw new StartError('There is no Chromium on the PATH.');
  const browser = await launchChromium(program);
  try {
    const seconds = wholeNumber(given, 'seconds', { min: 1, max: 600, missing: 10 });
    const isSmooth = await measure(browser, given.options.get('url') ?? 'http://127.0.0.1:4000', seconds);
    return isSmooth ? 0 : 1;
  } finally {
    await browser.close();
  }
});
