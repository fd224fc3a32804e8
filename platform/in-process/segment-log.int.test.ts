import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createManualClock } from '../time/manual-clock.ts';
import { openProgressFile } from './progress-file.ts';
import { CorruptLog } from './segment.ts';
import { openSegmentLog, type SegmentLog } from './segment-log.ts';
import { bytes, text } from '../ports/support.contract.ts';

let folder: string;
const clock = createManualClock(1_700_000_000_000);
beforeEach(async () => void (folder = await mkdtemp(path.join(tmpdir(), 'my-broker-segments-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

const openLog = (segmentBytes = 1_000_000): Promise<SegmentLog> =>
  openSegmentLog({ folder, clock, segmentBytes, recentBytes: 0 });

async function everything(log: SegmentLog): Promise<string[]> {
  const found: string[] = [];
  for (let offset = log.firstOffset(); offset < log.endOffset();) {
    const entries = await log.read(offset, 7);
    found.push(...entries.map(({ payload }) => text(payload)));
    offset = (entries.at(-1)?.offset ?? log.endOffset()) + 1;
  }
  return found;
}

/** Writes each text as a frame of its own; answers the files' names and where each frame ends in its file. */
async function writeFrames(texts: readonly string[], segmentBytes?: number): Promise<string[]> {
  const log = await openLog(segmentBytes);
  for (const one of texts) await log.append([bytes(one)]);
  await log.close();
  return (await readdir(folder)).sort().map((name) => path.join(folder, name));
}

const frameEnds = (texts: readonly string[]): number[] => {
  let position = 0;
  return texts.map((one) => (position += 36 + bytes(one).length));
};
const someTexts = fc.array(fc.string({ maxLength: 40 }), { minLength: 2, maxLength: 12 });
const runs = { numRuns: 60 };
const emptied = async (): Promise<void> => {
  for (const name of await readdir(folder)) await rm(path.join(folder, name));
};

describe('recovery', () => {
  test('wherever the file was cut off, all whole frames before are there and work goes on', async () => {
    await fc.assert(
      fc.asyncProperty(someTexts, fc.double({ min: 0, max: 1, noNaN: true }), async (texts, share) => {
        await emptied();
        const [file = ''] = await writeFrames(texts);
        const whole = await readFile(file);
        const length = Math.floor(share * whole.length);
        await writeFile(file, whole.subarray(0, length));
        const kept = texts.filter((_, index) => (frameEnds(texts)[index] ?? Infinity) <= length);
        const log = await openLog();
        await log.append([bytes('next')]);
        expect(await everything(log)).toEqual([...kept, 'next']);
        await log.close();
      }),
      runs,
    );
  });

  test('a changed byte in any frame but the last is refused, with its place', async () => {
    await fc.assert(
      fc.asyncProperty(someTexts, fc.nat(), fc.integer({ min: 1, max: 255 }), async (texts, at, change) => {
        await emptied();
        const [file = ''] = await writeFrames(texts);
        const content = await readFile(file);
        const ends = frameEnds(texts);
        const lastStart = ends.at(-2) ?? 0;
        const position = at % lastStart;
        content[position] = (content[position] ?? 0) ^ change;
        await writeFile(file, content);
        const frameStart = ends.findLast((end) => end <= position) ?? 0;
        await expect(openLog()).rejects.toThrow(`corrupt at byte ${frameStart} `);
        expect((await readFile(file)).equals(content)).toBe(true);
      }),
      runs,
    );
  });

  test('a changed byte in the last frame counts as torn: it was never confirmed or the disk is at fault', async () => {
    const [file = ''] = await writeFrames(['a', 'b']);
    const content = await readFile(file);
    content[content.length - 1] = 0;
    await writeFile(file, content);
    const log = await openLog();
    expect(await everything(log)).toEqual(['a']);
    await log.close();
  });

  test('a torn end of any segment but the newest is refused', async () => {
    const [file = ''] = await writeFrames(['a', 'b', 'c', 'd'], 50);
    const content = await readFile(file);
    await writeFile(file, content.subarray(0, content.length - 1));
    await expect(openLog()).rejects.toThrow(CorruptLog);
  });

  test('a segment that is missing in the middle is refused', async () => {
    const files = await writeFrames(['a', 'b', 'c', 'd', 'e', 'f'], 50);
    expect(files.length).toBe(3);
    await rm(files[1] ?? '');
    await expect(openLog()).rejects.toThrow('lacks the records from 2 to 3');
  });

  test('what an interrupted compaction left over goes away', async () => {
    const files = await writeFrames(['x1', 'y1', 'x2', 'y2', 'x3'], 50);
    const before = await Promise.all(files.map(async (file) => [file, await readFile(file)] as const));
    const log = await openLog(50);
    await log.compact((payload) => text(payload).slice(0, 1));
    expect(await everything(log)).toEqual(['x2', 'y2', 'x3']);
    await log.close();
    for (const [file, content] of before) await writeFile(file, content);
    const again = await openLog(50);
    expect(await everything(again)).toEqual(['x2', 'y2', 'x3']);
    await again.append([bytes('z')]);
    expect(again.endOffset()).toBe(6);
    await again.close();
  });
});

describe('reading and appending', () => {
  test('appends that wait for the disk share a frame and keep their order', async () => {
    const log = await openLog();
    const texts = Array.from({ length: 100 }, (_, index) => `record ${index}`);
    await Promise.all(texts.map((one) => log.append([bytes(one)])));
    expect(await everything(log)).toEqual(texts);
    await log.close();
    const [name = ''] = await readdir(folder);
    const { length } = await readFile(path.join(folder, name));
    const frames = (length - texts.reduce((sum, one) => sum + 4 + one.length, 0)) / 32;
    expect(frames).toBeLessThan(10);
  });

  test('reads records larger than a read, from any offset, over segments', async () => {
    const log = await openLog(600_000);
    const sizes = [10, 700_000, 20, 300_000, 5, 1_200_000, 1];
    for (const [index, size] of sizes.entries()) await log.append([new Uint8Array(size).fill(index)]);
    for (const from of sizes.keys()) {
      const got: number[] = [];
      for (let offset = from; offset < log.endOffset(); offset++) {
        const [entry] = await log.read(offset, 1);
        got.push(entry?.payload.length ?? -1);
      }
      expect(got).toEqual(sizes.slice(from));
    }
    await log.close();
  });

  test('retention keeps what is young and small', async () => {
    const log = await openLog(50);
    for (let index = 0; index < 10; index++) await log.append([bytes(`r${index}`)]);
    await log.dropBefore(10, { keepMs: 1_000, keepBytes: 1_000_000 });
    expect(log.firstOffset()).toBe(0);
    await log.dropBefore(10, { keepMs: 1_000, keepBytes: 120 });
    expect(log.firstOffset()).toBeGreaterThan(4);
    expect((await everything(log)).at(-1)).toBe('r9');
    await log.dropBefore(2, { keepMs: 0, keepBytes: 0 });
    expect(log.endOffset()).toBe(10);
    await log.close();
  });
});

describe('progress', () => {
  test('survives reopening; a corrupt file is refused', async () => {
    const file = path.join(folder, 'groups.progress');
    const progress = await openProgressFile(file, clock);
    progress.set('a', 3);
    progress.set('b', 4);
    await progress.flush();
    const again = await openProgressFile(file, clock);
    expect(again.names().map((name) => [name, again.get(name)])).toEqual([
      ['a', 3],
      ['b', 4],
    ]);
    await writeFile(file, (await readFile(file, 'utf8')).replace('4', '5'));
    await expect(openProgressFile(file, clock)).rejects.toThrow(CorruptLog);
  });
});
