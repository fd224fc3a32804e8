import type { ReactElement, ReactNode } from 'react';

interface NumberHeadProps {
  readonly children: ReactNode;
  /** The column has no room on a narrow screen. */
  readonly isWide?: boolean;
  readonly title?: string;
}

/** Head of a column of numbers, which stand at its right. */
export function NumberHead({ children, isWide = false, title }: NumberHeadProps): ReactElement {
  return (
    <th scope="col" className={isWide ? 'is-number is-wide' : 'is-number'} title={title}>
      {children}
    </th>
  );
}
