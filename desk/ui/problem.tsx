import { useEffect, useRef, useState, type ReactElement } from 'react';
import { useConnection } from '#sdk/src/react/index.ts';
import { useDesk } from '../app/desk.ts';
import { sentence } from '../app/notice-list.tsx';
import { useLanguage } from '../i18n/texts.ts';
import { noticeOf } from '../state/notices.ts';
import { useEvery } from './use-every.ts';

interface ProblemProps {
  readonly error: Error;
  readonly again: () => void;
  /** The name of what is missing, where the rest of its panel has come. */
  readonly what?: string;
  /** In one line, above an older answer. */
  readonly isBrief?: boolean;
}

/** Pause before a failed request is repeated by itself. */
const AGAIN_MS = 15_000;

/** Why a part of the page is missing or old. It asks again on a click, and by itself: now and then, and when the connection is back. */
export function Problem({ error, again, what, isBrief = false }: ProblemProps): ReactElement {
  const language = useLanguage();
  const { texts } = language;
  const isLive = useConnection(useDesk().broker) === 'live';
  const wasLive = useRef(isLive);
  useEffect(() => {
    if (isLive && !wasLive.current) again();
    wasLive.current = isLive;
  }, [isLive]);
  useEvery(AGAIN_MS, again);
  const { text, correlationId } = noticeOf(error);
  return (
    <div className={`problem${isBrief ? ' is-brief-problem' : ''}`} role="alert" data-testid="problem">
      <p>
        {what !== undefined && <b>{what}: </b>}
        {sentence(text, language)}
      </p>
      {correlationId !== undefined && <small>{texts.notices.correlation(correlationId)}</small>}
      <button type="button" className="button" onClick={again}>
        {texts.shell.again}
      </button>
    </div>
  );
}

interface MissingProps {
  readonly of: {
    readonly data: unknown;
    readonly error: Error | undefined;
    readonly refetch: () => void;
  };
}

/** In the place of an answer that has not come, and above one that a later request could not renew; nothing beside a good one. */
export function Missing({ of: { data, error, refetch } }: MissingProps): ReactElement | null {
  if (error) return <Problem error={error} again={refetch} isBrief={data !== undefined} />;
  return data === undefined ? <Loading /> : null;
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
