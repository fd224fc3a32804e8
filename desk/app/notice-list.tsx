import type { ReactElement } from 'react';
import { refusalText } from '../i18n/refusal-text.ts';
import { useLanguage, type Language } from '../i18n/texts.ts';
import type { Notice, NoticeText } from '../state/notices.ts';
import { useStore } from '../state/store.ts';
import { useDesk } from './desk.ts';
import { CloseIcon } from '../ui/icons.tsx';

/** A notice in the user's language. */
export function sentence(text: NoticeText, { texts, format, locale }: Language): string {
  if (text.cause === 'refused') return refusalText({ limit: null, observed: null, ...text }, locale);
  if (text.cause === 'said') return text.sentence;
  if (text.cause === 'filled')
    return texts.notices.filled(text.side === 'BUY', format.quantity(text.quantity), text.ticker);
  return texts.notices[text.cause];
}

/** Messages in the corner, the newest below. */
export function NoticeList(): ReactElement {
  const { notices } = useDesk();
  const shown = useStore(notices);
  return (
    <div className="notices" role="log" aria-live="polite">
      {shown.map((notice) => (
        <NoticeCard key={notice.id} notice={notice} close={() => notices.close(notice.id)} />
      ))}
    </div>
  );
}

function NoticeCard({ notice, close }: { notice: Notice; close: () => void }): ReactElement {
  const language = useLanguage();
  const { texts } = language;
  return (
    <div className={`notice is-${notice.kind}`}>
      <p>
        {sentence(notice.text, language)}
        {notice.correlationId !== undefined && (
          <small>{texts.notices.correlation(notice.correlationId)}</small>
        )}
      </p>
      <button type="button" className="icon-button" aria-label={texts.shell.close} onClick={close}>
        <CloseIcon />
      </button>
    </div>
  );
}
