import type { BrokerClient } from '#sdk/src/index.ts';
import type { Browser } from '../state/browser.ts';
import type { Store } from '../state/store.ts';
import { sessionOf, type Session } from './session.ts';

/** Longest wait of a browser's timer that is exact, and short enough to notice a machine that slept. */
const CHECK_MS = 60_000;
/** A token is renewed when less than this of it is left. */
const LEFT_MS = 30 * 60_000;

/** Renews the session's token before it expires. A renewal that fails is tried again at the next check. */
export function keepRenewed(
  { clock }: Browser,
  broker: Pick<BrokerClient, 'refreshSession'>,
  sessions: Store<Session | null>,
): void {
  const check = async (): Promise<void> => {
    const session = sessions.get();
    if (session && Date.parse(session.expiresAt) - clock.nowMs() < LEFT_MS) {
      const { refreshSession } = await broker.refreshSession();
      if (refreshSession && sessions.get() === session)
        sessions.set(sessionOf(refreshSession, session.accountId));
    }
  };
  const run = (): void => {
    check()
      .catch(() => undefined)
      .finally(() => clock.after(CHECK_MS, run));
  };
  run();
}
