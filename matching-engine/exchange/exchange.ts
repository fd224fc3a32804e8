import type { EngineCommand } from '#contracts/messages/engine-commands.ts';
import type { BookFactory } from '../core/matching-book.ts';
import type { ExchangeCommand } from './commands.ts';
import { defineInstrument } from './listings/define-instrument.ts';
import { publishBook } from './listings/publish-book.ts';
import { enterOrder } from './orders/new-order.ts';
import { renumber } from './orders/renumber.ts';
import { cancelOrder, endMemberSession, massCancel, replaceOrder } from './orders/requests.ts';
import { applyDue } from './phases/due.ts';
import { setPhase } from './phases/set-phase.ts';
import { halt, applyIndexValue, resume, setProtections, startAuction } from './phases/halts.ts';
import { capture, restore, type ExchangeSnapshot } from './snapshot/snapshot.ts';
import { stateHash } from './snapshot/state-hash.ts';
import {
  createState,
  memberOf,
  MEMORY_LIMITS,
  type ExchangeState,
  type Member,
  type MemoryLimits,
} from './state.ts';
import {
  createCommandContext,
  emitPending,
  type ExchangeEvent,
  type CommandContext,
} from './command-context.ts';

/**
 * The exchange: members, sessions, phases and reports over the order books. A pure function of its commands: the same
 * commands at the same instants give the same events, byte for byte. It reads no clock, draws no random numbers and does
 * no I/O.
 */
export interface Exchange {
  /**
   * Applies a command that arrived at `atMs` and returns the events that it caused, in order. An instant before the last
   * command's counts as the last command's. A member's repeated command changes nothing and causes no events: see `isRepeat`.
   */
  apply(command: ExchangeCommand, atMs: number): readonly ExchangeEvent[];
  /** The whole state as plain data. An exchange that `restoreExchange` creates from it continues equally. */
  capture(): ExchangeSnapshot;
  /** SHA-256 of the state; equal states have equal hashes. */
  stateHash(): string;
  /** For reading only. */
  readonly state: Readonly<ExchangeState>;
}

export interface ExchangeSettings {
  /** Creates the order books. Every factory's books emit the same events. */
  readonly book: BookFactory;
  /** Number of the engine's shard, from 0. */
  readonly shard?: number;
  /** Must not change over one journal. */
  readonly limits?: MemoryLimits;
}

const optionsOf = ({ book, shard = 0, limits = MEMORY_LIMITS }: ExchangeSettings) => ({
  book,
  shard,
  limits,
});

/** An exchange without instruments, members and orders. */
export const createExchange = (settings: ExchangeSettings): Exchange =>
  exchangeOf(createState(optionsOf(settings)));

/** An exchange in the state of a snapshot. */
export const restoreExchange = (snapshot: ExchangeSnapshot, settings: ExchangeSettings): Exchange =>
  exchangeOf(restore(snapshot, optionsOf(settings)));

const exchangeOf = (state: ExchangeState): Exchange => ({
  apply: (command, atMs) => {
    if (isFromMember(command) && isRepeat(memberOf(state, command.member), command)) return [];
    const context = createCommandContext(state, Math.max(state.lastMs, instantOf(command, atMs)));
    applyCommand(context, command);
    emitPending(context);
    state.lastMs = context.atMs;
    return context.events;
  },
  capture: () => capture(state),
  stateHash: () => stateHash(capture(state)),
  state,
});

/**
 * True for a command that the member has sent before. A numbered one is compared with the member's highest number, so a repeat is
 * recognized for ever; any other with the member's newest command ids.
 */
function isRepeat(member: Member, { commandId, number }: EngineCommand): boolean {
  if (number === undefined) return member.commandIds.isRepeat(commandId);
  if (number <= member.commandNumber) return true;
  member.commandNumber = number;
  return false;
}

const isFromMember = (command: ExchangeCommand): command is EngineCommand => 'commandId' in command;

/** A phase has its scheduled timestamp, even when the command is late. */
const instantOf = (command: ExchangeCommand, atMs: number): number =>
  command.type === 'SET_PHASE' ? (command.startsAtMs ?? atMs) : atMs;

function applyCommand(context: CommandContext, command: ExchangeCommand): void {
  switch (command.type) {
    case 'NEW_ORDER':
      return enterOrder(context, command);
    case 'CANCEL_ORDER':
      return cancelOrder(context, command);
    case 'REPLACE_ORDER':
      return replaceOrder(context, command);
    case 'MASS_CANCEL':
      return massCancel(context, command);
    case 'END_SESSION':
      return endMemberSession(context, command);
    case 'DEFINE_INSTRUMENT':
      return defineInstrument(context, command);
    case 'SET_PHASE':
      return setPhase(context, command);
    case 'TIME':
      return applyDue(context);
    case 'HALT':
      return halt(context, command);
    case 'RESUME':
      return resume(context, command);
    case 'START_AUCTION':
      return startAuction(context, command);
    case 'INDEX_VALUE':
      return applyIndexValue(context, command);
    case 'SET_PROTECTIONS':
      return setProtections(context, command);
    case 'PUBLISH_BOOK':
      return publishBook(context, command);
    case 'RENUMBER':
      return renumber(context, command);
  }
}
