import { useMemo, useRef, useState } from 'react';
import { amountFault } from '#domain/money/money.ts';
import { decimal, isRefusal, type BrokerClient, type DepositMutationVariables } from '#sdk/src/index.ts';
import { useDesk } from '../app/desk.ts';
import { retypedNumber } from '../i18n/parse-number.ts';
import { readDecimal, settledDecimal } from '../i18n/read-number.ts';
import { refusalText } from '../i18n/refusal-text.ts';
import { useLanguage } from '../i18n/texts.ts';
import { useLocaleChange } from '../i18n/use-locale-change.ts';
import { useTask } from '../ui/use-task.ts';
import { createTransferIds } from './transfer-ids.ts';

export const KINDS = ['deposit', 'withdraw'] as const;
export type Kind = (typeof KINDS)[number];

/** Reais above which a deposit is more often a slip than meant. */
const LARGE_DEPOSIT = '1000000.00';

/** An amount as it is typed, and the way to move it. */
export interface TransferForm {
  readonly typed: string;
  readonly type: (text: string) => void;
  /** Shows how the amount was read. */
  readonly settle: () => void;
  readonly problem: string | null;
  /** A large deposit that waits for the user's confirmation. */
  readonly asked: string | null;
  /** The last transfer in words, until the next one is typed. */
  readonly done: string | null;
  readonly isBusy: boolean;
  readonly submit: (kind: Kind) => void;
}

const send = async (broker: BrokerClient, kind: Kind, input: DepositMutationVariables['input']) =>
  kind === 'deposit'
    ? (await broker.deposit({ input })).deposit
    : (await broker.withdraw({ input })).withdraw;

export function useTransfer(accountId: string): TransferForm {
  const { broker, browser } = useDesk();
  const { texts, locale, format } = useLanguage();
  const { account } = texts;
  const ids = useMemo(() => createTransferIds(browser.newId), [browser]);
  const { isBusy, run } = useTask();
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const [asked, ask] = useState<string | null>(null);
  useLocaleChange((from, to) => setTyped((text) => retypedNumber(text, from, to)));
  // Typed while the transfer before it is on its way: that one's answer leaves it.
  const isNext = useRef(false);
  const type = (text: string): void => {
    isNext.current = true;
    setTyped(text);
    setProblem(null);
    setDone(null);
    ask(null);
  };
  const transfer = (kind: Kind, amount: string) => async (): Promise<void> => {
    const clientTransferId = ids.idOf(`${kind} ${amount}`);
    const answer = await send(broker, kind, { accountId, amount, clientTransferId });
    ids.answered();
    if (isRefusal(answer)) return setProblem(refusalText(answer, locale));
    if (!isNext.current) setTyped('');
    setProblem(null);
    setDone((kind === 'deposit' ? account.deposited : account.withdrawn)(format.money(amount)));
  };
  const submit = (kind: Kind): void => {
    // An earlier success says nothing about this amount.
    setDone(null);
    const { value, fault } = readDecimal(typed, locale);
    if (fault === 'missing') return setProblem(account.amountFaults.missing);
    if (fault !== undefined) return setProblem(texts.trading.faults[fault]);
    const ofAmount = amountFault(value);
    if (ofAmount) return setProblem(account.amountFaults[ofAmount]);
    const isLarge = kind === 'deposit' && decimal.compare(value, LARGE_DEPOSIT) > 0;
    if (isLarge && asked !== value) return ask(value);
    ask(null);
    isNext.current = false;
    run(transfer(kind, value));
  };
  const settle = (): void => setTyped(settledDecimal(typed, locale));
  return { typed, type, settle, problem, asked, done, isBusy, submit };
}
