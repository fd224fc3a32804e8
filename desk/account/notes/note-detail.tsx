import type { ReactElement } from 'react';
import { useQuery } from '#sdk/src/react/index.ts';
import { useDesk } from '../../app/desk.ts';
import { useLanguage } from '../../i18n/texts.ts';
import { SideText } from '../../orders/side-text.tsx';
import { NumberHead } from '../../ui/number-head.tsx';
import { Missing } from '../../ui/problem.tsx';
import type { Note } from './note.ts';

/** The trades of a note, and how its net amount comes about. */
export function NoteDetail({ note }: { readonly note: Note }): ReactElement {
  const { texts } = useLanguage();
  return (
    <div className="note-detail">
      <NoteTrades note={note} />
      <NoteSums note={note} />
      {note.isProvisional && <p className="hint note-hint">{texts.account.costsExplained}</p>}
    </div>
  );
}

/** Lines on the screen; the note's files have all of them. */
const MOST_LINES = 200;

function NoteTrades({ note }: { readonly note: Note }): ReactElement {
  const { broker } = useDesk();
  const { texts, format } = useLanguage();
  const { account, trading } = texts;
  // A provisional note grows, and its net amount with it.
  const query = useQuery(
    async (signal) => (await broker.note({ id: note.id, first: MOST_LINES }, { signal })).node,
    [broker, note.id, note.netAmount],
  );
  const { data } = query;
  if (data?.__typename !== 'Note') return <Missing of={query} />;
  return (
    <table className="data-table note-trades">
      {data.lines.length === MOST_LINES && <caption>{account.firstLines(MOST_LINES)}</caption>}
      <thead>
        <tr>
          <th scope="col">{trading.time}</th>
          <th scope="col">{trading.side}</th>
          <th scope="col">{trading.ticker}</th>
          <NumberHead>{trading.quantity}</NumberHead>
          <NumberHead>{trading.price}</NumberHead>
          <NumberHead isWide>{trading.value}</NumberHead>
          <NumberHead isWide>{account.costs}</NumberHead>
        </tr>
      </thead>
      <tbody>
        {data.lines.map(({ executionId, ticker, costs, execution }) => (
          <tr key={executionId}>
            <td>{format.time(execution?.at)}</td>
            <td>{execution && <SideText side={execution.order.side} />}</td>
            <td>
              <b>{ticker}</b>
            </td>
            <td className="is-number">{format.quantity(execution?.quantity)}</td>
            <td className="is-number">{format.price(execution?.price)}</td>
            <td className="is-number is-wide">{format.money(execution?.grossAmount)}</td>
            <td className="is-number is-wide">{format.money(costs)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function NoteSums({ note }: { readonly note: Note }): ReactElement {
  const { texts, format } = useLanguage();
  const { account } = texts;
  return (
    <dl className="fact-list note-sums">
      <Fact name={account.sold} value={format.money(note.sold)} />
      <Fact name={account.bought} value={format.money(note.bought)} />
      {note.costs.map(({ name, amount }) => (
        <Fact key={name} name={costName(name, account.costNames)} value={format.money(amount)} />
      ))}
      {note.withheld.map(({ kind, amount, isDeducted }) => (
        <Fact
          key={kind}
          name={isDeducted ? account.withheld : `${account.withheld} (${account.withheldShown})`}
          value={format.money(amount)}
        />
      ))}
      <div className="is-main">
        <dt>{account.net}</dt>
        <dd>{format.gain(note.netAmount)}</dd>
      </div>
    </dl>
  );
}

/** The name of a cost in words; the broker's own for one that this desk does not know. */
const costName = (name: string, names: Readonly<Record<string, string>>): string =>
  Object.hasOwn(names, name) ? (names[name] ?? name) : name;

interface FactProps {
  readonly name: string;
  readonly value: string;
}

const Fact = ({ name, value }: FactProps): ReactElement => (
  <div>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </div>
);
