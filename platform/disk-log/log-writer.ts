/**
 * The steps of a write.
 *
 * 1. Append. The caller's records are encoded at once (byte-writer.ts), into the group that fills now.
 * 2. Group. While one group is on its way to the disk, the next one fills: its appends share one write
 *    and one sync (group-commit.ts). A lone append does not wait for others.
 * 3. Seal. The group becomes a frame: length, index of its first record, CRC-32 (frame.ts).
 * 4. Sync. The frame goes to the end of the newest segment, and is on the disk when that returns (segment.ts says what
 *    a file looks like, disk-files.ts how it is written). A segment that is long enough is followed by a new file.
 * 5. Acknowledge. Only now do the appends of the group resolve, in their order, each with the index of its first record.
 *
 * A crash can tear only the last frame of the newest file, and nothing of that frame was acknowledged. So readSegment
 * (segment.ts) drops it, and refuses every other byte that does not fit with LogCorrupt (errors.ts).
 *
 * The journal of the matching engine and the in-process queue and event log use the log. They define the records, the
 * names of the files and the order of the files. Tests replace the disk (test/memory-files.ts) and let it fail
 * (test/faulty-files.ts).
 */
import { createGroupCommit, type GroupCommit } from '../group-commit.ts';
import { ByteWriter } from './byte-writer.ts';
import type { LogFiles } from './files.ts';
import { FRAME_HEADER_BYTES, MAX_PAYLOAD_BYTES, sealFrame, type Frame } from './frame.ts';

export interface LogWriter {
  /**
   * Appends `count` records. `encode` runs before the call returns. Resolves with the index of the first record when
   * all of them are safe on disk.
   */
  append(count: number, encode: (to: ByteWriter) => void): Promise<number>;
  /** Goes on in a new file, after all that was appended so far. Resolves with the index of its first record. */
  startSegment(): Promise<number>;
  /** Why nothing can be written any more; null while the log works. */
  failure(): Error | null;
  /** Resolves when nothing is under way. */
  settled(): Promise<void>;
}

/** The file that the log writes to. */
export interface TailSegment {
  readonly name: string;
  readonly firstIndex: number;
  /** Its length, which is where the next frame goes. */
  readonly bytes: number;
  /** Called with each frame that is safe on disk. Its payload is a view that is reused after the call. */
  extend(frame: Frame): void;
}

export interface LogWriterOptions {
  readonly files: LogFiles;
  /** The index of the next record. */
  readonly nextIndex: number;
  /** The file to go on with; null to make one with the first append. */
  readonly tail: TailSegment | null;
  /** Makes the file that follows, with its header. */
  readonly createSegment: (firstIndex: number) => Promise<TailSegment>;
  /** A segment of this length is followed by a new one. */
  readonly segmentBytes: number;
  /**
   * Whether the log goes on after a write that a full disk refused: it cuts off what that write left, rejects its
   * appends and tries later ones. Without this, and after any other failure, it takes nothing more.
   */
  readonly survivesFullDisk: boolean;
}

/** A group larger than this takes no more appends. */
const FULL_BYTES = 1024 * 1024;
/** A group of this length is written at once: its write takes longer than what one more append would save. */
const LARGE_BYTES = 16 * 1024;
/** Buffers kept for the next groups: one fills while the other is on its way to the disk. */
const SPARE_BUFFERS = 2;
/** Error codes of a write on a full disk. Records that were synced before are safe. */
const FULL_DISK: readonly (string | undefined)[] = ['ENOSPC', 'EDQUOT'];

/** Records that are written together. Their index is known when they are written. */
interface Group {
  readonly bytes: ByteWriter;
  count: number;
  firstIndex: number;
}

function emptyGroup(bytes: ByteWriter, firstIndex: number): Group {
  bytes.reset(FRAME_HEADER_BYTES);
  return { bytes, count: 0, firstIndex };
}

export function createLogWriter(options: LogWriterOptions): LogWriter {
  const { files, segmentBytes } = options;
  const spare: ByteWriter[] = [];
  let { tail, nextIndex } = options;
  let failure: Error | null = null;

  const open = (): Group => emptyGroup(spare.pop() ?? new ByteWriter(), nextIndex);
  const checkWorks = (): void => {
    if (failure) throw new Error('the log failed before and takes no more', { cause: failure });
  };
  const writeGroup = async (group: Group): Promise<void> => {
    checkWorks();
    const { bytes, count } = group;
    group.firstIndex = nextIndex;
    // Nothing is in a group whose only append could not be encoded.
    if (bytes.length === FRAME_HEADER_BYTES) return;
    try {
      if (tail === null || tail.bytes >= segmentBytes) tail = await options.createSegment(nextIndex);
      const frame = bytes.view();
      sealFrame(frame, nextIndex, count);
      await files.append(tail.name, frame);
      tail.extend(frameIn(frame, tail.bytes, nextIndex, count));
    } catch (error) {
      failure = await failureAfter(error as Error, tail, options);
      throw error;
    }
    nextIndex += count;
    if (spare.length < SPARE_BUFFERS) spare.push(bytes);
  };
  const switchSegment = async (): Promise<number> => {
    checkWorks();
    try {
      if (tail?.firstIndex !== nextIndex) tail = await options.createSegment(nextIndex);
      return nextIndex;
    } catch (error) {
      failure = await failureAfter(error as Error, tail, options);
      throw error;
    }
  };
  const hasRoom = ({ bytes }: Group): boolean => bytes.length < FULL_BYTES;
  const isLarge = ({ bytes }: Group): boolean => bytes.length >= LARGE_BYTES;
  const commit: GroupCommit<Group> = createGroupCommit({ open, hasRoom, isLarge, write: writeGroup });

  return {
    append: (count, encode) => {
      let place = 0;
      return commit
        .append((filling) => {
          encodeWhole(filling.bytes, encode);
          place = filling.count;
          filling.count += count;
        })
        .then(({ firstIndex }) => firstIndex + place);
    },
    startSegment: () => commit.between(switchSegment),
    failure: () => failure,
    settled: () => commit.settled(),
  };
}

/** Adds all of an append to a group, or nothing when it cannot be encoded. */
function encodeWhole(bytes: ByteWriter, encode: (to: ByteWriter) => void): void {
  const before = bytes.length;
  try {
    encode(bytes);
    if (bytes.length > MAX_PAYLOAD_BYTES)
      throw new Error(`an append of ${bytes.length - before} bytes is too long: split it`);
  } catch (error) {
    bytes.cut(before);
    throw error;
  }
}

/** Why the log takes nothing more after an error; null when it goes on. */
async function failureAfter(
  error: NodeJS.ErrnoException,
  tail: TailSegment | null,
  { files, survivesFullDisk }: LogWriterOptions,
): Promise<Error | null> {
  if (!survivesFullDisk || !FULL_DISK.includes(error.code)) return error;
  try {
    if (tail) await files.truncate(tail.name, tail.bytes);
    return null;
  } catch (cause) {
    return cause as Error;
  }
}

const frameIn = (bytes: Buffer, position: number, firstIndex: number, count: number): Frame => ({
  firstIndex,
  count,
  get payload() {
    return bytes.subarray(FRAME_HEADER_BYTES);
  },
  position,
  end: position + bytes.length,
});
