import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDiskFiles } from '#platform/disk-log/disk-files.ts';
import { LogCorrupt } from '#platform/disk-log/errors.ts';
import { createFaultyFiles } from '#platform/disk-log/test/faulty-files.ts';
import { decodeFrame, type Frame } from '#platform/disk-log/frame.ts';
import { createManualClock } from '#platform/time/manual-clock.ts';
import { bytes, text } from '#platform/ports/support.contract.ts';
import { openProgressFile } from './progress-file.ts';
import { openRecordLog, type DurableRecordLog } from './record-log.ts';

const HEADER_BYTES = 25;
/** Files of this length hold two short records. */
const TWO_RECORDS = HEADER_BYTES + 50;

let folder: string;
const clock = createManualClock(1_700_000_000_000);
beforeEach(async () => void (folder = await mkdtemp(path.join(tmpdir(), 'my-broker-records-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

const openLog = async (segmentBytes = 1_000_000): Promise<DurableRecordLog> =>
  openRecordLog({ files: await openDiskFiles(folder), clock, segmentBytes, recentBytes: 0 });

async function everything(log: DurableRecordLog): Promise<string[]> {
  const found: string[] = [];
  for (let offset = log.firstOffset(); offset < log.endOffset();) {
    const entries = await log.read(offset, 7);
    found.push(...entries.map(({ payload }) => text(payload)));
    offset = (entries.at(-1)?.offset ?? log.endOffset()) + 1;
  }
  return found;
}

/** Writes each text as a frame of its own. Returns the files. */
async function writeFrames(texts: readonly string[], segmentBytes?: number): Promise<string[]> {
  const log = await openLog(segmentBytes);
  for (const one of texts) await log.append([bytes(one)]);
  await log.close();
  return (await readdir(folder)).sort().map((name) => path.join(folder, name));
}

function framesIn(content: Buffer): Frame[] {
  const frames: Frame[] = [];
  for (let position = HEADER_BYTES; ;) {
    const frame = decodeFrame(content, position);
    if (typeof frame === 'string') return frames;
    frames.push(frame);
    position = frame.end;
  }
}
const someTexts = fc.array(fc.string({ maxLength: 40 }), { minLength: 2, maxLength: 12 });
const runs = { numRuns: 60 };
const emptied = async (): Promise<void> => {
  for (const name of await readdir(folder)) await rm(path.join(folder, name));
};

describe('recovery', () => {
  test('after a cut at any byte has all whole frames before it, and the log goes on', async () => {
    await fc.assert(
      fc.asyncProperty(someTexts, fc.double({ min: 0, max: 1, noNaN: true }), async (texts, share) => {
        await emptied();
        const [file = ''] = await writeFrames(texts);
        const whole = await readFile(file);
        const length = HEADER_BYTES + Math.floor(share * (whole.length - HEADER_BYTES));
        await writeFile(file, whole.subarray(0, length));
        const ends = framesIn(whole).map(({ end }) => end);
        const kept = texts.filter((_, index) => (ends[index] ?? Infinity) <= length);
        const log = await openLog();
        await log.append([bytes('next')]);
        expect(await everything(log)).toEqual([...kept, 'next']);
        await log.close();
      }),
      runs,
    );
  });

  test('refuses a changed byte in any frame but the last, with the file and the byte', async () => {
    await fc.assert(
      fc.asyncProperty(someTexts, fc.nat(), fc.integer({ min: 1, max: 255 }), async (texts, at, change) => {
        await emptied();
        const [file = ''] = await writeFrames(texts);
        const content = await readFile(file);
        const starts = framesIn(content).map((frame) => frame.position);
        const position = HEADER_BYTES + (at % ((starts.at(-1) ?? 0) - HEADER_BYTES));
        content[position] = (content[position] ?? 0) ^ change;
        await writeFile(file, content);
        const frameStart = starts.findLast((start) => start <= position) ?? 0;
        await expect(openLog()).rejects.toThrow(`${file}, byte ${frameStart}: `);
        expect((await readFile(file)).equals(content)).toBe(true);
      }),
      runs,
    );
  });

  test('takes a changed byte in the last frame for a torn write', async () => {
    const [file = ''] = await writeFrames(['a', 'b']);
    const content = await readFile(file);
    content[content.length - 1] = 0;
    await writeFile(file, content);
    const log = await openLog();
    expect(await everything(log)).toEqual(['a']);
    await log.close();
  });

  test('refuses a torn end of any file but the newest', async () => {
    const [file = ''] = await writeFrames(['a', 'b', 'c', 'd'], TWO_RECORDS);
    const content = await readFile(file);
    await writeFile(file, content.subarray(0, content.length - 1));
    await expect(openLog()).rejects.toThrow(LogCorrupt);
  });

  test('refuses a log with a missing file', async () => {
    const files = await writeFrames(['a', 'b', 'c', 'd', 'e', 'f'], TWO_RECORDS);
    expect(files.length).toBe(3);
    await rm(files[1] ?? '');
    await expect(openLog()).rejects.toThrow('lacks the records from 2 to 3');
  });

  test('removes what an interrupted compaction left', async () => {
    const files = await writeFrames(['x1', 'y1', 'x2', 'y2', 'x3'], TWO_RECORDS);
    const before = await Promise.all(files.map(async (file) => [file, await readFile(file)] as const));
    const log = await openLog(TWO_RECORDS);
    await log.compact((payload) => text(payload).slice(0, 1));
    expect(await everything(log)).toEqual(['x2', 'y2', 'x3']);
    await log.close();
    for (const [file, content] of before) await writeFile(file, content);
    const again = await openLog(TWO_RECORDS);
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
    expect(framesIn(await readFile(path.join(folder, name))).length).toBeLessThan(10);
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

  test('retention keeps records that are young and few', async () => {
    const log = await openLog(TWO_RECORDS);
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

describe('a full disk', () => {
  test('rejects the append and stores none of it; the log continues, also after a restart', async () => {
    const disk = await openDiskFiles(folder);
    let isFull = false;
    const files = createFaultyFiles(disk, {
      append: () =>
        isFull ? { keepBytes: 11, error: Object.assign(new Error('full'), { code: 'ENOSPC' }) } : null,
    });
    const log = await openRecordLog({ files, clock, segmentBytes: 1_000_000, recentBytes: 1_000 });
    await log.append([bytes('a')]);
    isFull = true;
    await expect(log.append([bytes('lost')])).rejects.toThrow('full');
    isFull = false;
    await log.append([bytes('b')]);
    expect(await everything(log)).toEqual(['a', 'b']);
    expect(log.failure()).toBeNull();
    await log.close();
    const again = await openLog();
    expect(await everything(again)).toEqual(['a', 'b']);
    await again.close();
  });
});

describe('progress', () => {
  test('survives reopening; a corrupt file is refused', async () => {
    const files = await openDiskFiles(folder);
    const progress = await openProgressFile(files, 'groups.progress', clock);
    progress.set('a', 3);
    progress.set('b', 4);
    await progress.flush();
    const again = await openProgressFile(files, 'groups.progress', clock);
    expect(again.names().map((name) => [name, again.get(name)])).toEqual([
      ['a', 3],
      ['b', 4],
    ]);
    const file = path.join(folder, 'groups.progress');
    await writeFile(file, (await readFile(file, 'latin1')).replace('4', '5'), 'latin1');
    await expect(openProgressFile(files, 'groups.progress', clock)).rejects.toThrow(LogCorrupt);
  });
});
