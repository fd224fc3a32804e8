import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { zipOf, type Packed } from '#test/support/samples/zip.ts';
import { BadZip, isZip, readZip } from './zip.ts';

const files: Packed[] = [
  { name: 'a.csv', content: Buffer.from('1,2,3\n'.repeat(1_000)) },
  { name: 'folder/', content: Buffer.alloc(0), isStored: true },
  { name: 'folder/b.csv', content: Buffer.from('4'), isStored: true },
  { name: 'empty', content: Buffer.alloc(0) },
];

describe('zip', () => {
  test('reads the packed files and skips folders', async () => {
    const zip = zipOf(files);
    expect(isZip(zip)).toBe(true);
    const entries = await readZip(zip);
    const read = await Promise.all(
      entries.map(async ({ name, size, read }) => ({ name, size, content: await read() })),
    );
    const packed = files.filter(({ name }) => !name.endsWith('/'));
    expect(read).toEqual(packed.map(({ name, content }) => ({ name, size: content.length, content })));
  });

  test('ignores a comment after the directory', async () => {
    expect(await readZip(zipOf(files, 'made by a tool'))).toHaveLength(3);
  });

  test('refuses other data', async () => {
    expect(isZip(Buffer.from('symbol,gen_id,time,side,order_id'))).toBe(false);
    await expect(readZip(Buffer.alloc(100))).rejects.toThrow(BadZip);
  });

  /** The archive with one field of the first directory entry replaced. */
  const withField = (offset: number, value: number): Buffer => {
    const zip = zipOf(files);
    zip.writeUInt16LE(value, zip.indexOf('PK\x01\x02') + offset);
    return zip;
  };

  test.each([
    ['an encrypted entry', withField(8, 1), 'the entry a.csv is encrypted'],
    ['an unknown method', withField(10, 99), 'the entry a.csv has an unknown compression method'],
    ['a size above the content', withField(24, 6_001), /^the entry a\.csv is damaged: not enough bytes/],
    ['a size below the content', withField(24, 1), /^the entry a\.csv is damaged: too many bytes/],
    ['another checksum', withField(16, 0), 'the entry a.csv is damaged: its checksum does not fit'],
    ['a packed size beyond the file', withField(22, 9), /^the entry a\.csv is damaged: file data overflows/],
    ['a cut archive', zipOf(files).subarray(0, -30), /^not a complete zip archive: /],
    ['bytes after the archive', Buffer.concat([zipOf(files), Buffer.from('x')]), /extra bytes at the end/],
  ])('refuses %s and names the entry', async (_case, bytes, message) => {
    const readAll = async (): Promise<void> => {
      for (const { read } of await readZip(bytes)) await read();
    };
    const error = await readAll().catch((error: unknown) => error);
    expect(error).toBeInstanceOf(BadZip);
    expect((error as BadZip).message).toMatch(message);
  });

  test('a damaged or truncated archive yields the packed bytes or is refused, never other bytes', async () => {
    const zip = zipOf(files);
    const contents = new Set(files.map(({ content }) => content.toString()));
    const readAll = async (bytes: Buffer): Promise<void> => {
      try {
        for (const { read } of await readZip(bytes)) expect(contents).toContain((await read()).toString());
      } catch (error) {
        expect(error).toBeInstanceOf(BadZip);
      }
    };
    const damage = fc.record({ at: fc.nat(zip.length - 1), value: fc.nat(255), isCut: fc.boolean() });
    // Archives are unpacked by other threads, so many at once take the time of a few.
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { minLength: 40, maxLength: 40 }), async (damages) => {
        await Promise.all(
          damages.map(async ({ at, value, isCut }) => {
            const bytes = Buffer.from(isCut ? zip.subarray(0, at) : zip);
            if (!isCut) bytes[at] = value;
            await readAll(bytes);
          }),
        );
      }),
      { numRuns: 50 },
    );
  });
});
