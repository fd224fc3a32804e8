import { useEffect, useRef, useState, type ReactElement } from 'react';
import { useConnection } from '#sdk/src/react/index.ts';
import { useDesk } from '../app/desk.ts';
import { sentence } from '../app/notice-list.tsx';
import { useLanguage } from '../i18n/texts.ts';
import { noticeOf } from '../state/notices.ts';

interface ProblemProps {
  readonly error: Error;
  readonly again: () => void;
}

/** Why a part of the page is missing. It asks again on a click, and by itself when the connection is back. */
export function Problem({ error, again }: ProblemProps): ReactElement {
  const language = useLanguage();
  const { texts } = language;
  const isLive = useConnection(useDesk().broker) === 'live';
  const wasLive = useRef(isLive);
  useEffect(() => {
    if (isLive && !wasLive.current) again();
    wasLive.current = isLive;
  }, [isLive]);
  const { text, correlationId } = noticeOf(error);
  return (
    <div className="problem" role="alert">
      <p>{sentence(text, language)}</p>
      {correlationId !== undefined && <small>{texts.notices.correlation(correlationId)}</small>}
      <button type="button" className="button" onClick={again}>
        {texts.shell.again}
      </button>
    </div>
  );
}

/** Time after which "loading" would promise what may not come. */
const PATIENCE_MS = 6_000;

/** In the place of what has not come yet. It says so when the broker does not answer: nothing that is shown instead is a fact. */
export function Loading(): ReactElement {
  const { broker, browser } = useDesk();
  const { texts } = useLanguage();
  const isOffline = useConnection(broker) === 'offline';
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    const alarm = browser.clock.after(PATIENCE_MS, () => setLate(true));
    return () => alarm.cancel();
  }, [browser]);
  return (
    <p className="empty" role="status">
      {isLate || isOffline ? texts.shell.notLoaded : texts.shell.loading}
    </p>
  );
}
