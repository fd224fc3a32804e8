import type { InstrumentFact } from '#contracts/messages/market-facts.ts';
import { addDays } from '#domain/calendar/days.ts';
import { dayOf, instantOf } from '#domain/calendar/sao-paulo-time.ts';
import { paysMoney } from '#domain/corporate-actions/declared-action.ts';
import { isSubscription } from '#domain/corporate-actions/subscription-rights.ts';
import {
  changeDays,
  effectiveDay,
  FRACTION_SALE_TRADING_DAYS,
  isFreeDividend,
} from '#domain/corporate-actions/entitlement.ts';
import { exactDecimal } from '#domain/money/exact-decimal.ts';
import { startBackgroundTask } from '#platform/background/background-task.ts';
import { FIRST_ENTITLEMENT, type OpenAction } from '../store/actions/action-store.ts';
import { applyAction, payFractions, type FractionPrice } from './apply-action.ts';
import { BATCH_SIZE, forAll, transactAll, type ActionOfRun, type ActionRunDependencies } from './batches.ts';
import { finishRights } from './finish-rights.ts';

/** Applies corporate actions to accounts, by the market's clock. */
export interface ActionRun {
  /** Runs when an action was declared or changed. */
  readonly onDeclared: () => void;
  /**
   * Days (ISO) before this one after whose close an open action changes positions. The day close pauses there: when it closes
   * several days at once, because the wallet was down or market time runs fast, each action comes before the trades of its day.
   */
  readonly pausesBefore: (day: string) => Promise<readonly string[]>;
  /** Runs when the day close has closed all days until this one (ISO); resolves when the actions are booked. */
  readonly onClosed: (closedDay: string) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Some accounts could not be booked, such as those with orders that hold shares of a reverse split. The run is repeated. */
class ActionsWaiting extends Error {
  override readonly name = 'ActionsWaiting';
}

/**
 * Starts the run: at the beginning of each day of the market, after each close and when an action was declared. A run brings
 * each open action as far as it can: it takes the entitlements once the record date has closed, books them on the action's
 * day, and pays the fractions; of a subscription it lapses the rights that are left and credits the shares. An action whose
 * days are over is applied at once. Each account is booked in one transaction with its entitlement, so a run that was
 * interrupted continues, and runs may overlap.
 */
export function startActionRun(dependencies: ActionRunDependencies): ActionRun {
  const { marketClock, wallClock, log } = dependencies;
  let closedDay = '';
  let lastDay = dayOf(marketClock.nowMs());
  const advance = async (): Promise<void> => {
    const today = dayOf(marketClock.nowMs());
    const actions = await dependencies.store.openActions();
    await advanceActions(dependencies, actions, closedDay, today);
  };
  const task = startBackgroundTask({
    name: 'corporate actions',
    run: async () => {
      lastDay = dayOf(marketClock.nowMs());
      await advance();
    },
    schedule: (start) => marketClock.at(instantOf(addDays(lastDay, 1), 0), start),
    clock: wallClock,
    log,
  });
  return {
    onDeclared: task.wake,
    pausesBefore: async (day) => {
      const actions = await dependencies.store.openActions();
      const pauses = actions.flatMap(changeDays).map((own) => addDays(own, -1));
      return [...new Set(pauses)].filter((pause) => pause < day).sort();
    },
    onClosed: async (day) => {
      if (day > closedDay) closedDay = day;
      try {
        await advance();
      } catch {
        // The task runs it again, with the delays of a failed run, and logs the failure.
        task.runNow();
      }
    },
    stop: task.stop,
  };
}

async function advanceActions(
  dependencies: ActionRunDependencies,
  actions: readonly OpenAction[],
  closedDay: string,
  today: string,
): Promise<void> {
  const { store } = dependencies;
  const waiting: string[] = [];
  for (const action of actions) {
    if (action.recordDate > closedDay) continue;
    const dueOn = effectiveDay(action);
    const isDue = dueOn !== null && dueOn <= today && mayBeBooked(dependencies, action, dueOn, closedDay);
    // Before they are booked, they are taken again: a fill of the record date may have come late.
    if (isDue || action.state === 'DECLARED') await store.takeEntitlements(action);
    if (!isDue) continue;
    const { kind: assetKind } = await instrumentOf(dependencies.assets, action.ticker);
    const run = { dependencies, action, assetKind };
    const left = await applyToAccounts(run);
    const rest = isSubscription(action)
      ? await finishRights({ ...run, action }, closedDay, today)
      : { failed: [], isDone: await payTheFractions(run, dueOn, today) };
    waiting.push(...[...left, ...rest.failed].map((accountId) => `${action.id} of ${accountId}`));
    if (left.length === 0 && rest.isDone) await store.finishAction(action);
  }
  if (waiting.length > 0)
    throw new ActionsWaiting(`${waiting.length} accounts wait, the first is ${waiting[0] ?? ''}`);
}

/** A change of positions waits until all trade dates before its day are closed: how much a capital return lowers depends on them. */
function mayBeBooked(
  { calendar, marketMode }: ActionRunDependencies,
  action: OpenAction,
  dueOn: string,
  closedDay: string,
): boolean {
  if (changeDays(action).length === 0) return true;
  let before = addDays(dueOn, -1);
  while (marketMode() !== 'continuous' && !calendar.isTradingDay(before)) before = addDays(before, -1);
  return before <= closedDay;
}

/**
 * Whether a dividend counts towards the taxable ones of its company. The income of funds is no dividend of a company: Lei
 * 15.270/2025 taxes companies' profits.
 */
const isTaxable = ({ action, assetKind }: ActionOfRun): boolean =>
  action.kind === 'DIVIDEND' && !isFreeDividend(action) && assetKind !== 'REIT' && assetKind !== 'ETF';

async function instrumentOf(
  assets: ActionRunDependencies['assets'],
  ticker: string,
): Promise<InstrumentFact> {
  const [instrument] = await assets.instruments({ tickers: [ticker] });
  if (!instrument) throw new Error(`assets does not know ${ticker}, which has a corporate action`);
  return instrument;
}

/** Books an action for all accounts that it has not reached; returns those that failed. */
const applyToAccounts = (run: ActionOfRun): Promise<readonly string[]> =>
  forAll(
    (after) => run.dependencies.store.unapplied(run.action.id, after, BATCH_SIZE),
    (accountIds) =>
      transactAll(run, accountIds, (unit, ids, correlationId) =>
        applyAction(unit, { ...run, isTaxable: isTaxable(run) }, ids, correlationId),
      ),
  );

/** Pays the fractions that are due. False while some are not. */
async function payTheFractions(run: ActionOfRun, creditedOn: string, today: string): Promise<boolean> {
  const { dependencies, action } = run;
  if (paysMoney(action.kind)) return true;
  const { store } = dependencies;
  const [unpaid] = await store.unpaidFractions(action.id, FIRST_ENTITLEMENT, 1);
  if (!unpaid) return true;
  const sale = await saleOf(run, creditedOn, today);
  if (!sale) return false;
  const failed = await forAll(
    (after) => store.unpaidFractions(action.id, after, BATCH_SIZE),
    (accountIds) =>
      transactAll(run, accountIds, (unit, ids, correlationId) =>
        payFractions(unit, { ...run, ...sale }, ids, correlationId),
      ),
  );
  return failed.length === 0;
}

/**
 * The sale of an action's fractions when its day has come; null before. Its price is the auction's when an operator gave it,
 * else the last close before the day of payment.
 */
async function saleOf(
  { dependencies, action }: ActionOfRun,
  creditedOn: string,
  today: string,
): Promise<FractionPrice | null> {
  const { assets, calendar } = dependencies;
  const { fractionSale, ticker } = action;
  if (fractionSale)
    return fractionSale.paysOn <= today
      ? { paysOn: fractionSale.paysOn, price: exactDecimal(fractionSale.price) }
      : null;
  const paysOn = calendar.addTradingDays(creditedOn, FRACTION_SALE_TRADING_DAYS);
  if (paysOn > today) return null;
  const { previousCloseCentavos } = await instrumentOf(assets, ticker);
  return { paysOn, price: { numerator: BigInt(previousCloseCentavos), denominator: 100n } };
}
