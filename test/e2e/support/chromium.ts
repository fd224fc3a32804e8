import { existsSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { describeWith } from '#test/support/requirements/requirement.ts';

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome'];

/** The first Chromium on the PATH. */
export function findChromium(): string | null {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  const places = PROGRAMS.flatMap((program) => folders.map((folder) => path.join(folder, program)));
  return places.find((place) => existsSync(place)) ?? null;
}

/** Tests that need a browser; without Chromium they count as skipped. */
export function describeWithChromium(title: string, tests: (executablePath: string) => void): void {
  const remedy = 'no Chromium on the PATH; on Debian run "apt-get install chromium"';
  describeWith(title, { found: findChromium(), remedy }, tests);
}

/**
 * The address bar's list of suggestions. Chromium loads it as pages of their own for each window, which takes more of a processor
 * than the desk in that window.
 */
const SUGGESTIONS = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'WebUIOmniboxFullPopup'];
/** Features of the broker's pages that Playwright disables itself: Chromium obeys only the last such list of its command line. */
const TURNED_OFF_BY_PLAYWRIGHT = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
];

/** Headless, with a new profile. Playwright itself turns off the first run, updates and background traffic. */
export const launchChromium = (executablePath: string): Promise<Browser> =>
  chromium.launch({
    executablePath,
    // Chromium's sandbox does not run as root; these tests open pages of the broker alone.
    chromiumSandbox: false,
    args: [
      ...['--disable-gpu', '--disable-quic', '--disable-sync'],
      `--disable-features=${[...TURNED_OFF_BY_PLAYWRIGHT, ...SUGGESTIONS].join(',')}`,
    ],
  });
