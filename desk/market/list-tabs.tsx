import { useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import { useDesk } from '../app/desk.ts';
import { useLanguage } from '../i18n/texts.ts';
import { useStore } from '../state/store.ts';
import { EditIcon, PlusIcon, TrashIcon } from '../ui/icons.tsx';
import { ToolButton } from '../ui/tool-button.tsx';
import {
  addList,
  freeName,
  MOST_LISTS,
  MOST_NAME,
  removeShownList,
  renameShownList,
  shownList,
  type Watchlist,
} from './watchlists.ts';

/** The user's lists by name, and what may be done to them. */
export function ListTabs(): ReactElement {
  const { watchlists, browser } = useDesk();
  const all = useStore(watchlists);
  const { market } = useLanguage().texts;
  const [isRenaming, setRenaming] = useState(false);
  const nameOf = ({ name }: Watchlist): string => (name === '' ? market.main : name);
  const shown = shownList(all);
  const hasRoom = all.lists.length < MOST_LISTS;
  const add = (): void => {
    watchlists.update((now) => addList(now, browser.newId(), freeName(now, market.newListName)));
    setRenaming(true);
  };
  const rename = (typed: string | null): void => {
    setRenaming(false);
    if (typed !== null && typed !== nameOf(shown)) watchlists.update((now) => renameShownList(now, typed));
  };
  return (
    <div className="panel-head">
      <div className="tabs" role="group" aria-label={market.watchlists}>
        {all.lists.map((list) =>
          isRenaming && list.id === all.shownId ? (
            <NameField key={list.id} name={nameOf(list)} done={rename} />
          ) : (
            <button
              key={list.id}
              type="button"
              className="list-name"
              aria-pressed={list.id === all.shownId}
              title={nameOf(list)}
              onClick={() => watchlists.update((now) => ({ ...now, shownId: list.id }))}
              onDoubleClick={() => setRenaming(true)}
            >
              {nameOf(list)}
            </button>
          ),
        )}
      </div>
      <ToolButton
        label={hasRoom ? market.newList : market.mostLists(MOST_LISTS)}
        isDisabled={!hasRoom}
        onClick={add}
      >
        <PlusIcon />
      </ToolButton>
      <ToolButton label={market.renameList} onClick={() => setRenaming(true)}>
        <EditIcon />
      </ToolButton>
      {all.lists.length > 1 && <RemoveList key={all.shownId} list={shown} name={nameOf(shown)} />}
    </div>
  );
}

interface NameFieldProps {
  readonly name: string;
  /** Null when the user gives up. */
  readonly done: (typed: string | null) => void;
}

/** A list's name while it is typed. Enter, or a click elsewhere, takes it. */
function NameField({ name, done }: NameFieldProps): ReactElement {
  const { market } = useLanguage().texts;
  // A field that goes loses the focus: what its key has decided stays.
  const isDone = useRef(false);
  const end = (typed: string | null): void => {
    if (isDone.current) return;
    isDone.current = true;
    done(typed);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Enter') end(event.currentTarget.value);
    if (event.key === 'Escape') end(null);
  };
  return (
    <input
      className="list-name-field"
      aria-label={market.listName}
      defaultValue={name}
      maxLength={MOST_NAME}
      autoFocus
      autoComplete="off"
      spellCheck={false}
      onFocus={({ target }) => target.select()}
      onKeyDown={onKeyDown}
      onBlur={({ target }) => end(target.value)}
    />
  );
}

/** Deletes the list on the screen; one that has tickers after a question. */
function RemoveList({ list, name }: { readonly list: Watchlist; readonly name: string }): ReactElement {
  const { watchlists } = useDesk();
  const { market } = useLanguage().texts;
  const [isAsking, ask] = useState(false);
  const press = (): void => {
    if (isAsking || list.tickers.length === 0) watchlists.update(removeShownList);
    else ask(true);
  };
  return (
    <button
      type="button"
      className={isAsking ? 'button is-small is-danger' : 'icon-button'}
      aria-label={isAsking ? market.confirmRemoveList(name) : market.removeList}
      title={isAsking ? market.confirmRemoveList(name) : market.removeList}
      onClick={press}
      onBlur={() => ask(false)}
      onKeyDown={({ key }) => key === 'Escape' && ask(false)}
    >
      {isAsking ? market.confirmRemove : <TrashIcon />}
    </button>
  );
}
