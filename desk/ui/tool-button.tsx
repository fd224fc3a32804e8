import type { ReactElement } from 'react';

interface ToolButtonProps {
  readonly label: string;
  readonly onClick: () => void;
  /** It keeps its focus, and its label says why it does nothing. */
  readonly isDisabled?: boolean;
  readonly children: ReactElement;
}

/** A button with an icon alone. */
export const ToolButton = ({
  label,
  onClick,
  isDisabled = false,
  children,
}: ToolButtonProps): ReactElement => (
  <button
    type="button"
    className="icon-button"
    aria-label={label}
    title={label}
    aria-disabled={isDisabled}
    onClick={() => !isDisabled && onClick()}
  >
    {children}
  </button>
);
