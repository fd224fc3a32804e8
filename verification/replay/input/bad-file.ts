/** A file that is not of its format. The message is one line that names the line or the byte. */
export class BadFile extends Error {
  override readonly name = 'BadFile';
}

export const badLine = (line: number, what: string): BadFile => new BadFile(`line ${line}: ${what}`);
