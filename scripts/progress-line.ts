/** Rewrites one terminal line on standard error; prints nothing when that is no terminal. */
export function showProgress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
}

/** Clears the progress line. */
export const endProgress = (): void => showProgress('');
