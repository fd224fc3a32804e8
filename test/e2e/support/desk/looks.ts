import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { describeWith } from '#test/support/requirements/requirement.ts';
import { expectPicture, hideChance } from './album.ts';
import { accessibilityFaults, DESKTOP, FONT, goTo, overflowOf, PHONE } from './desk-window.ts';
import type { Scene } from './scene.ts';
import { missingNames } from './stable-names.ts';

/** A page, its address, and what is there once it has its data. */
const PAGES = [
  ['market', '/', 'quote-row-PETR4'],
  ['ticker', '/ticker/PETR4', 'tape-row'],
  ['orders', '/orders', 'order-row'],
  ['account', '/account', 'statement-row'],
  ['taxes', '/taxes', 'tax-month-2026-02'],
  ['settings', '/settings', 'session-row'],
] as const;

const FONT_FILE = '/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf';
const HAS_FONT = {
  found: existsSync(FONT_FILE) ? FONT_FILE : null,
  remedy: `no font ${FONT}; on Debian run "apt-get install fonts-dejavu-core"`,
};

/** Every page in both themes, both sizes and both languages. Two of these have all colours and all sizes for axe, which takes long. */
const LOOKS = [
  { name: 'desktop-dark', size: DESKTOP, theme: 'dark', locale: 'pt-BR', hasAxe: false },
  { name: 'desktop-light', size: DESKTOP, theme: 'light', locale: 'en', hasAxe: true },
  { name: 'phone-dark', size: PHONE, theme: 'dark', locale: 'en', hasAxe: true },
  { name: 'phone-light', size: PHONE, theme: 'light', locale: 'pt-BR', hasAxe: false },
] as const;

const VISITS = [
  { name: 'desktop', size: DESKTOP },
  { name: 'phone', size: PHONE },
] as const;

/** Compares each page with its kept picture. They run in the scene of the test file that calls this, before anyone trades in it. */
export function looks(scene: () => Scene): void {
  describeWith('every page', HAS_FONT, () => {
    test.each(VISITS)('a first visit looks as it did, and fits: $name', async ({ name, size }) => {
      const { page, at } = await scene().newDesk('/', { size });
      // A phone, too, has words for its connection; keys are for who has a keyboard.
      await expect.poll(() => page.locator('.connection-word').isVisible()).toBe(true);
      expect(await page.locator('.connection-word').innerText()).toBe('Ao vivo');
      const display = await page.evaluate(
        "getComputedStyle(document.querySelector('.welcome .keys')).display",
      );
      expect(display).toBe(size === PHONE ? 'none' : 'inline');
      await hideChance(page);
      await at('quote-row-PETR4').waitFor();
      await expectPicture(page, `visit-${name}`);
      expect(await overflowOf(page)).toBe(0);
    });

    test.each(LOOKS)(
      'looks as it did, fits its window and has no fault that axe finds: $name',
      async ({ name, size, theme, locale, hasAxe }) => {
        const { market, newDesk, signedIn } = scene();
        const storage = { 'desk:preferences': { locale, theme }, ...signedIn(market.ana, 'Ana Souza') };
        const { page, at, complaints } = await newDesk('/', { size, locale, storage });
        await hideChance(page);
        for (const [place, address, sign] of PAGES) {
          await goTo(page, address);
          // A phone shows one part of the trading screen; the others are there, and hidden.
          await at(sign).first().waitFor({ state: 'attached' });
          await expectPicture(page, `${place}-${name}`);
          const faults = hasAxe ? await accessibilityFaults(page) : [];
          faults.push(...(await missingNames(page, place)));
          expect([place, await overflowOf(page), faults]).toEqual([place, 0, []]);
        }
        expect(complaints).toEqual([]);
      },
    );
  });
}
