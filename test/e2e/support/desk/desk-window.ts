import axe from 'axe-core';
import type { Browser, Locator, Page } from 'playwright-core';

export const DESKTOP = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

/** Each machine has another font of its own; this one comes with Debian's Chromium. */
export const FONT = 'DejaVu Sans';

/** A window of the desk, and what its browser has complained about. */
export interface DeskWindow {
  readonly page: Page;
  /** The element with a test id. */
  readonly at: (testId: string) => Locator;
  /** Errors of scripts, refused requests and breaches of the page's policy. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

export interface WindowOptions {
  readonly locale?: string;
  readonly size?: { readonly width: number; readonly height: number };
  /** Items of the browser's storage, as an earlier visit has left them. */
  readonly storage?: Readonly<Record<string, unknown>>;
}

/** Opens the desk in a new profile of the browser. */
export async function openDesk(
  browser: Browser,
  url: string,
  options: WindowOptions = {},
): Promise<DeskWindow> {
  const { locale = 'pt-BR', size = DESKTOP, storage = {} } = options;
  const context = await browser.newContext({
    locale,
    viewport: size,
    hasTouch: size === PHONE,
    reducedMotion: 'reduce',
  });
  const items = Object.entries(storage).map(([key, value]) => [key, JSON.stringify(value)]);
  await context.addInitScript(
    // Before the desk's script runs.
    `document.addEventListener('readystatechange', () => document.documentElement.style.setProperty('--font', '${FONT}'));
    for (const [key, value] of ${JSON.stringify(items)}) if (!localStorage.getItem(key)) localStorage.setItem(key, value);`,
  );
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(url);
  return { page, at: (testId) => page.getByTestId(testId), complaints, close: () => context.close() };
}

/** Goes to another place of the desk without loading the page again. */
export const goTo = (page: Page, path: string): Promise<void> =>
  page.evaluate(
    `history.pushState(null, '', ${JSON.stringify(path)}); dispatchEvent(new PopStateEvent('popstate'));`,
  );

/** How far the page is wider than its window: no page scrolls sideways. */
export const overflowOf = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - innerWidth');

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

/** Faults that axe finds on a page for people who use a keyboard or a screen reader. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  if (!(await page.evaluate('"axe" in globalThis'))) await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResult>('axe.run(document, { resultTypes: ["violations"] })');
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}
