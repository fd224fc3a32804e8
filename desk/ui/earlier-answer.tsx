import './earlier-answer.css';
import type { ReactElement, ReactNode } from 'react';

interface EarlierAnswerProps {
  /** The children show the answer to an earlier question: another filter, period or page. */
  readonly isOld: boolean;
  readonly children: ReactNode;
}

/** Dims an answer, for screen readers too, while the next one is on its way. */
export const EarlierAnswer = ({ isOld, children }: EarlierAnswerProps): ReactElement => (
  <div className="answer" aria-busy={isOld}>
    {children}
  </div>
);
