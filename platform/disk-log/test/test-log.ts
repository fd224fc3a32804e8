import { ByteReader } from '../byte-reader.ts';
import { corruptAt } from '../errors.ts';
import type { LogFiles } from '../files.ts';
import type { Frame } from '../frame.ts';
import { createLogWriter, type LogWriter, type TailSegment } from '../log-writer.ts';
import { encodeHeader, headerBytes, readSegment, type SegmentFormat } from '../segment.ts';

export const FORMAT: SegmentFormat = { magic: 'TESTLOGS', version: 1, metaBytes: 2 };
export const HEADER_BYTES = headerBytes(FORMAT);
const META = Buffer.from('ok');

/** The smallest user of the disk log: records are texts, and each file follows the one before. */
export interface TestLog {
  readonly writer: LogWriter;
  /** The content of the files when the log was opened. */
  readonly records: readonly string[];
  append(texts: readonly string[]): Promise<number>;
}

export interface TestLogOptions {
  readonly segmentBytes?: number;
  readonly survivesFullDisk?: boolean;
}

const nameOf = (firstIndex: number): string => `log-${String(firstIndex).padStart(8, '0')}`;

export async function openTestLog(files: LogFiles, options: TestLogOptions = {}): Promise<TestLog> {
  const records: string[] = [];
  let tail: TailSegment | null = null;
  const names = await files.list();
  for (const [place, name] of names.entries()) {
    const firstIndex = Number(name.slice(4));
    if (firstIndex !== records.length) throw corruptAt(name, 0, `record ${records.length} should follow`);
    const bytes = await files.read(name);
    const isNewest = place === names.length - 1;
    const { frames, validBytes } = readSegment(FORMAT, { file: name, firstIndex, isNewest }, bytes);
    records.push(...frames.flatMap(textsIn));
    if (validBytes < bytes.length) await files.truncate(name, validBytes);
    tail = tailOf(firstIndex, validBytes);
  }
  const writer = createLogWriter({
    files,
    nextIndex: records.length,
    tail,
    createSegment: async (firstIndex) => {
      await files.create(nameOf(firstIndex), encodeHeader(FORMAT, { firstIndex, meta: META }));
      return tailOf(firstIndex, HEADER_BYTES);
    },
    segmentBytes: options.segmentBytes ?? Infinity,
    survivesFullDisk: options.survivesFullDisk ?? true,
  });
  return {
    writer,
    records,
    append: (texts) =>
      writer.append(texts.length, (to) => {
        for (const text of texts) to.text(text);
      }),
  };
}

function tailOf(firstIndex: number, length: number): TailSegment {
  let bytes = length;
  return {
    name: nameOf(firstIndex),
    firstIndex,
    get bytes() {
      return bytes;
    },
    extend: ({ end }) => void (bytes = end),
  };
}

function textsIn({ payload }: Frame): string[] {
  const texts: string[] = [];
  for (const from = new ByteReader(payload); !from.isAtEnd;) texts.push(from.text());
  return texts;
}
