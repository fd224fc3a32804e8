/** Columns whose text often repeats from one record to the next: a repeat is written as one byte. */
const MEMO_COLUMNS = 8;
const FIRST_BYTES = 16 * 1024;
/** A buffer that grew beyond this is given back at the next reset. */
const KEPT_BYTES = 4 * 1024 * 1024;
const UINT31 = 0x8000_0000;

/**
 * Encodes records into one buffer that grows, so that nothing is allocated for each record. Text is a varint header,
 * then its characters: header 0 repeats the text that the column had before, `2n + 1` is n characters of one byte
 * (Latin-1), `2n + 2` is n bytes of UTF-16. So every JavaScript string is read back as it was.
 */
export class ByteWriter {
  private bytes = Buffer.allocUnsafeSlow(FIRST_BYTES);
  private at = 0;
  private readonly memo: (string | null)[] = new Array<string | null>(MEMO_COLUMNS).fill(null);

  get length(): number {
    return this.at;
  }

  /** Starts again after `reserved` bytes that the caller fills in later, and forgets repeated texts. */
  reset(reserved: number): void {
    if (this.bytes.length > KEPT_BYTES) this.bytes = Buffer.allocUnsafeSlow(FIRST_BYTES);
    this.at = reserved;
    this.memo.fill(null);
  }

  /** Removes everything after a length, and forgets repeated texts. */
  cut(length: number): void {
    this.at = length;
    this.memo.fill(null);
  }

  /** The bytes so far: a view that is valid until the next reset. */
  view(): Buffer {
    return this.bytes.subarray(0, this.at);
  }

  byte(value: number): void {
    this.reserve(1);
    this.bytes[this.at++] = value;
  }

  /** Writes an integer from 0 to 2^53 - 1 as a varint: seven bits a byte, the lowest first. */
  uint(value: number): void {
    this.reserve(8);
    let rest = value;
    for (; rest >= UINT31; rest = Math.floor(rest / 128)) this.bytes[this.at++] = (rest % 128) | 0x80;
    for (; rest >= 0x80; rest >>>= 7) this.bytes[this.at++] = (rest & 0x7f) | 0x80;
    this.bytes[this.at++] = rest;
  }

  /** Writes bytes as they are, without their length. */
  raw(value: Uint8Array): void {
    this.reserve(value.length);
    this.bytes.set(value, this.at);
    this.at += value.length;
  }

  text(value: string): void {
    const { length } = value;
    this.reserve(8 + length);
    const start = this.at;
    this.uint(2 * length + 1);
    const { bytes } = this;
    for (let index = 0, at = this.at; index < length; index++, at++) {
      const unit = value.charCodeAt(index);
      if (unit > 0xff) {
        this.at = start;
        this.wideText(value);
        return;
      }
      bytes[at] = unit;
    }
    this.at += length;
  }

  /** Writes a text that is often the same as the last one of its column. */
  repeatable(column: number, value: string): void {
    if (this.memo[column] === value) return this.byte(0);
    this.memo[column] = value;
    this.text(value);
  }

  private wideText(value: string): void {
    this.uint(2 * value.length + 2);
    this.reserve(2 * value.length);
    this.at += this.bytes.write(value, this.at, 'utf16le');
  }

  private reserve(count: number): void {
    if (this.at + count <= this.bytes.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(2 * this.bytes.length, this.at + count));
    this.bytes.copy(grown, 0, 0, this.at);
    this.bytes = grown;
  }
}
