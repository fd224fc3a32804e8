import { engineMarketDataCodec } from '#contracts/messages/engine-market-data.ts';
import { memberMessageCodec } from '#contracts/messages/execution-reports.ts';
import type { FromEngine } from './messages.ts';

/** The messages that engines have published, each once. */
export interface ReceivedMessages {
  /** @throws Error when a message of a known stream and sequence differs from its first copy */
  take(message: Extract<FromEngine, { kind: 'publish' | 'append' }>): void;
  /**
   * The messages by stream, in sequence.
   * @throws Error when one is missing
   */
  inOrder(): string[];
  repeats(): number;
}

export function createReceivedMessages(): ReceivedMessages {
  const streams = new Map<string, Map<number, string>>();
  let repeats = 0;
  const add = (stream: string, sequence: number, text: string): void => {
    const known = streams.get(stream) ?? new Map<number, string>();
    streams.set(stream, known);
    const before = known.get(sequence);
    if (before !== undefined && before !== text)
      throw new Error(
        `${stream} ${sequence} was published again with other content: ${before} became ${text}`,
      );
    if (before === text) repeats += 1;
    known.set(sequence, text);
  };
  return {
    repeats: () => repeats,
    take: (message) => {
      if (message.kind === 'publish') {
        for (const { body } of message.messages) {
          const report = memberMessageCodec.decode(body);
          if (report.type !== 'JOURNAL_POSITION')
            add(`reports of ${report.member}`, report.sequence, JSON.stringify(report));
        }
        return;
      }
      for (const { value } of message.records) {
        // The undisturbed engine has a journal of its own.
        const { journalId: _, ...change } = engineMarketDataCodec.decode(value);
        add(`market data of ${change.ticker}`, change.sequence, JSON.stringify(change));
      }
    },
    inOrder: () =>
      [...streams.keys()].sort().flatMap((name) => {
        const stream = streams.get(name) ?? new Map<number, string>();
        return Array.from({ length: stream.size }, (_, index) => {
          const text = stream.get(index + 1);
          if (text === undefined) throw new Error(`${name} ${index + 1} is missing`);
          return text;
        });
      }),
  };
}
