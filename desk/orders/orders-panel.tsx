import './orders.css';
import { useMemo, useRef, useState, type ReactElement } from 'react';
import { useDesk, useSession } from '../app/desk.ts';
import { useLanguage } from '../i18n/texts.ts';
import { usePart, useStore } from '../state/store.ts';
import type { AccountState } from './account-streams.ts';
import { CancelAll } from './cancel-all.tsx';
import { FillsTable } from './fills-table.tsx';
import { OrdersTable } from './orders-table.tsx';
import { PositionsTable } from './positions-table.tsx';
import { useKeptFocus } from '../ui/use-kept-focus.ts';
import { isOpen, ofTicker, rowsOf, type OrderRow } from './order-rows.ts';

const TABS = ['all', 'open', 'fills', 'positions'] as const;
type Tab = (typeof TABS)[number];

interface OrdersPanelProps {
  /** The instrument beside the list, to which the list may be narrowed; absent where the list stands alone. */
  readonly ticker?: string | undefined;
}

/** The account's orders, fills and positions, as the streams bring them. */
export function OrdersPanel({ ticker }: OrdersPanelProps): ReactElement {
  const { orders, sending, fills, portfolio } = useStore(useDesk().account);
  const session = useSession();
  const { texts } = useLanguage();
  const [tab, setTab] = useState<Tab>('all');
  const [filter, setFilter] = useState('');
  const all = useMemo(() => rowsOf(orders, sending), [orders, sending]);
  const rows = useMemo(() => ofTicker(all, filter), [all, filter]);
  const open = useMemo(() => rows.filter(isOpen), [rows]);
  const positions = portfolio?.positions ?? [];
  const panel = useRef<HTMLElement>(null);
  useKeptFocus(panel);
  const names: Readonly<Record<Tab, string>> = {
    open: `${texts.trading.openOrders} ${open.length || ''}`,
    all: texts.trading.allOrders,
    fills: texts.trading.fills,
    positions: `${texts.trading.positions} ${positions.length || ''}`,
  };
  return (
    <section className="panel orders" aria-label={texts.shell.orders} ref={panel} tabIndex={-1}>
      <div className="panel-head">
        <div className="tabs" role="group" aria-label={texts.shell.orders}>
          {TABS.map((one) => (
            <button key={one} type="button" aria-pressed={one === tab} onClick={() => setTab(one)}>
              {names[one]}
            </button>
          ))}
        </div>
        {session && tab !== 'positions' && (
          <TickerFilter ticker={ticker} filter={filter} change={setFilter} />
        )}
        {tab === 'open' && <CancelAll count={all.filter(isOpen).length} />}
      </div>
      <div className="table-scroll orders-body">
        {session ? (
          <Body tab={tab} rows={rows} open={open} fills={ofTicker(fills, filter)} positions={positions} />
        ) : (
          <p className="empty">{texts.trading.signInFirst}</p>
        )}
      </div>
    </section>
  );
}

interface TickerFilterProps extends OrdersPanelProps {
  readonly filter: string;
  readonly change: (filter: string) => void;
}

/** Narrows the list to one instrument: to that beside it by a click, else to what is typed. */
function TickerFilter({ ticker, filter, change }: TickerFilterProps): ReactElement {
  const { trading } = useLanguage().texts;
  if (ticker !== undefined)
    return (
      <button
        type="button"
        className="button is-small is-toggle"
        aria-pressed={filter !== ''}
        onClick={() => change(filter === '' ? ticker : '')}
      >
        {trading.onlyTicker(ticker)}
      </button>
    );
  return (
    <input
      className="ticker-filter"
      type="search"
      aria-label={trading.filter}
      placeholder={trading.filter}
      autoComplete="off"
      spellCheck={false}
      value={filter}
      onChange={({ target }) => change(target.value)}
    />
  );
}

interface BodyProps {
  readonly tab: Tab;
  readonly rows: readonly OrderRow[];
  readonly open: readonly OrderRow[];
  readonly fills: Parameters<typeof FillsTable>[0]['fills'];
  readonly positions: Parameters<typeof PositionsTable>[0]['positions'];
}

function Body({ tab, rows, open, fills, positions }: BodyProps): ReactElement {
  const { texts } = useLanguage();
  switch (tab) {
    case 'open':
      return <OrdersTable rows={open} empty={texts.trading.noOpen} />;
    case 'all':
      return (
        <>
          <OrdersTable rows={rows} empty={texts.trading.noOrders} />
          <OlderOrders />
        </>
      );
    case 'fills':
      return <FillsTable fills={fills} />;
    case 'positions':
      return <PositionsTable positions={positions} />;
  }
}

const hasOlder = ({ oldest }: AccountState): boolean => oldest !== null;

/** Loads the orders before those in the list, while there are any. */
function OlderOrders(): ReactElement | null {
  const { account, notices } = useDesk();
  const { texts } = useLanguage();
  if (!usePart(account, hasOlder)) return null;
  return (
    <p className="orders-older">
      <button
        type="button"
        className="button is-small"
        onClick={() => void account.loadOlder().catch(notices.failed)}
      >
        {texts.trading.older}
      </button>
    </p>
  );
}
