/** Rewrites one line of a terminal, on standard error; says nothing elsewhere. */
export function showProgress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
}

/** Takes the line away again. */
export const endProgress = (): void => showProgress('');
