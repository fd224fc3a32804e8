import type { ReactElement } from 'react';
import { useQuery } from '#sdk/src/react/index.ts';
import { useDesk } from '../app/desk.ts';
import { useLanguage } from '../i18n/texts.ts';
import { Missing } from '../ui/problem.tsx';

interface SessionsPanelProps {
  /** Another token, as after a change of the password, is another list. */
  readonly token: string;
}

/** Where the user is signed in. */
export function SessionsPanel({ token }: SessionsPanelProps): ReactElement {
  const { broker } = useDesk();
  const { texts, format } = useLanguage();
  const { settings } = texts;
  const query = useQuery(
    async (signal) => (await broker.sessions({}, { signal })).me?.sessions ?? [],
    [broker, token],
  );
  const { data } = query;
  return (
    <section className="panel" aria-label={settings.sessions}>
      <div className="panel-head">
        <h2>{settings.sessions}</h2>
      </div>
      <p className="hint panel-text">{settings.sessionsExplained}</p>
      <Missing of={query} />
      {data && (
        <div className="table-scroll" tabIndex={0}>
          <table className="data-table sessions">
            <thead>
              <tr>
                <th scope="col">{settings.since}</th>
                <th scope="col">{settings.lastUsed}</th>
                <th scope="col" className="is-wide">
                  {settings.expires}
                </th>
              </tr>
            </thead>
            <tbody>
              {data.map(({ id, createdAt, lastUsedAt, expiresAt, isCurrent }) => (
                <tr key={id} data-testid="session-row">
                  <td>
                    {format.dayAndMinute(createdAt)}{' '}
                    {isCurrent && <span className="badge is-good">{settings.thisSession}</span>}
                  </td>
                  <td>{format.dayAndMinute(lastUsedAt)}</td>
                  <td className="is-wide">{format.dayAndMinute(expiresAt)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
