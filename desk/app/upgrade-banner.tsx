import { useEffect, useRef, useState, type ReactElement } from 'react';
import { useConnection } from '#sdk/src/react/index.ts';
import { useLanguage } from '../i18n/texts.ts';
import { useDesk } from './desk.ts';

/** Offers to load the page again after an upgrade, which every open page notices as a lost connection. */
export function UpgradeBanner(): ReactElement | null {
  const { broker, isUpgraded, browser } = useDesk();
  const { texts } = useLanguage();
  const isLive = useConnection(broker) === 'live';
  const wasLive = useRef(false);
  const [isOld, setOld] = useState(false);
  useEffect(() => {
    if (!isLive) return;
    if (wasLive.current) void isUpgraded().then((is) => is && setOld(true));
    wasLive.current = true;
  }, [isLive, isUpgraded]);
  if (!isOld) return null;
  return (
    <p className="status-banner upgrade-banner" role="status" data-testid="upgrade">
      {texts.shell.upgraded}{' '}
      <button type="button" className="button is-small is-primary" onClick={browser.reload}>
        {texts.shell.reload}
      </button>
    </p>
  );
}
