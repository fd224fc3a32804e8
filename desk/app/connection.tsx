import { useEffect, useState, type ReactElement } from 'react';
import type { ConnectionState } from '#sdk/src/index.ts';
import { useConnection } from '#sdk/src/react/index.ts';
import { useLanguage } from '../i18n/texts.ts';
import { isLost } from '../state/is-lost.ts';
import { useDesk } from './desk.ts';

type Shown = 'live' | 'reconnecting' | 'offline';

/** The state of the streams' socket as the user needs to know it. */
function shownOf(state: ConnectionState): Shown {
  return state === 'live' || state === 'offline' ? state : 'reconnecting';
}

/** A dot with its word, in the header. */
export function Connection(): ReactElement {
  const state = useConnection(useDesk().broker);
  const shown = shownOf(state);
  // Before the first connection nothing has been lost.
  const isFirst = shown === 'reconnecting' && state !== 'reconnecting';
  const { texts } = useLanguage();
  return (
    <span
      className={`connection is-${shown}${isFirst ? ' is-first' : ''}`}
      title={texts.shell.connection[shown]}
      role="status"
    >
      <span className="dot" aria-hidden="true" />
      <span className="visually-hidden" data-testid="connection">
        {shown}
      </span>
      <span className="connection-word" aria-hidden="true">
        {texts.shell.connectionWord[isFirst ? 'live' : shown]}
      </span>
    </span>
  );
}

/** A socket that is opened again at once needs no word. */
const PATIENCE_MS = 500;

/** True while nothing on the screen is up to date any more. */
export function useIsStale(): boolean {
  const { broker, browser } = useDesk();
  const { clock } = browser;
  const isOver = isLost(useConnection(broker));
  const [isStale, setStale] = useState(false);
  useEffect(() => {
    if (!isOver) return setStale(false);
    const alarm = clock.after(PATIENCE_MS, () => setStale(true));
    return () => alarm.cancel();
  }, [isOver, clock]);
  return isStale;
}
