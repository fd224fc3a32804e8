import { afterAll, expect, test } from 'vitest';
import { notePdf } from './note-pdf.ts';
import { createPdfDrawer } from './pdf-drawer.ts';
import { documentOf, tradeOf } from './test/sample-notes.ts';

const drawer = createPdfDrawer();
afterAll(() => drawer.stop());

const document = documentOf('2024-07-12', [tradeOf('PETR4', 'BUY', 300, 2661)]);

test('a thread draws the same bytes, while the process does other work', async () => {
  let turns = 0;
  let isDrawing = true;
  const count = (): void => {
    turns += 1;
    if (isDrawing) setImmediate(count);
  };
  setImmediate(count);
  const pdf = await drawer.draw(document);
  isDrawing = false;
  expect(pdf.equals(await notePdf(document))).toBe(true);
  expect(turns).toBeGreaterThan(100);
});

test('a note that cannot be drawn fails alone', async () => {
  const broken = { ...document, client: { code: 'acc_1', name: null as unknown as string } };
  await expect(drawer.draw(broken)).rejects.toThrow();
  expect((await drawer.draw(document)).subarray(0, 4).toString()).toBe('%PDF');
});
