import { useState, type FormEvent, type ReactElement } from 'react';
import { typedNumber } from '../i18n/parse-number.ts';
import { useLanguage } from '../i18n/texts.ts';
import { Choice } from '../ui/choice.tsx';
import { Done } from '../ui/page.tsx';
import { TextField } from '../ui/text-field.tsx';
import { KINDS, useTransfer, type Kind } from './use-transfer.ts';

interface TransferPanelProps {
  readonly accountId: string;
  readonly withdrawable: string | undefined;
}

/** Moves cash into the account and out of it; a large deposit after a question. */
export function TransferPanel({ accountId, withdrawable }: TransferPanelProps): ReactElement {
  const { texts, locale, format } = useLanguage();
  const { account } = texts;
  const [kind, setKind] = useState<Kind>('deposit');
  const { typed, type, settle, problem, asked, done, isBusy, submit } = useTransfer(accountId);
  const isAsking = asked !== null && kind === 'deposit';
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    submit(kind);
  };
  const useAll = (): void => type(typedNumber(withdrawable ?? '', locale));
  return (
    <section className="panel" aria-label={account.transfers}>
      <div className="panel-head">
        <Choice label={account.transfers} values={KINDS} names={account} value={kind} choose={setKind} />
      </div>
      <form className="panel-body form" onSubmit={onSubmit}>
        <TextField
          label={account.amount}
          value={typed}
          onChange={type}
          onBlur={settle}
          inputMode="decimal"
          autoComplete="off"
          placeholder="R$"
          testId="transfer-amount"
          problem={isAsking ? account.largeDeposit : problem}
          hint={
            kind === 'deposit' ? (
              account.amountHint
            ) : (
              <button type="button" className="link-button" onClick={useAll}>
                {account.withdrawHint(format.money(withdrawable))}
              </button>
            )
          }
        />
        <button type="submit" className="button is-primary" data-testid="transfer-submit" disabled={isBusy}>
          {isBusy ? account.sending : isAsking ? account.confirmDeposit(format.money(asked)) : account[kind]}
        </button>
        <Done text={done} />
      </form>
    </section>
  );
}
