import './page.css';
import type { ReactElement, ReactNode } from 'react';

interface PageProps {
  readonly title: string;
  readonly className?: string;
  /** Beside the title. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A page with its heading. */
export function PageFrame({ title, className = '', actions, children }: PageProps): ReactElement {
  return (
    <div className={`page ${className}`}>
      <div className="page-title">
        <h1>{title}</h1>
        {actions !== undefined && <div className="is-end no-print">{actions}</div>}
      </div>
      {children}
    </div>
  );
}

interface FigureProps {
  readonly label: string;
  readonly explained?: string;
  readonly children: ReactNode;
  readonly note?: ReactNode;
}

/** A figure under its name. */
export function Figure({ label, explained, children, note }: FigureProps): ReactElement {
  return (
    <dl className="figure" title={explained}>
      <dt>{label}</dt>
      <dd>{children}</dd>
      {note !== undefined && <dd className="figure-note">{note}</dd>}
    </dl>
  );
}

/** Says below a form that its request is done, until the next input. It has its line also without words: nothing moves. */
export const Done = ({ text }: { readonly text: string | null }): ReactElement => (
  <p className="done" role="status" data-testid="done">
    {text}
  </p>
);
