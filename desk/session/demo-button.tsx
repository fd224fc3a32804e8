import { useState, type ReactElement } from 'react';
import { useDesk } from '../app/desk.ts';
import { useLanguage } from '../i18n/texts.ts';
import { startDemonstration } from './demo.ts';

interface DemoButtonProps {
  readonly testId?: string;
  readonly className?: string;
}

/** Makes a demonstration user in one click. While it does, another click does nothing. */
export function DemoButton({ testId, className = '' }: DemoButtonProps): ReactElement {
  const { broker, browser, sessions, notices } = useDesk();
  const { texts } = useLanguage();
  const [isBusy, setBusy] = useState(false);
  const start = async (): Promise<void> => {
    setBusy(true);
    try {
      sessions.set(await startDemonstration(broker, browser.newId, texts.shell.demoName));
      notices.show({ kind: 'success', text: { cause: 'demo-ready' } });
    } catch (error) {
      notices.failed(error);
      setBusy(false);
    }
  };
  return (
    <button
      type="button"
      className={`button is-primary ${className}`}
      data-testid={testId}
      title={texts.shell.demoExplained}
      disabled={isBusy}
      onClick={() => void start()}
    >
      {isBusy ? texts.shell.demoBusy : texts.shell.demo}
    </button>
  );
}
