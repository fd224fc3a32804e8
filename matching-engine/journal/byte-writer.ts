/** Strings that often repeat from one command to the next, so that only the first one is written whole. */
const MEMO_COLUMNS = 8;
const FIRST_BYTES = 64 * 1024;
/** A buffer that grew beyond this for once is given back. */
const KEPT_BYTES = 4 * 1024 * 1024;
const UINT31 = 0x8000_0000;

/**
 * Bytes that grow as they are written, for a journal that must not allocate for each command. Text is a header varint,
 * then its characters: 0 stands for the text that the same column had before, `2n + 1` for n characters of one byte
 * (Latin-1), `2n + 2` for n UTF-16 units of two bytes. So every JavaScript string comes back as it was.
 */
export class ByteWriter {
  private bytes = Buffer.allocUnsafeSlow(FIRST_BYTES);
  private at = 0;
  private readonly memo: (string | null)[] = new Array<string | null>(MEMO_COLUMNS).fill(null);

  get length(): number {
    return this.at;
  }

  /** Begins anew behind `reserved` bytes that the caller fills in later, and forgets repeated texts. */
  reset(reserved: number): void {
    if (this.bytes.length > KEPT_BYTES) this.bytes = Buffer.allocUnsafeSlow(FIRST_BYTES);
    this.at = reserved;
    this.memo.fill(null);
  }

  /** What has been written: a view, good until the next reset. */
  view(): Buffer {
    return this.bytes.subarray(0, this.at);
  }

  byte(value: number): void {
    this.reserve(1);
    this.bytes[this.at++] = value;
  }

  /** A whole number from 0 to 2^53 - 1, seven bits a byte, the lowest first. */
  uint(value: number): void {
    this.reserve(8);
    let rest = value;
    for (; rest >= UINT31; rest = Math.floor(rest / 128)) this.bytes[this.at++] = (rest % 128) | 0x80;
    for (; rest >= 0x80; rest >>>= 7) this.bytes[this.at++] = (rest & 0x7f) | 0x80;
    this.bytes[this.at++] = rest;
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

  /** A text that is often the one that the same column had in the command before. */
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
