import { Component, type ReactElement, type ReactNode } from 'react';
import { useLanguage } from '../i18n/texts.ts';
import { useDesk } from './desk.ts';

interface PageBoundaryProps {
  readonly children: ReactNode;
}

/** Keeps a fault of one page from the rest of the desk: header, navigation and messages stay. React takes boundaries as classes alone. */
export class PageBoundary extends Component<PageBoundaryProps, { readonly hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError(): { readonly hasFailed: boolean } {
    return { hasFailed: true };
  }

  override render(): ReactNode {
    return this.state.hasFailed ? <FailedPage /> : this.props.children;
  }
}

function FailedPage(): ReactElement {
  const { texts } = useLanguage();
  const { browser } = useDesk();
  return (
    <div className="empty-page" role="alert" data-testid="failed-page">
      <h1>{texts.shell.pageFailed}</h1>
      <p>{texts.shell.pageFailedText}</p>
      <button type="button" className="button is-primary" onClick={browser.reload}>
        {texts.shell.reload}
      </button>
    </div>
  );
}
