import { crc32, deflateRawSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BadZip, isZip, readZip } from './zip.ts';

interface Packed {
  readonly name: string;
  readonly content: Buffer;
  readonly isStored?: boolean;
}

/** Builds a zip archive as common tools write it. */
function zipOf(files: readonly Packed[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, content, isStored = false } of files) {
    const packed = isStored ? content : deflateRawSync(content);
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt16LE(isStored ? 0 : 8, 4);
    head.writeUInt32LE(crc32(content), 10);
    head.writeUInt32LE(packed.length, 14);
    head.writeUInt32LE(content.length, 18);
    head.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), head, Buffer.from(name), packed]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), head, place, Buffer.from(name));
    parts.push(local);
    at += local.length;
  }
  const index = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(index.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...parts, index, Buffer.from('PK\x05\x06'), end]);
}

const files: Packed[] = [
  { name: 'a.csv', content: Buffer.from('1,2,3\n'.repeat(1_000)) },
  { name: 'folder/', content: Buffer.alloc(0), isStored: true },
  { name: 'folder/b.csv', content: Buffer.from('4'), isStored: true },
  { name: 'empty', content: Buffer.alloc(0) },
];

describe('zip', () => {
  test('reads the packed files and skips folders', () => {
    const zip = zipOf(files);
    expect(isZip(zip)).toBe(true);
    const read = readZip(zip).map(({ name, size, read }) => ({ name, size, content: read() }));
    const packed = files.filter(({ name }) => !name.endsWith('/'));
    expect(read).toEqual(packed.map(({ name, content }) => ({ name, size: content.length, content })));
  });

  test('ignores a comment after the directory', () => {
    const zip = Buffer.concat([zipOf(files), Buffer.from('made by a tool')]);
    expect(readZip(zip)).toHaveLength(3);
  });

  test('refuses other data', () => {
    expect(isZip(Buffer.from('symbol,gen_id,time,side,order_id'))).toBe(false);
    expect(() => readZip(Buffer.alloc(100))).toThrow(BadZip);
  });

  test('a damaged or truncated archive yields the packed bytes or is refused, never other bytes', () => {
    const zip = zipOf(files);
    const contents = new Set(files.map(({ content }) => content.toString()));
    const readAll = (bytes: Buffer): void => {
      try {
        for (const { read } of readZip(bytes)) expect(contents).toContain(read().toString());
      } catch (error) {
        expect(error).toBeInstanceOf(BadZip);
      }
    };
    fc.assert(
      fc.property(fc.nat(zip.length - 1), fc.nat(255), fc.boolean(), (at, value, isCut) => {
        const bytes = Buffer.from(isCut ? zip.subarray(0, at) : zip);
        if (!isCut) bytes[at] = value;
        readAll(bytes);
      }),
      { numRuns: 2_000 },
    );
  });
});
