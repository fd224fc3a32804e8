import type { KeyboardEvent, ReactElement } from 'react';
import type { ApiKeysQuery } from '#sdk/src/index.ts';
import { useQuery } from '#sdk/src/react/index.ts';
import { useDesk } from '../app/desk.ts';
import { useLanguage } from '../i18n/texts.ts';
import { Missing } from '../ui/problem.tsx';
import { useQuestion } from '../state/use-question.ts';
import { useTask } from '../ui/use-task.ts';
import { KeyCreation } from './key-creation.tsx';

type ApiKey = NonNullable<ApiKeysQuery['me']>['apiKeys'][number];

/** Keys for the user's programs. */
export function KeysPanel(): ReactElement {
  const { broker } = useDesk();
  const { settings } = useLanguage().texts;
  const query = useQuery(
    async (signal) => (await broker.apiKeys({}, { signal })).me?.apiKeys ?? [],
    [broker],
  );
  const { data, refetch } = query;
  return (
    <section className="panel" aria-label={settings.keys}>
      <div className="panel-head">
        <h2>{settings.keys}</h2>
      </div>
      <p className="hint panel-text">{settings.keysExplained}</p>
      <Missing of={query} />
      {data?.length === 0 && <p className="empty">{settings.noKeys}</p>}
      {data && data.length > 0 && (
        <ul className="api-keys">
          {data.map((key) => (
            <KeyRow key={key.id} apiKey={key} changed={refetch} />
          ))}
        </ul>
      )}
      <KeyCreation created={refetch} />
    </section>
  );
}

interface KeyRowProps {
  readonly apiKey: ApiKey;
  readonly changed: () => void;
}

/** A key, which a click and the answer to a question revoke. */
function KeyRow({ apiKey, changed }: KeyRowProps): ReactElement {
  const { broker, notices } = useDesk();
  const { texts, format } = useLanguage();
  const { settings } = texts;
  const { isBusy, run } = useTask();
  const { id, name, prefix, scopes, lastUsedAt, expiresAt } = apiKey;
  const { isAsked, ask, takeBack } = useQuestion(id);
  const question = settings.confirmRevoke(name);
  const revoke = async (): Promise<void> => {
    await broker.revokeApiKey({ id });
    notices.done(settings.revoked);
    changed();
  };
  const press = (): void => {
    if (isAsked) {
      run(revoke);
      takeBack();
    } else if (!isBusy) ask();
  };
  const onKeyDown = ({ key }: KeyboardEvent): void => {
    if (key === 'Escape') takeBack();
  };
  return (
    <li className="key" data-testid="key-row">
      <div className="key-text">
        <b>{name}</b> <code>{prefix}…</code>
        <small>
          {scopes.map((scope) => settings.scopeNames[scope]).join(' · ')}
          <br />
          {settings.lastUsed}: {lastUsedAt === null ? settings.never : format.dayAndMinute(lastUsedAt)} ·{' '}
          {settings.expires}: {expiresAt === null ? settings.never : format.dayAndMinute(expiresAt)}
        </small>
      </div>
      <div className="key-end" onKeyDown={onKeyDown}>
        {isAsked && <span aria-hidden="true">{question}</span>}
        <button
          type="button"
          className={`button is-small ${isAsked ? 'is-danger' : ''}`}
          data-testid="key-revoke"
          aria-label={isAsked ? `${question} ${settings.confirm}` : settings.revokeName(name)}
          aria-live="polite"
          aria-disabled={isBusy}
          onClick={press}
        >
          {isAsked ? settings.confirm : settings.revoke}
        </button>
        {isAsked && (
          <button type="button" className="button is-small" data-testid="key-keep" onClick={takeBack}>
            {texts.trading.keep}
          </button>
        )}
      </div>
    </li>
  );
}
