/** A fault of the file; the message names the line. Nothing of the file is used. */
export class BadLine extends Error {
  override readonly name = 'BadLine';
  constructor(line: number, fault: string) {
    super(`line ${line}: ${fault}`);
  }
}
