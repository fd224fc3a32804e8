import { BrokerError } from '#sdk/src/index.ts';
import type { Browser } from './browser.ts';

const AGAIN_MS = 2_000;

/**
 * Follows a source until the signal, or as long as the page lives: a read of the present state, then the stream after it. The SDK
 * repeats what passes; after another error the present state is read anew. A session that has ended is not followed any more.
 */
export function keepFollowing(
  { clock }: Pick<Browser, 'clock'>,
  follow: () => Promise<void>,
  signal?: AbortSignal,
): void {
  follow().catch((error: unknown) => {
    if (signal?.aborted || (error instanceof BrokerError && error.code === 'UNAUTHENTICATED')) return;
    clock.after(AGAIN_MS, () => {
      if (!signal?.aborted) keepFollowing({ clock }, follow, signal);
    });
  });
}
