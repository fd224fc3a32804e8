import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { expect, vi } from 'vitest';
import { differenceOf, type Difference } from '#test/support/pictures/difference.ts';
import { decodePng, encodePng, type Picture } from '#test/support/pictures/png.ts';

const root = path.resolve(import.meta.dirname, '../../../..');
const KEPT = path.join(root, 'test/e2e/pictures');
/** For people: what a test saw instead. */
const SEEN = path.join(root, '.cache/pictures');

/** The command that keeps what the desk looks like now. */
const RENEW = 'npx vitest run -u --project e2e test/e2e/desk.e2e.test.ts';

/** Points that may differ, of about a million: the edges of letters, in another version of the browser. */
const MOST_POINTS = 150;
/** A picture is taken again until it is the kept one: data and lines may still be on their way. */
const PATIENCE_MS = 8_000;
/** Between two tries: to take and compare a picture occupies a processor as long. */
const PAUSE_MS = 100;

/** Texts that the machine's clock and chance decide: the index is computed every second of that clock. */
const HIDDEN = `
  .clock, .phase-next, .connection, 
  .tape time, .index a, .status-index, .order-time, [data-testid='session-row'] td, .key code, .key small, .notices { visibility: hidden !important; }
  * { caret-color: transparent !important; scrollbar-width: none !important; }`;

/** Hides what differs from run to run. The page's policy takes no style from a text, but a sheet that a script has made. */
export const hideChance = (page: Page): Promise<void> =>
  page.evaluate(`(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(${JSON.stringify(HIDDEN)});
    document.adoptedStyleSheets = [sheet];
  })()`);

/** Compares the window with the kept picture of this name; with vitest's `-u` keeps it instead. */
export async function expectPicture(page: Page, name: string): Promise<void> {
  const file = path.join(KEPT, `${name}.png`);
  if (expect.getState().snapshotState.snapshotUpdateState === 'all') return keep(page, file);
  const kept = decodePng(
    await readFile(file).catch(() => {
      throw new Error(`There is no picture ${name}.png. Look at the desk, then run: ${RENEW}`);
    }),
  );
  let last: { readonly seen: Picture; readonly difference: Difference } | undefined;
  const compare = async (): Promise<void> => {
    const seen = await take(page);
    const difference = differenceOf(kept, seen);
    last = { seen, difference };
    if (difference.points > MOST_POINTS) throw new Error(`the picture ${name} differs`);
  };
  await vi.waitFor(compare, { timeout: PATIENCE_MS, interval: PAUSE_MS }).catch((error: unknown) => {
    if (!last || last.difference.points <= MOST_POINTS) throw error;
    return fail(name, last.seen, last.difference);
  });
}

async function take(page: Page): Promise<Picture> {
  return decodePng(await page.screenshot({ animations: 'disabled' }));
}

/** Pictures that are the same one after the other: taking so many takes longer than any pause between two updates of the page. */
const SAME_IN_A_ROW = 6;

/** Keeps a picture once several in a row are the same. */
async function keep(page: Page, file: string): Promise<void> {
  let before = await take(page);
  let same = 1;
  for (const until = performance.now() + PATIENCE_MS; same < SAME_IN_A_ROW && performance.now() < until;) {
    const next = await take(page);
    same = differenceOf(before, next).points === 0 ? same + 1 : 1;
    before = next;
  }
  if (same < SAME_IN_A_ROW)
    throw new Error(`the page of ${path.basename(file)} does not hold still; nothing is kept`);
  const old = await readFile(file).catch(() => null);
  // A picture that is good enough stays: each new one stays in the repository for ever.
  if (old && differenceOf(decodePng(old), before).points <= MOST_POINTS) return;
  await mkdir(KEPT, { recursive: true });
  await writeFile(file, encodePng(before));
}

async function fail(name: string, seen: Picture, { points, draw }: Difference): Promise<never> {
  await mkdir(SEEN, { recursive: true });
  const [now, difference] = [path.join(SEEN, `${name}.png`), path.join(SEEN, `${name}-difference.png`)];
  await Promise.all([writeFile(now, encodePng(seen)), writeFile(difference, encodePng(draw()))]);
  throw new Error(
    `${points} points of the picture ${name} differ, of which ${MOST_POINTS} may. Seen: ${now}; the difference in red: ${difference}. ` +
      `If the desk should look like this, run: ${RENEW}`,
  );
}
