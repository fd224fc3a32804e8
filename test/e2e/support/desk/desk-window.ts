import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';

/** A window of the desk, and what its browser has complained about. */
export interface DeskWindow {
  readonly page: Page;
  /** Errors of scripts, refused requests and breaches of the page's policy. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

/** Opens the desk in a new profile of the browser. */
export async function openDesk(browser: Browser, url: string, locale = 'pt-BR'): Promise<DeskWindow> {
  const context = await browser.newContext({ locale, viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(url);
  return { page, complaints, close: () => context.close() };
}

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

/** Faults that axe finds on a page for people who use a keyboard or a screen reader. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResult>('axe.run(document, { resultTypes: ["violations"] })');
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}
