import { useMemo, useState, type FormEvent, type ReactElement } from 'react';
import { isRefusal, type BrokerClient, type DepositMutationVariables } from '#sdk/src/index.ts';
import { useDesk } from '../app/desk.ts';
import { typedNumber } from '../i18n/parse-number.ts';
import { readDecimal } from '../i18n/read-number.ts';
import { refusalText } from '../i18n/refusal-text.ts';
import { useLanguage } from '../i18n/texts.ts';
import { Choice } from '../ui/choice.tsx';
import { TextField } from '../ui/text-field.tsx';
import { useTask } from '../ui/use-task.ts';
import { createTransferIds } from './transfer-ids.ts';

const KINDS = ['deposit', 'withdraw'] as const;
type Kind = (typeof KINDS)[number];

interface TransferPanelProps {
  readonly accountId: string;
  readonly withdrawable: string | undefined;
}

const send = async (broker: BrokerClient, kind: Kind, input: DepositMutationVariables['input']) =>
  kind === 'deposit'
    ? (await broker.deposit({ input })).deposit
    : (await broker.withdraw({ input })).withdraw;

/** Moves cash into the account and out of it. */
export function TransferPanel({ accountId, withdrawable }: TransferPanelProps): ReactElement {
  const { broker, browser, notices } = useDesk();
  const { texts, locale, format } = useLanguage();
  const { account } = texts;
  const ids = useMemo(() => createTransferIds(browser.newId), [browser]);
  const { isBusy, run } = useTask();
  const [kind, setKind] = useState<Kind>('deposit');
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const type = (text: string): void => {
    setTyped(text);
    setProblem(null);
  };
  const transfer = (amount: string) => async (): Promise<void> => {
    const clientTransferId = ids.idOf(`${kind} ${amount}`);
    const answer = await send(broker, kind, { accountId, amount, clientTransferId });
    ids.answered();
    if (isRefusal(answer)) return setProblem(refusalText(answer, locale));
    type('');
    notices.done((kind === 'deposit' ? account.deposited : account.withdrawn)(format.money(amount)));
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const { value, fault } = readDecimal(typed, locale);
    if (fault !== undefined) return setProblem(texts.trading.faults[fault]);
    run(transfer(value));
  };
  const useAll = (): void => type(typedNumber(withdrawable ?? '', locale));
  return (
    <section className="panel" aria-label={account.transfers}>
      <div className="panel-head">
        <Choice label={account.transfers} values={KINDS} names={account} value={kind} choose={setKind} />
      </div>
      <form className="panel-body form" onSubmit={submit}>
        <TextField
          label={account.amount}
          value={typed}
          onChange={type}
          inputMode="decimal"
          autoComplete="off"
          placeholder="R$"
          testId="transfer-amount"
          problem={problem}
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
          {isBusy ? account.sending : account[kind]}
        </button>
      </form>
    </section>
  );
}
