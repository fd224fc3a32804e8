import { Fragment, useEffect, useState, type ReactElement } from 'react';
import { decimal } from '#sdk/src/index.ts';
import { useQuery } from '#sdk/src/react/index.ts';
import { useDesk } from '../../app/desk.ts';
import { useLanguage } from '../../i18n/texts.ts';
import { directionOf } from '../../market/use-quote.ts';
import { NumberHead } from '../../ui/number-head.tsx';
import { Missing } from '../../ui/problem.tsx';
import { useKept } from '../../state/kept.ts';
import { useTask } from '../../ui/use-task.ts';
import type { Note } from './note.ts';
import { NoteDetail } from './note-detail.tsx';

const PAGE = 30;

interface NotesProps {
  readonly accountId: string;
  readonly cursor: string | undefined;
}

/** The brokerage notes, the newest first; each can be kept as PDF and CSV. */
export function Notes({ accountId, cursor }: NotesProps): ReactElement {
  const { broker } = useDesk();
  const { texts } = useLanguage();
  const [first, setFirst] = useState(PAGE);
  const query = useQuery(
    async (signal) => (await broker.notes({ accountId, first }, { signal })).account?.notes,
    [broker, accountId, first],
  );
  useEffect(() => {
    if (cursor !== undefined) query.refetch();
  }, [cursor]);
  const { value: data, isOld } = useKept(query.data);
  if (!data) return <Missing of={query} />;
  if (data.nodes.length === 0) return <p className="empty">{texts.account.noNotes}</p>;
  return (
    <>
      <Missing of={{ ...query, data }} />
      <NotesTable notes={data.nodes} />
      {data.pageInfo.hasNextPage && (
        <p className="statement-pages no-print">
          <button
            type="button"
            className="button"
            disabled={isOld}
            onClick={() => setFirst(Math.min(200, first + PAGE))}
          >
            {texts.account.more}
          </button>
        </p>
      )}
    </>
  );
}

function NotesTable({ notes }: { readonly notes: readonly Note[] }): ReactElement {
  const { account } = useLanguage().texts;
  const [shown, show] = useState<string | null>(null);
  return (
    <div className="table-scroll" tabIndex={0}>
      <table className="data-table notes">
        <thead>
          <tr>
            <th scope="col">{account.tradeDate}</th>
            <NumberHead isWide>{account.bought}</NumberHead>
            <NumberHead isWide>{account.sold}</NumberHead>
            <NumberHead isWide>{account.costs}</NumberHead>
            <NumberHead>{account.net}</NumberHead>
            <td className="is-action" />
          </tr>
        </thead>
        <tbody>
          {notes.map((note) => (
            <Fragment key={note.id}>
              <NoteRow
                note={note}
                isShown={shown === note.id}
                toggle={() => show(shown === note.id ? null : note.id)}
              />
              {shown === note.id && (
                <tr className="note-detail-row">
                  <td colSpan={6}>
                    <NoteDetail note={note} />
                  </td>
                </tr>
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface NoteRowProps {
  readonly note: Note;
  readonly isShown: boolean;
  readonly toggle: () => void;
}

function NoteRow({ note, isShown, toggle }: NoteRowProps): ReactElement {
  const { texts, format } = useLanguage();
  const { account } = texts;
  const number = format.quantity(note.number);
  const costs = note.costs.reduce((sum, { amount }) => decimal.add(sum, amount), '0.00');
  return (
    <tr data-testid="note-row">
      <td>
        <button
          type="button"
          className="link-button"
          aria-expanded={isShown}
          aria-label={`${format.day(note.tradeDate)}: ${account.details(number)}`}
          onClick={toggle}
        >
          {format.day(note.tradeDate)}
        </button>
        <small>
          {account.note(number)}{' '}
          {note.isProvisional && (
            <span className="badge is-warning" title={account.provisionalExplained}>
              {account.provisional}
            </span>
          )}
        </small>
      </td>
      <td className="is-number is-wide">{format.money(note.bought)}</td>
      <td className="is-number is-wide">{format.money(note.sold)}</td>
      <td className="is-number is-wide">{format.money(costs)}</td>
      <td className={`is-number change is-${directionOf(note.netAmount)}`}>
        {format.gain(note.netAmount)}
        <small>
          {account.settlesOn} {format.day(note.settlesOn)}
        </small>
      </td>
      <td className="is-action no-print">
        {note.pdfPath !== null && <NoteFiles pdfPath={note.pdfPath} number={number} />}
      </td>
    </tr>
  );
}

interface NoteFilesProps {
  readonly pdfPath: string;
  readonly number: string;
}

/** The note as files, from the broker. */
function NoteFiles({ pdfPath, number }: NoteFilesProps): ReactElement {
  const { browser, readDocument } = useDesk();
  const { account } = useLanguage().texts;
  const { isBusy, run } = useTask();
  const save = (format: 'pdf' | 'csv') => async (): Promise<void> => {
    const path = pdfPath.replace(/\.pdf$/, `.${format}`);
    browser.saveFile(`${account.note(number)}.${format}`, await readDocument(path));
  };
  return (
    <span className="note-files">
      <button
        type="button"
        className="button is-small"
        aria-label={account.pdfOf(number)}
        disabled={isBusy}
        onClick={() => run(save('pdf'))}
      >
        PDF
      </button>
      <button
        type="button"
        className="button is-small"
        aria-label={account.csvOf(number)}
        disabled={isBusy}
        onClick={() => run(save('csv'))}
      >
        CSV
      </button>
    </span>
  );
}
