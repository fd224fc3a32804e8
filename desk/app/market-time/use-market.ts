import { useEffect, useState } from 'react';
import { useStore } from '../../state/store.ts';
import { useDesk } from '../desk.ts';
import { marketNowMs } from './market-clock.ts';
import type { MarketState } from './market-status.ts';

export const useMarket = (): MarketState | null => useStore(useDesk().market);

const TICK_MS = 250;

/** The market's time, for a component that shows it; null before the first status. */
export function useMarketNow(): number | null {
  const { market, browser } = useDesk();
  const now = (): number | null => {
    const state = market.get();
    // A second at a time: the component renders again only when the text is another one.
    return state && Math.floor(marketNowMs(state.time, browser.clock.nowMs()) / 1000) * 1000;
  };
  const [shown, show] = useState(now);
  useEffect(() => {
    let alarm = { cancel: (): void => undefined };
    const tick = (): void => {
      show(now());
      alarm = browser.clock.after(TICK_MS, tick);
    };
    tick();
    return () => alarm.cancel();
  }, [market, browser]);
  return shown;
}
