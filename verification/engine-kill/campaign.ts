import { fork, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { engineCommandCodec, type EngineCommand } from '#contracts/messages/engine-commands.ts';
import { instrumentFactCodec } from '#contracts/messages/market-facts.ts';
import { TOPICS } from '#contracts/names.ts';
import type { Delivery } from '#platform/ports/command-queue.ts';
import { createRandom, type Random } from '#platform/random.ts';
import { INSTRUMENTS } from './flow.ts';
import type { FromEngine, ToEngine } from './messages.ts';
import { createReceivedMessages, type ReceivedMessages } from './received.ts';

const PROGRAM = path.join(import.meta.dirname, 'engine.ts');
/** The most messages that an engine may still send before it is killed. */
const LIFE_MESSAGES = 60;
const BATCHES = [1, 7, 50, 500];

export interface Campaign {
  readonly commands: readonly EngineCommand[];
  /** Of the journal; empty at the beginning. */
  readonly folder: string;
  /** How many times the engine is killed (SIGKILL) before it has carried out all. */
  readonly kills: number;
  /** Engines that stand by. With none, one is started when the other has died. */
  readonly standbys: number;
  readonly snapshotEvery: number;
  readonly seed: number;
  readonly onKill: (count: number, settled: number) => void;
}

/** What is left when all commands are carried out. */
export interface CampaignResult {
  readonly stateHash: string;
  /** In the journal. */
  readonly journaled: number;
  /** Of the last command in the newest snapshot; 0 when there is none. */
  readonly snapshotIndex: number;
  /** SHA-256 of all that was published, each message once, in its order. */
  readonly published: string;
  readonly messages: number;
  /** Messages that came again, all of them the same as before. */
  readonly repeats: number;
}

/**
 * Has engines carry out the commands, and kills them at random instants: at a publish that is taken or lost, at a batch
 * that is settled or not. This process stands for the servers, which outlive them. Throws when a message that came
 * again says something else than before, or when an engine ends by itself.
 */
export async function runCampaign(campaign: Campaign): Promise<CampaignResult> {
  const servers = createServers(campaign);
  try {
    return { ...(await servers.result), snapshotIndex: await newestSnapshot(campaign.folder) };
  } finally {
    await servers.stop();
  }
}

type EndOfEngine = Omit<CampaignResult, 'snapshotIndex'>;

const newestSnapshot = async (folder: string): Promise<number> =>
  Math.max(
    0,
    ...(await readdir(folder)).map((name) => Number(/^snapshot-(\d+)\.json$/.exec(name)?.[1] ?? 0)),
  );

interface Engine {
  readonly child: ChildProcess;
  /** Null until it asks for commands. */
  maxBatch: number | null;
}

function createServers(campaign: Campaign) {
  const { commands, kills, standbys, seed, onKill } = campaign;
  const random = createRandom(seed);
  const received = createReceivedMessages();
  const delivery = createDelivery(commands, random);
  const engines: Engine[] = [];
  let killed = 0;
  let messagesLeft = lifeOf(random);
  let finish: (result: EndOfEngine) => void = () => undefined;
  let giveUp: (error: Error) => void = () => undefined;
  let isOver = false;
  const result = new Promise<EndOfEngine>((resolve, reject) => {
    finish = resolve;
    giveUp = reject;
  });

  /** How far the commands go before the next kill, so that the kills are spread over all of them. */
  const bound = (): number => Math.floor((commands.length * (killed + 1)) / (kills + 1));
  const active = (): Engine | undefined => engines.find((engine) => engine.maxBatch !== null);
  const deliver = (engine: Engine): void => {
    if (delivery.isUnderWay()) return;
    if (delivery.settled() === commands.length) return tell(engine, { kind: 'tell hash' });
    tell(engine, { kind: 'batch', deliveries: delivery.next(engine.maxBatch ?? 1, bound()) });
  };
  const kill = (engine: Engine): void => {
    killed += 1;
    messagesLeft = lifeOf(random);
    onKill(killed, delivery.settled());
    engine.child.kill('SIGKILL');
    engines.splice(engines.indexOf(engine), 1);
    delivery.drop();
    start();
    const next = active();
    if (next) deliver(next);
  };

  const hear = (engine: Engine, message: FromEngine): void => {
    if (isOver || !engines.includes(engine)) return;
    const mayDie = killed < kills && engine === active();
    const isDue = mayDie && --messagesLeft <= 0;
    // Half of those that die are killed before their last message is taken, half behind it.
    if (isDue && random() < 0.5) return kill(engine);
    answer(engine, message);
    if (isDue || (mayDie && delivery.settled() === bound())) kill(engine);
  };
  const answer = (engine: Engine, message: FromEngine): void => {
    switch (message.kind) {
      case 'publish':
      case 'append':
        received.take(message);
        return tell(engine, { kind: 'confirmed', id: message.id });
      case 'read':
        return tell(engine, { kind: 'records', records: instrumentRecords() });
      case 'consume':
        engine.maxBatch = message.maxBatch;
        return deliver(engine);
      case 'settle':
        delivery.settle();
        return delivery.settled() < bound() || killed === kills ? deliver(engine) : undefined;
      case 'hash':
        return finish(resultOf(message, received));
    }
  };

  function start(): void {
    const engine: Engine = { child: startEngineProcess(campaign), maxBatch: null };
    engines.push(engine);
    listen(engine.child, (message) => hear(engine, message), giveUp);
    engine.child.on('exit', (code) => {
      if (!isOver && engines.includes(engine)) giveUp(new Error(`an engine ended by itself: ${code}`));
    });
  }
  for (let count = 0; count <= standbys; count++) start();
  return {
    result,
    stop: async () => {
      isOver = true;
      await Promise.all(engines.map(({ child }) => endProcess(child)));
    },
  };
}

/** The queue of commands: what is under way comes again when the engine that has it dies. */
function createDelivery(commands: readonly EngineCommand[], random: Random) {
  const bodies = commands.map((command) => engineCommandCodec.encode(command));
  let settled = 0;
  let underWay = 0;
  return {
    settled: () => settled,
    isUnderWay: () => underWay > 0,
    settle: () => {
      settled += underWay;
      underWay = 0;
    },
    drop: () => void (underWay = 0),
    /** Some of those that come next, none beyond the bound. */
    next: (maxBatch: number, bound: number): Delivery[] => {
      const most = Math.min(BATCHES[Math.floor(random() * BATCHES.length)] ?? 1, maxBatch);
      const batch = bodies.slice(settled, Math.min(settled + most, bound));
      underWay = batch.length;
      return batch.map((body, place) => ({
        body,
        messageId: `m${settled + place}`,
        correlationId: '',
        redelivered: false,
      }));
    },
  };
}

function listen(
  child: ChildProcess,
  hear: (message: FromEngine) => void,
  giveUp: (error: Error) => void,
): void {
  child.on('message', (message) => {
    try {
      hear(message as FromEngine);
    } catch (error) {
      giveUp(error as Error);
    }
  });
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

const lifeOf = (random: Random): number => 1 + Math.floor(random() * LIFE_MESSAGES);

const startEngineProcess = ({ folder, snapshotEvery }: Campaign): ChildProcess =>
  fork(PROGRAM, [folder, String(snapshotEvery)], {
    execArgv: ['--import', 'tsx'],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });

/** One that has just died hears nothing more. */
const tell = ({ child }: Engine, message: ToEngine): void => {
  if (child.connected) child.send(message, () => undefined);
};

const instrumentRecords = () =>
  INSTRUMENTS.map((fact) => ({
    topic: TOPICS.instruments,
    key: fact.ticker,
    value: instrumentFactCodec.encode(fact),
  }));

const resultOf = (hash: Extract<FromEngine, { kind: 'hash' }>, received: ReceivedMessages): EndOfEngine => {
  const texts = received.inOrder();
  return {
    stateHash: hash.stateHash,
    journaled: hash.commands,
    published: createHash('sha256').update(texts.join('\n')).digest('hex'),
    messages: texts.length,
    repeats: received.repeats(),
  };
};
