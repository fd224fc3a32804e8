import type { ReactElement } from 'react';

/** Line icons of 16 by 16; the text beside or the label of the button names what they do. */
const icon = (path: string): (() => ReactElement) =>
  function Icon() {
    return (
      <svg className="icon" viewBox="0 0 16 16" aria-hidden="true">
        <path d={path} />
      </svg>
    );
  };

export const CloseIcon = icon('M4 4l8 8M12 4l-8 8');
export const SearchIcon = icon('M11 11l3 3M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10z');
export const SunIcon = icon(
  'M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M3 13l1-1M12 4l1-1',
);
export const MoonIcon = icon('M13.5 9.5A6 6 0 0 1 6.5 2.500A6 6 0 1 0 13.5 9.5z');
export const StarIcon = icon(
  'M8 1.8l1.9 4 4.300.6-3.100 3 .8 4.400L8 11.700 4.100 13.800l.8-4.400-3.100-3 4.300-.6z',
);
export const PlusIcon = icon('M8 3v10M3 8h10');
export const TrashIcon = icon('M3 4.500h10M6 4.500V3h4v1.500M4.500 4.500l.6 8.500h5.800l.6-8.500');
export const MarketIcon = icon('M2 12l4-5 3 2.500L14 4M10.500 4H14v3.500');
export const OrdersIcon = icon('M3 4h10M3 8h10M3 12h6');
export const AccountIcon = icon('M2 5.500h12v7H2zM2 5.500l9-2.500v2.500M11 9h1');
export const TaxesIcon = icon('M4 2h8v12l-2-1.500L8 14l-2-1.500L4 14zM6 5.500h4M6 8.500h4');
export const SettingsIcon = icon('M2 5h7M12 5h2M2 11h2M7 11h7M10.500 3.500v3M5.500 9.500v3');
export const SignOutIcon = icon('M6 2.500H3v11h3M7 8h6.500M11 5.500L13.500 8 11 10.500');
export const EditIcon = icon('M3 13l.6-2.800L10.800 3l2.200 2.200-7.200 7.200z');
