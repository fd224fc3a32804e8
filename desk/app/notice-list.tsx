import type { ReactElement } from 'react';
import { refusalText } from '../i18n/refusal-text.ts';
import { useLanguage, type Language, type Texts } from '../i18n/texts.ts';
import type { Notice, NoticeText } from '../state/notices.ts';
import { useStore } from '../state/store.ts';
import { useDesk } from './desk.ts';
import { CloseIcon } from '../ui/icons.tsx';

/** A notice in the user's language. */
export function sentence(text: NoticeText, { texts, format, locale }: Language): string {
  if (text.cause === 'refused') return refusalText({ limit: null, observed: null, ...text }, locale);
  if (text.cause === 'said') return text.sentence;
  if (text.cause === 'filled' || text.cause === 'unfilled' || text.cause === 'absent')
    return texts.notices[text.cause](text.side === 'BUY', format.quantity(text.quantity), text.ticker);
  if (text.cause === 'rejected')
    return texts.notices.rejected(text.ticker, text.refusal && refusalText(text.refusal, locale));
  if (text.cause === 'busy') return texts.notices.busy(againText(text.waitMs, texts));
  return texts.notices[text.cause];
}

/** When to try again after too many requests. */
export const againText = (waitMs: number | undefined, { notices }: Pick<Texts, 'notices'>): string =>
  notices.again(waitMs === undefined ? null : Math.max(1, Math.ceil(waitMs / 1_000)));

/** The newest message, and how many others wait behind it. It has a place of its own, so that it covers no number and no field. */
export function NoticeList(): ReactElement {
  const { notices } = useDesk();
  const shown = useStore(notices);
  return (
    <div className="notices" role="log" aria-live="polite">
      {shown.map((notice, index) => (
        <NoticeCard key={notice.id} notice={notice} before={index} close={() => notices.close(notice.id)} />
      ))}
    </div>
  );
}

interface NoticeCardProps {
  readonly notice: Notice;
  /** Messages that came before it and are still there. */
  readonly before: number;
  readonly close: () => void;
}

function NoticeCard({ notice, before, close }: NoticeCardProps): ReactElement {
  const language = useLanguage();
  const { texts } = language;
  const text = sentence(notice.text, language);
  return (
    <div className={`notice is-${notice.kind}`}>
      <p title={text}>
        {text}{' '}
        {notice.correlationId !== undefined && (
          <small>{texts.notices.correlation(notice.correlationId)}</small>
        )}
      </p>
      {before > 0 && <small aria-hidden="true">+{before}</small>}
      <button type="button" className="icon-button" aria-label={texts.shell.close} onClick={close}>
        <CloseIcon />
      </button>
    </div>
  );
}
