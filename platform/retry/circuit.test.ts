import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createManualClock } from '../time/manual-clock.ts';
import { CircuitOpen, createCircuit } from './circuit.ts';

/** A peer that answers probes while `isAlive`, and a request to it that ends only when it is given up or by `answer`. */
function trial() {
  const clock = createManualClock(0);
  const peer = { isAlive: true, probesAtMs: [] as number[], closedAtMs: [] as number[], sent: 0 };
  const circuit = createCircuit({
    clock,
    probe: (signal) => {
      peer.probesAtMs.push(clock.nowMs());
      if (peer.isAlive) return Promise.resolve();
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
    },
    onClose: () => peer.closedAtMs.push(clock.nowMs()),
  });
  const request = () => {
    let answer: (text: string) => void = () => undefined;
    const outcome = { endedAtMs: null as number | null, result: null as unknown };
    const sent = circuit.run((onOpen) => {
      peer.sent += 1;
      return new Promise<string>((resolve, reject) => {
        answer = resolve;
        onOpen(reject);
      });
    });
    const end = (result: unknown): void => void Object.assign(outcome, { endedAtMs: clock.nowMs(), result });
    void sent.then(end, end);
    return { outcome, answer: (text: string) => answer(text) };
  };
  const advance = async (ms: number): Promise<void> => {
    for (let left = ms; left > 0; left -= 50) {
      await setImmediate();
      clock.advance(50);
    }
    await setImmediate();
  };
  return { peer, circuit, request, advance, clock };
}

test('sends no probe for requests with an answer in time', async () => {
  const { peer, request, advance } = trial();
  for (let round = 0; round < 5; round++) {
    const { outcome, answer } = request();
    await advance(250);
    answer('done');
    await advance(50);
    expect(outcome.result).toBe('done');
  }
  await advance(1_000);
  expect(peer.probesAtMs).toEqual([]);
});

test('a late request goes on while the peer answers probes', async () => {
  const { peer, request, advance } = trial();
  const { outcome, answer } = request();
  await advance(4_000);
  expect(outcome.endedAtMs).toBeNull();
  expect(peer.probesAtMs.length).toBeGreaterThan(2);
  answer('late');
  await advance(50);
  expect(outcome.result).toBe('late');
  const probes = peer.probesAtMs.length;
  await advance(5_000);
  expect(peer.probesAtMs).toHaveLength(probes);
});

test('a peer that freezes ends all its requests within two seconds, and later ones at once', async () => {
  const { peer, request, advance, clock } = trial();
  peer.isAlive = false;
  const first = request();
  await advance(200);
  const second = request();
  await advance(1_800);
  for (const { outcome } of [first, second]) {
    expect(outcome.result).toBeInstanceOf(CircuitOpen);
    expect(outcome.endedAtMs).toBeLessThan(2_000);
  }
  const refused = request();
  await advance(50);
  expect(refused.outcome.result).toBeInstanceOf(CircuitOpen);
  expect([refused.outcome.endedAtMs, peer.sent]).toEqual([clock.nowMs() - 50, 2]);
});

test('a peer that freezes during a late request ends it within two seconds, too', async () => {
  const { peer, request, advance } = trial();
  const { outcome } = request();
  await advance(5_000);
  peer.isAlive = false;
  await advance(2_000);
  expect(outcome.result).toBeInstanceOf(CircuitOpen);
});

test('the first answer to a probe closes the circuit', async () => {
  const { peer, request, advance, clock } = trial();
  peer.isAlive = false;
  request();
  await advance(20_000);
  expect(request().outcome.result).toBeNull();
  expect(peer.sent).toBe(1);
  peer.isAlive = true;
  const thawedMs = clock.nowMs();
  await advance(2_000);
  expect(peer.closedAtMs).toHaveLength(1);
  expect(peer.closedAtMs[0]).toBeLessThan(thawedMs + 2_000);
  const { outcome, answer } = request();
  answer('again');
  await advance(50);
  expect([outcome.result, peer.sent]).toEqual(['again', 2]);
});

test('a peer that refuses connections to probes opens the circuit', async () => {
  const clock = createManualClock(0);
  const circuit = createCircuit({ clock, probe: () => Promise.reject(new Error('ECONNREFUSED')) });
  const request = circuit.run((onOpen) => new Promise((_, reject) => onOpen(reject)));
  const failed = expect(request).rejects.toThrow('the circuit is open: ECONNREFUSED');
  await setImmediate();
  clock.advance(300);
  await failed;
  circuit.stop();
});

test('a stopped circuit sends no more probes', async () => {
  const { peer, request, advance, circuit } = trial();
  peer.isAlive = false;
  request();
  await advance(2_000);
  circuit.stop();
  const probes = peer.probesAtMs.length;
  await advance(5_000);
  expect(peer.probesAtMs).toHaveLength(probes);
});
