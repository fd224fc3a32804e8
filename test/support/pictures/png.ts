import { crc32, deflateSync, inflateSync } from 'node:zlib';

/** A picture: three bytes for each point, red, green and blue, row by row. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
const HEAD_BYTES = 13;
/** Bytes of a point by the colour type of the file: RGB, and RGB with opacity. */
const BYTES_OF_TYPE: Readonly<Record<number, number>> = { 2: 3, 6: 4 };

/** Reads the PNG files that a browser's screenshots are: 8 bits of each colour, not interlaced. Opacity is left out. */
export function decodePng(file: Buffer): Picture {
  const parts = new Map<string, Buffer[]>();
  for (let at = SIGNATURE.length; at < file.length;) {
    const length = file.readUInt32BE(at);
    const type = file.toString('latin1', at + 4, at + 8);
    parts.set(type, [...(parts.get(type) ?? []), file.subarray(at + 8, at + 8 + length)]);
    at += length + 12;
  }
  const head = parts.get('IHDR')?.[0];
  if (!head) throw new Error('this is no PNG file');
  const [width, height] = [head.readUInt32BE(0), head.readUInt32BE(4)];
  const bytes = BYTES_OF_TYPE[head[9] ?? -1];
  if (head[8] !== 8 || bytes === undefined || head[12] !== 0) throw new Error('a PNG file of another kind');
  const raw = unfiltered(inflateSync(Buffer.concat(parts.get('IDAT') ?? [])), width, height, bytes);
  if (bytes === 3) return { width, height, rgb: raw };
  const rgb = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; to < rgb.length; from += 4, to += 3) {
    rgb[to] = raw[from] ?? 0;
    rgb[to + 1] = raw[from + 1] ?? 0;
    rgb[to + 2] = raw[from + 2] ?? 0;
  }
  return { width, height, rgb };
}

/** Takes back the filter of each row, whose first byte names it (PNG specification, section 9.2). */
function unfiltered(rows: Buffer, width: number, height: number, bytes: number): Uint8Array {
  const length = width * bytes;
  const out = new Uint8Array(length * height);
  let above = new Uint8Array(length);
  for (let row = 0; row < height; row += 1) {
    const start = row * (length + 1);
    const filtered = rows.subarray(start + 1, start + 1 + length);
    const line = out.subarray(row * length, (row + 1) * length);
    takeBack(rows[start] ?? 0, filtered, above, line, bytes);
    above = line;
  }
  return out;
}

/** A row of a screen has thousands of bytes: a loop for each filter is ten times as fast as a choice for each byte. */
function takeBack(filter: number, row: Uint8Array, above: Uint8Array, out: Uint8Array, bytes: number): void {
  out.set(row);
  const { length } = out;
  const left = (at: number): number => (at < bytes ? 0 : (out[at - bytes] ?? 0));
  if (filter === 1) for (let at = bytes; at < length; at += 1) out[at]! += out[at - bytes]!;
  else if (filter === 2) for (let at = 0; at < length; at += 1) out[at]! += above[at]!;
  else if (filter === 3) for (let at = 0; at < length; at += 1) out[at]! += (left(at) + above[at]!) >> 1;
  else if (filter === 4)
    for (let at = 0; at < length; at += 1)
      out[at]! += closest(left(at), above[at]!, at < bytes ? 0 : above[at - bytes]!);
}

/** Finds the neighbour closest to left + above - corner. */
function closest(left: number, above: number, corner: number): number {
  const [byLeft, byAbove] = [Math.abs(above - corner), Math.abs(left - corner)];
  const byCorner = Math.abs(left + above - 2 * corner);
  if (byLeft <= byAbove && byLeft <= byCorner) return left;
  return byAbove <= byCorner ? above : corner;
}

/** Writes a PNG file as small as it gets without effort: rows without a filter, since a screen has many equal points. */
export function encodePng({ width, height, rgb }: Picture): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const rows = Buffer.alloc(height * (width * 3 + 1));
  for (let row = 0; row < height; row += 1)
    rows.set(rgb.subarray(row * width * 3, (row + 1) * width * 3), row * (width * 3 + 1) + 1);
  const body = deflateSync(rows, { level: 9, memLevel: 9 });
  return Buffer.concat([SIGNATURE, part('IHDR', head), part('IDAT', body), part('IEND', Buffer.alloc(0))]);
}

function part(type: string, content: Buffer): Buffer {
  const frame = Buffer.alloc(content.length + 12);
  frame.writeUInt32BE(content.length, 0);
  frame.write(type, 4, 'latin1');
  frame.set(content, 8);
  frame.writeUInt32BE(crc32(frame.subarray(4, content.length + 8)), content.length + 8);
  return frame;
}
