import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, Locator } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';
import { buildDesk } from '#scripts/desk/build.ts';
import { temporaryDataDir } from '../broker.ts';
import { launchChromium } from '../chromium.ts';
import { startInProcessBroker, type InProcessBroker } from '../in-process-broker.ts';
import { newPerson, type Person } from '../person.ts';
import { openDesk, type DeskWindow, type WindowOptions } from './desk-window.ts';
import { SPEED, START, tradeTwoDays, type TradedMarket } from './traded-market.ts';

/** A window on the trading screen, with the means to place orders in it. */
export interface TradingWindow extends DeskWindow {
  readonly person: Person;
  /** The newest order. */
  readonly row: Locator;
  readonly statusOf: () => Promise<string | null>;
  /** Types an order and sends it with the keyboard. */
  readonly send: (quantity: string, limit: string) => Promise<void>;
}

/** One broker and one browser for all tests of the desk. Windows close at the end of their test. */
export interface Scene {
  readonly dataDir: string;
  readonly broker: InProcessBroker;
  readonly browser: Browser;
  readonly market: TradedMarket;
  /** Opens the desk at a path, and waits until it is live. */
  readonly newDesk: (path: string, options?: WindowOptions, origin?: string) => Promise<DeskWindow>;
  /** The same for PETR4 and a new user with cash. */
  readonly newTradingDesk: (options?: WindowOptions, origin?: string) => Promise<TradingWindow>;
  /** The browser's storage after a person has signed in. */
  readonly signedIn: (person: Person, name: string) => Readonly<Record<string, unknown>>;
  stop(): Promise<void>;
}

const HOURS_MS = 3_600_000;

export async function startScene(executablePath: string): Promise<Scene> {
  const dataDir = await temporaryDataDir();
  const settings = { SIMULATOR: 'off', MARKET_START: START, MARKET_SPEED: String(SPEED) };
  const [broker, browser] = await Promise.all([
    startInProcessBroker(dataDir, settings),
    launchChromium(executablePath),
    buildDesk(path.resolve(import.meta.dirname, '../../../..')),
  ]);
  const market = await tradeTwoDays(broker);
  const newDesk: Scene['newDesk'] = async (place, options, origin = broker.url) => {
    const desk = await openDesk(browser, new URL(place, origin).href, options);
    onTestFinished(() => desk.close());
    await expect.poll(() => desk.at('connection').textContent()).toBe('live');
    return desk;
  };
  const signedIn: Scene['signedIn'] = ({ token, userId, email, accountId }, name) => {
    const expiresAt = new Date(broker.wallClock.nowMs() + 10 * HOURS_MS).toISOString();
    return { 'desk:session': { token, expiresAt, userId, email, accountId, name } };
  };
  const newTradingDesk: Scene['newTradingDesk'] = async (options, origin) => {
    const person = await newPerson(broker.url, '100000.00');
    onTestFinished(() => person.broker.close());
    const storage = { ...signedIn(person, 'Bia Lima'), ...options?.storage };
    const desk = await newDesk('/ticker/PETR4', { ...options, storage }, origin);
    return { ...desk, person, ...(await orderMeans(desk)) };
  };
  return {
    ...{ dataDir, broker, browser, market, newDesk, newTradingDesk, signedIn },
    stop: async () => {
      await market.close();
      await browser.close();
      await broker.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function orderMeans({ at }: DeskWindow): Promise<Pick<TradingWindow, 'row' | 'statusOf' | 'send'>> {
  // A phone has it behind a tab.
  await at('book-bid-0').waitFor({ state: 'attached' });
  const row = at('order-row').first();
  return {
    row,
    statusOf: () => row.getAttribute('data-status'),
    send: async (quantity, limit) => {
      await at('ticket-limit').fill(limit);
      await at('ticket-quantity').fill(quantity);
      await expect.poll(() => at('ticket-preview').getAttribute('data-ready')).toBe('true');
      await at('ticket-quantity').press('Enter');
    },
  };
}
