import { useState, type ReactElement } from 'react';
import type { ApiKeysQuery } from '#sdk/src/index.ts';
import { useQuery } from '#sdk/src/react/index.ts';
import { useDesk } from '../app/desk.ts';
import { useLanguage } from '../i18n/texts.ts';
import { Missing } from '../ui/problem.tsx';
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
        <ul className="keys">
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

/** A key; the second click revokes it. */
function KeyRow({ apiKey, changed }: KeyRowProps): ReactElement {
  const { broker, notices } = useDesk();
  const { texts, format } = useLanguage();
  const { settings } = texts;
  const { isBusy, run } = useTask();
  const [isAsked, ask] = useState(false);
  const { id, name, prefix, scopes, lastUsedAt, expiresAt } = apiKey;
  const revoke = async (): Promise<void> => {
    await broker.revokeApiKey({ id });
    notices.done(settings.revoked);
    changed();
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
      <button
        type="button"
        className={`button is-small ${isAsked ? 'is-danger' : ''}`}
        data-testid="key-revoke"
        aria-label={isAsked ? `${settings.confirm}: ${settings.revokeName(name)}` : settings.revokeName(name)}
        disabled={isBusy}
        onBlur={() => ask(false)}
        onClick={() => (isAsked ? run(revoke) : ask(true))}
      >
        {isAsked ? settings.confirm : settings.revoke}
      </button>
    </li>
  );
}
