/** A file that violates its format. The message is one line that names the line or the byte. */
export class BadFile extends Error {
  override readonly name = 'BadFile';
}

export const badLine = (line: number, error: string): BadFile => new BadFile(`line ${line}: ${error}`);
