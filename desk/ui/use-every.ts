import { useEffect } from 'react';
import { useDesk } from '../app/desk.ts';

/** Runs something again and again, with a pause before each time. */
export function useEvery(pauseMs: number, run: () => void): void {
  const { clock } = useDesk().browser;
  useEffect(() => {
    const begin = () => clock.after(pauseMs, tick);
    let alarm = begin();
    function tick(): void {
      run();
      alarm = begin();
    }
    return () => alarm.cancel();
  }, [clock, pauseMs, run]);
}
