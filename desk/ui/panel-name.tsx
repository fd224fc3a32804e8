import type { ReactElement } from 'react';

interface PanelNameProps {
  readonly name: string;
  /** The ticker in another market whose data the panel shows; null where they are the instrument's own. */
  readonly twin: string | null;
}

/** The name of a part of the trading screen. A phone has it on a tab, unless the data are those of another market. */
export const PanelName = ({ name, twin }: PanelNameProps): ReactElement => (
  <h2 className={`panel-name${twin === null ? '' : ' is-twin'}`}>
    {name}
    {twin !== null && <b> · {twin}</b>}
  </h2>
);
