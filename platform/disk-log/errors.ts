/**
 * The files cannot be trusted, so the log refuses to open. The message names the file, the byte and the problem. Nothing
 * is repaired by guessing: an operator decides.
 */
export class LogCorrupt extends Error {
  override readonly name = 'LogCorrupt';
}

/** Another process has taken the folder over, so this process must stop. The message names the folder. */
export class LogLost extends Error {
  override readonly name = 'LogLost';
}

/** The error for a damaged file. */
export const corruptAt = (file: string, byte: number, problem: string): LogCorrupt =>
  new LogCorrupt(`${file}, byte ${byte}: ${problem}`);
