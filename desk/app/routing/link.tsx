import type { AnchorHTMLAttributes, MouseEvent, ReactElement } from 'react';
import { useStore } from '../../state/store.ts';
import { useDesk } from '../desk.ts';
import type { Route } from './routes.ts';

export const useRoute = (): Route => useStore(useDesk().router);

/** A click that opens a window or saves the target belongs to the browser. */
const isPlain = (event: MouseEvent): boolean =>
  event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);

type LinkProps = AnchorHTMLAttributes<HTMLAnchorElement> & { readonly href: string };

/** A link within the desk. */
export function Link({ href, onClick, ...rest }: LinkProps): ReactElement {
  const { router } = useDesk();
  const go = (event: MouseEvent<HTMLAnchorElement>): void => {
    onClick?.(event);
    if (event.defaultPrevented || !isPlain(event)) return;
    event.preventDefault();
    router.go(href);
  };
  return <a {...rest} href={href} onClick={go} />;
}
