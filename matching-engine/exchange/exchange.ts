import type { EngineCommand } from '#contracts/engine-commands.ts';
import type { CoreCommand } from './commands.ts';
import { enterOrder } from './new-order.ts';
import { cancelOrder, massCancel, replaceOrder } from './requests.ts';
import { defineInstrument, publishBook, setPhase } from './session.ts';
import { capture, restore, type ExchangeSnapshot } from './snapshot.ts';
import { stateHash } from './state-hash.ts';
import { createState, memberOf, MEMORY_LIMITS, type ExchangeState, type MemoryLimits } from './state.ts';
import { createTurn, tellTouchedLevels, type CoreEvent, type Turn } from './turn.ts';

/**
 * The exchange's rules as a pure function of the commands: the same commands at the same instants give the same
 * events, byte for byte. It reads no clock, draws no random number and does no I/O.
 */
export interface Exchange {
  /**
   * Applies a command that arrived at `atMs` and answers what happened, in order. A member's repeated `commandId`
   * changes nothing and answers nothing.
   */
  apply(command: CoreCommand, atMs: number): readonly CoreEvent[];
  /** The whole state as plain data: `restoreExchange` makes an exchange that goes on exactly as this one would. */
  capture(): ExchangeSnapshot;
  /** SHA-256 of the state, equal for equal states. */
  stateHash(): string;
  /** For readers only. */
  readonly state: Readonly<ExchangeState>;
}

/** An exchange on which nothing has happened yet. */
export const createExchange = (limits: MemoryLimits = MEMORY_LIMITS): Exchange =>
  exchangeOf(createState(limits));

/** The exchange of a snapshot. */
export const restoreExchange = (snapshot: ExchangeSnapshot, limits: MemoryLimits = MEMORY_LIMITS): Exchange =>
  exchangeOf(restore(snapshot, limits));

const exchangeOf = (state: ExchangeState): Exchange => ({
  apply: (command, atMs) => {
    if (isFromMember(command) && memberOf(state, command.member).commandIds.isRepeat(command.commandId))
      return [];
    const turn = createTurn(state, atMs);
    carryOut(turn, command);
    tellTouchedLevels(turn);
    return turn.events;
  },
  capture: () => capture(state),
  stateHash: () => stateHash(capture(state)),
  state,
});

const isFromMember = (command: CoreCommand): command is EngineCommand => 'commandId' in command;

function carryOut(turn: Turn, command: CoreCommand): void {
  switch (command.type) {
    case 'NEW_ORDER':
      return enterOrder(turn, command);
    case 'CANCEL_ORDER':
      return cancelOrder(turn, command);
    case 'REPLACE_ORDER':
      return replaceOrder(turn, command);
    case 'MASS_CANCEL':
      return massCancel(turn, command);
    case 'DEFINE_INSTRUMENT':
      return defineInstrument(turn, command);
    case 'SET_PHASE':
      return setPhase(turn, command);
    case 'PUBLISH_BOOK':
      return publishBook(turn, command);
  }
}
