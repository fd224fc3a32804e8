import { useEffect, useRef, type ReactElement } from 'react';
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

export function Loading(): ReactElement {
  return (
    <p className="empty" role="status">
      {useLanguage().texts.shell.loading}
    </p>
  );
}
