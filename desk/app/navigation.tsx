import type { ReactElement } from 'react';
import { useLanguage } from '../i18n/texts.ts';
import { AccountIcon, MarketIcon, OrdersIcon, SettingsIcon, TaxesIcon } from '../ui/icons.tsx';
import { Link, useRoute } from './routing/link.tsx';

const PLACES = [
  { page: 'market', href: '/', Icon: MarketIcon },
  { page: 'orders', href: '/orders', Icon: OrdersIcon },
  { page: 'account', href: '/account', Icon: AccountIcon },
  { page: 'taxes', href: '/taxes', Icon: TaxesIcon },
  { page: 'settings', href: '/settings', Icon: SettingsIcon },
] as const;

/** The pages: in the header of a wide screen, at the bottom of a phone's. Styles show one of both. */
export function Navigation({ place }: { readonly place: 'top' | 'bottom' }): ReactElement {
  const { page } = useRoute();
  const { texts } = useLanguage();
  return (
    <nav className={`navigation is-${place}`} aria-label={texts.shell.navigation}>
      {/* A wide screen has it in the line below the page. */}
      {place === 'bottom' && <p className="play-money">{texts.shell.playMoney}</p>}
      {PLACES.map(({ page: target, href, Icon }) => (
        <Link key={target} href={href} aria-current={page === target ? 'page' : undefined}>
          <Icon />
          <span>{texts.shell[target]}</span>
        </Link>
      ))}
    </nav>
  );
}
