/** The signals that end a command, and its exit codes then, as a shell reports them. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/**
 * Calls `cleanUp` when a signal ends this process, and exits after it. Commands use this for processes and folders that they
 * have created; services have `runProcess`.
 *
 * @returns removes the handler: the caller has cleaned up by itself
 */
export function onEndingSignal(cleanUp: () => Promise<unknown>): () => void {
  const handlers = Object.entries(EXIT_CODES).map(([signal, code]) => {
    const handle = (): void => void cleanUp().finally(() => process.exit(code));
    process.once(signal, handle);
    return () => process.off(signal, handle);
  });
  return () => handlers.forEach((remove) => remove());
}

/** Runs work and then cleans up once, also when the work fails or a signal ends this process. */
export async function withCleanUp<T>(work: () => Promise<T>, cleanUp: () => Promise<unknown>): Promise<T> {
  let cleaning: Promise<unknown> | undefined;
  const cleanUpOnce = (): Promise<unknown> => (cleaning ??= cleanUp());
  const forget = onEndingSignal(cleanUpOnce);
  try {
    return await work();
  } finally {
    await cleanUpOnce();
    forget();
  }
}
