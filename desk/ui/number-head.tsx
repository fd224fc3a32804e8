import type { ReactElement, ReactNode } from 'react';

interface NumberHeadProps {
  readonly children: ReactNode;
  /** The column has no room on a narrow screen. */
  readonly isWide?: boolean;
  /** The column has no room on a phone. */
  readonly isRoomy?: boolean;
  /** The first of the wide columns to go. */
  readonly isSpare?: boolean;
  readonly title?: string;
}

/** Head of a column of numbers, which stand at its right. */
export function NumberHead({ children, isWide, isRoomy, isSpare, title }: NumberHeadProps): ReactElement {
  const room = isWide ? ' is-wide' : isRoomy ? ' is-roomy' : '';
  return (
    <th scope="col" className={`is-number${room}${isSpare ? ' is-spare' : ''}`} title={title}>
      {children}
    </th>
  );
}
