import './orders.css';
import { useMemo, useRef, useState, type ReactElement } from 'react';
import { useDesk, useSession } from '../app/desk.ts';
import { Link } from '../app/routing/link.tsx';
import { useLanguage } from '../i18n/texts.ts';
import { useStore } from '../state/store.ts';
import { Loading } from '../ui/problem.tsx';
import type { AccountState } from './account-streams.ts';
import { CancelAll } from './cancel-all.tsx';
import { FillsTable } from './fills-table.tsx';
import { OrdersTable } from './orders-table.tsx';
import { PositionsTable } from './positions-table.tsx';
import { useKeptFocus } from '../ui/use-kept-focus.ts';
import { useTask } from '../ui/use-task.ts';
import { isOpen, ofTicker, openCountsOf, rowsOf, type OrderRow } from './order-rows.ts';

const TABS = ['all', 'open', 'fills', 'positions'] as const;
type Tab = (typeof TABS)[number];

interface OrdersPanelProps {
  /** The instrument beside the list, to which the list may be narrowed; absent where the list stands alone. */
  readonly ticker?: string | undefined;
}

/** The account's orders, fills and positions, as the streams bring them. */
export function OrdersPanel({ ticker }: OrdersPanelProps): ReactElement {
  const state = useStore(useDesk().account);
  const { orders, sending, portfolio, isLoaded } = state;
  const session = useSession();
  const { texts, format } = useLanguage();
  const [tab, setTab] = useState<Tab>('all');
  const [filter, setFilter] = useState('');
  const all = useMemo(() => rowsOf(orders, sending), [orders, sending]);
  const rows = useMemo(() => ofTicker(all, filter), [all, filter]);
  const open = useMemo(() => rows.filter(isOpen), [rows]);
  const counts = openCountsOf(open);
  const awaiting = texts.orders.awaiting(format.quantity(counts.unanswered));
  const positions = portfolio?.positions ?? [];
  const panel = useRef<HTMLElement>(null);
  useKeptFocus(panel);
  const names: Readonly<Record<Tab, string>> = {
    open: texts.trading.openOrders,
    all: texts.trading.allOrders,
    fills: texts.trading.fills,
    positions: texts.trading.positions,
  };
  const countOf: Readonly<Partial<Record<Tab, number>>> = {
    open: isLoaded ? counts.open : 0,
    positions: positions.length,
  };
  return (
    <section className="panel orders" aria-label={texts.shell.orders} ref={panel} tabIndex={-1}>
      <div className="panel-head">
        <div className="tabs" role="group" aria-label={texts.shell.orders}>
          {TABS.map((one) => (
            <button key={one} type="button" aria-pressed={one === tab} onClick={() => setTab(one)}>
              {names[one]} {/* It has room for two digits before they come. */}
              {one in countOf && <span className="tab-count">{countOf[one] || ''}</span>}
            </button>
          ))}
        </div>
        {/* Behind the tabs, none of which moves when it comes and goes. */}
        {counts.unanswered > 0 && (
          <span className="unanswered" data-testid="orders-unanswered">
            {awaiting}
          </span>
        )}
        {session && tab !== 'positions' && (
          <TickerFilter ticker={ticker} filter={filter} change={setFilter} />
        )}
        {(tab === 'open' || tab === 'all') && (
          <CancelAll rows={isLoaded ? open : []} isNarrowed={filter.trim() !== ''} />
        )}
      </div>
      <div className="table-scroll orders-body">
        {session ? (
          <Body tab={tab} rows={tab === 'open' ? open : rows} filter={filter} state={state} />
        ) : (
          <SignInFirst />
        )}
      </div>
    </section>
  );
}

/** In the place of the orders of whom the desk does not know. */
function SignInFirst(): ReactElement {
  const ended = useStore(useDesk().sessionEnded);
  const { shell, trading } = useLanguage().texts;
  return (
    <p className="empty">
      {ended === null ? trading.signInFirst : shell.ended[ended]}{' '}
      <Link href="/settings" className="link">
        {shell.signIn}
      </Link>
    </p>
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
  /** Orders of the tab that the filter leaves. */
  readonly rows: readonly OrderRow[];
  readonly filter: string;
  readonly state: AccountState;
}

function Body({ tab, rows, filter, state }: BodyProps): ReactElement {
  const { trading, orders } = useLanguage().texts;
  const { fills, hasFills, olderFills, oldest, isLoaded, portfolio } = state;
  const isNarrowed = filter.trim() !== '';
  switch (tab) {
    case 'open':
      if (rows.length === 0 && !isLoaded) return <Loading />;
      return <OrdersTable rows={rows} empty={isNarrowed ? orders.noneFiltered : trading.noOpen} />;
    case 'all':
      if (rows.length === 0 && !isLoaded) return <Loading />;
      return (
        <OrdersTable
          rows={rows}
          empty={isNarrowed ? orders.noneFiltered : trading.noOrders}
          older={oldest && { before: oldest.at, button: <OlderOrders /> }}
        />
      );
    case 'fills':
      if (fills.length === 0 && !hasFills) return <Loading />;
      return (
        <FillsTable
          fills={ofTicker(fills, filter)}
          hasOlder={olderFills !== null}
          empty={isNarrowed ? orders.noneFiltered : trading.noFills}
        />
      );
    case 'positions':
      return portfolio ? <PositionsTable positions={portfolio.positions} /> : <Loading />;
  }
}

/** Loads the orders before those of the pages that are loaded. */
function OlderOrders(): ReactElement {
  const { account } = useDesk();
  const { trading } = useLanguage().texts;
  const { run } = useTask();
  return (
    <button type="button" className="button is-small" onClick={() => run(account.loadOlder)}>
      {trading.older}
    </button>
  );
}
