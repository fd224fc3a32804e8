import { useId, useState, type ReactElement } from 'react';
import { useDesk } from '../../app/desk.ts';
import { useMarket } from '../../app/market-time/use-market.ts';
import type { StatementPageQueryVariables } from '../../generated/operations.ts';
import { useLanguage } from '../../i18n/texts.ts';
import { TextField } from '../../ui/text-field.tsx';
import { useTask } from '../../ui/use-task.ts';
import { readAllEntries, statementCsv } from './statement-csv.ts';
import {
  FIRST_DAY,
  GROUPS,
  hasBalance,
  periodFaults,
  START,
  type Group,
  type StatementFilter,
} from './statement-filter.ts';

interface StatementToolsProps {
  readonly filter: StatementFilter;
  readonly change: (filter: StatementFilter) => void;
  readonly variables: StatementPageQueryVariables;
  /** The entries under the filter are on the screen: what leaves the browser is what the user sees. */
  readonly isShown: boolean;
}

/** Filters of the statement, and its ways out of the browser. */
export function StatementTools({ filter, change, variables, isShown }: StatementToolsProps): ReactElement {
  const { browser } = useDesk();
  const { texts, format } = useLanguage();
  const { account } = texts;
  const today = useMarket()?.status.today;
  const faults = periodFaults(filter, today);
  const problemOf = (end: 'from' | 'to'): string | null => {
    const fault = faults[end];
    return fault ? account.periodFaults[fault] : null;
  };
  const isFiltered = filter.group !== START.group || filter.from !== '' || filter.to !== '';
  return (
    <>
      <p className="print-only">
        {account.groups[filter.group]} · {filter.from === '' ? account.begin : format.day(filter.from)} –{' '}
        {format.day(filter.to || today)}
        {!hasBalance(filter) && ` · ${account.noBalance}`}
      </p>
      <form className="statement-tools no-print" onSubmit={(event) => event.preventDefault()}>
        <GroupField value={filter.group} change={(group) => change({ ...filter, group })} />
        <TextField
          type="date"
          label={account.from}
          value={filter.from}
          min={FIRST_DAY}
          max={today}
          onChange={(from) => change({ ...filter, from })}
          problem={problemOf('from')}
        />
        <TextField
          type="date"
          label={account.to}
          value={filter.to}
          min={FIRST_DAY}
          max={today}
          onChange={(to) => change({ ...filter, to })}
          problem={problemOf('to')}
        />
        {isFiltered && (
          <button type="button" className="button" onClick={() => change(START)}>
            {account.clear}
          </button>
        )}
        <span className="is-end">
          <ExportButton variables={variables} filter={filter} isDisabled={!isShown} />
          <button type="button" className="button" disabled={!isShown} onClick={browser.print}>
            {account.print}
          </button>
        </span>
      </form>
      {!hasBalance(filter) && <p className="hint statement-hint no-print">{account.noBalance}</p>}
    </>
  );
}

interface GroupFieldProps {
  readonly value: Group;
  readonly change: (group: Group) => void;
}

function GroupField({ value, change }: GroupFieldProps): ReactElement {
  const id = useId();
  const { account } = useLanguage().texts;
  return (
    <div className="field">
      <label htmlFor={id}>{account.kind}</label>
      <select
        id={id}
        data-testid="statement-group"
        value={value}
        onChange={({ target }) => change(GROUPS.find((group) => group === target.value) ?? START.group)}
      >
        {GROUPS.map((group) => (
          <option key={group} value={group}>
            {account.groups[group]}
          </option>
        ))}
      </select>
    </div>
  );
}

interface ExportButtonProps {
  readonly variables: StatementPageQueryVariables;
  readonly filter: StatementFilter;
  readonly isDisabled: boolean;
}

/** Gives the user all entries under the filter, not only the page on the screen. */
function ExportButton({ variables, filter, isDisabled }: ExportButtonProps): ReactElement {
  const { broker, browser } = useDesk();
  const language = useLanguage();
  const today = useMarket()?.status.today;
  const { isBusy, run } = useTask();
  const [count, setCount] = useState(0);
  const { account } = language.texts;
  const save = async (): Promise<void> => {
    const entries = await readAllEntries(broker, variables, setCount);
    const content = new Blob([statementCsv(entries, hasBalance(filter), language)], {
      type: 'text/csv;charset=utf-8',
    });
    browser.saveFile(`${account.csvFile}-${today ?? ''}.csv`, content);
  };
  return (
    <button
      type="button"
      className="button"
      data-testid="statement-csv"
      disabled={isDisabled || isBusy}
      onClick={() => run(save)}
    >
      {isBusy ? account.csvBusy(language.format.quantity(count)) : account.csv}
    </button>
  );
}
