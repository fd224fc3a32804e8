import {
  useEffect,
  useId,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactElement,
  type RefObject,
} from 'react';
import type { AssetsQuery } from '#sdk/src/index.ts';
import { useDesk } from '../app/desk.ts';
import { Link } from '../app/routing/link.tsx';
import { tickerPath } from '../app/routing/routes.ts';
import { useLanguage } from '../i18n/texts.ts';
import { SearchIcon } from '../ui/icons.tsx';

type Found = NonNullable<AssetsQuery['assets']>['nodes'];

const TYPING_MS = 120;
const MOST_FOUND = 8;

/** Instruments that match what is typed; null while the first answer is on its way. */
function useFound(text: string): Found | null {
  const { broker, browser, notices } = useDesk();
  const [found, setFound] = useState<Found | null>(null);
  useEffect(() => {
    if (text === '') return setFound(null);
    const end = new AbortController();
    const alarm = browser.clock.after(TYPING_MS, () => {
      broker
        .assets({ search: text, fractional: false, first: MOST_FOUND }, { signal: end.signal })
        .then(({ assets }) => setFound(assets?.nodes ?? []))
        .catch((error: unknown) => !end.signal.aborted && notices.failed(error));
    });
    return () => {
      alarm.cancel();
      end.abort();
    };
  }, [text, broker, browser, notices]);
  return found;
}

/** The search of the header: a list that the keyboard moves through. The key `/` leads to it. */
export function Search(): ReactElement {
  const { router } = useDesk();
  const { texts } = useLanguage();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const found = useFound(typed.trim().slice(0, 100));
  const listId = useId();
  const input = useRef<HTMLInputElement>(null);
  useSlash(input);
  const close = (): void => {
    setTyped('');
    setAt(0);
    input.current?.blur();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const count = found?.length ?? 0;
    if (event.key === 'Escape') close();
    else if (event.key === 'ArrowDown' && count > 0) setAt((at + 1) % count);
    else if (event.key === 'ArrowUp' && count > 0) setAt((at + count - 1) % count);
    else if (event.key === 'Enter' && found?.[at]) {
      router.go(tickerPath(found[at].ticker));
      close();
    } else return;
    event.preventDefault();
  };
  const isOpen = typed.trim() !== '';
  return (
    <div className="search">
      <SearchIcon />
      <input
        ref={input}
        type="search"
        role="combobox"
        aria-label={texts.shell.search}
        aria-expanded={isOpen}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={isOpen && found?.[at] ? `${listId}-${at}` : undefined}
        placeholder={texts.shell.searchHint}
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={({ target }) => {
          setTyped(target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <kbd aria-hidden="true">/</kbd>
      {isOpen && <FoundList id={listId} found={found} at={at} typed={typed.trim()} close={close} />}
    </div>
  );
}

interface FoundListProps {
  readonly id: string;
  readonly found: Found | null;
  readonly at: number;
  readonly typed: string;
  readonly close: () => void;
}

function FoundList({ id, found, at, typed, close }: FoundListProps): ReactElement {
  const { texts } = useLanguage();
  if (!found?.length)
    return (
      <div className="found" id={id} role="status">
        <p className="empty">{found ? texts.shell.noMatch(typed) : texts.shell.searching}</p>
      </div>
    );
  return (
    <div className="found" id={id} role="listbox" aria-label={texts.shell.search}>
      {found.map(({ ticker, name }, index) => (
        <Link
          key={ticker}
          id={`${id}-${index}`}
          href={tickerPath(ticker)}
          role="option"
          aria-selected={index === at}
          // The field keeps the focus, so that the list is still there for the click.
          onMouseDown={(event) => event.preventDefault()}
          onClick={close}
        >
          <b>{ticker}</b> <span>{name}</span>
        </Link>
      ))}
    </div>
  );
}

/** The key `/` leads to the search from anywhere but a field. */
function useSlash(input: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent): void => {
      const target = event.target as HTMLElement | null;
      if (event.key !== '/' || target?.closest('input:not([inputmode="decimal"]), select, textarea')) return;
      event.preventDefault();
      input.current?.focus();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [input]);
}
