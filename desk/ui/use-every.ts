import { useEffect } from 'react';
import { useDesk } from '../app/desk.ts';
import { isLost } from '../state/is-lost.ts';

/** Runs something again and again, with a pause before each time; not while the connection is lost. */
export function useEvery(pauseMs: number, run: () => void): void {
  const { broker, browser } = useDesk();
  const { clock } = browser;
  useEffect(() => {
    const begin = () => clock.after(pauseMs, tick);
    let alarm = begin();
    function tick(): void {
      if (!isLost(broker.connection.state)) run();
      alarm = begin();
    }
    return () => alarm.cancel();
  }, [broker, clock, pauseMs, run]);
}
