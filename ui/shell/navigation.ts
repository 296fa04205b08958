import Boxes from 'lucide-solid/icons/boxes';
import Building from 'lucide-solid/icons/building';
import FileDiff from 'lucide-solid/icons/file-diff';
import FileUp from 'lucide-solid/icons/file-up';
import KeyRound from 'lucide-solid/icons/key-round';
import LayoutDashboard from 'lucide-solid/icons/layout-dashboard';
import UserRoundPlus from 'lucide-solid/icons/user-round-plus';
import UsersRound from 'lucide-solid/icons/users-round';
import Repeat from 'lucide-solid/icons/repeat';
import ShoppingCart from 'lucide-solid/icons/shopping-cart';
import ScrollText from 'lucide-solid/icons/scroll-text';
import Store from 'lucide-solid/icons/store';
import Waypoints from 'lucide-solid/icons/waypoints';
import type { Icon } from '../components/button.js';
import { messages } from '../i18n.js';
import { may, me } from '../session/session.js';

export interface NavigationPage {
  readonly href: string;
  readonly label: string;
  readonly icon: Icon;
  readonly exact?: boolean;
}

export interface NavigationGroup {
  readonly label?: string;
  readonly pages: readonly NavigationPage[];
}

const shell = messages('shell');

const sellingPages = (): NavigationPage[] => {
  const words = shell().navigation;
  const list: NavigationPage = { href: '/customers', label: words.customers, icon: Building, exact: true };
  const create: NavigationPage = { href: '/customers/new', label: words.createCustomer, icon: UserRoundPlus };
  const importing: NavigationPage = { href: '/customers/import', label: words.importCustomers, icon: FileUp };
  return [list, ...(may('customer.create') ? [create] : []), ...(may('customer.import') ? [importing] : [])];
};

const accountPages = (customerId: string): NavigationPage[] => {
  const words = shell().navigation;
  const people: NavigationPage[] = [
    { href: '/users', label: words.users, icon: UsersRound },
    { href: '/services', label: words.services, icon: Boxes, exact: true },
    ...(may('order.read') ? [{ href: '/subscriptions', label: words.subscriptions, icon: Repeat }] : []),
    { href: '/login-history', label: words.loginHistory, icon: KeyRound },
  ];
  return [{ href: `/customers/${customerId}`, label: words.ourAccount, icon: Building }, ...(may('user.read') ? people : [])];
};

const buyingPages = (): NavigationPage[] => {
  const words = shell().navigation;
  const market: NavigationPage = { href: '/marketplace', label: words.marketplace, icon: Store };
  const cart: NavigationPage = { href: '/cart', label: words.cart, icon: ShoppingCart };
  const orders: NavigationPage = { href: '/orders', label: words.orders, icon: ScrollText };
  return [...(may('marketplace.read') ? [market] : []), ...(may('cart.write') ? [cart] : []), ...(may('order.read') ? [orders] : [])];
};

/** The pages this person may open, grouped by what they do there. */
export const navigation = (): NavigationGroup[] => {
  const words = shell().navigation;
  const groups: NavigationGroup[] = [{ pages: [{ href: '/', label: words.overview, icon: LayoutDashboard, exact: true }] }];
  const own = me()?.customer;
  if (own && may('customer.read')) groups.push({ label: words.account, pages: accountPages(own.id) });
  if (!own && may('customer.read')) groups.push({ label: words.usersAndLicences, pages: sellingPages() });
  if (buyingPages().length > 0) groups.push({ label: own ? words.buying : words.selling, pages: buyingPages() });
  if (may('staff.read')) {
    const label = may('staff.factor') ? words.staff : words.colleagues;
    groups.push({ label: words.people, pages: [{ href: '/staff', label, icon: UsersRound }] });
  }
  if (may('process.engine'))
    groups.push({
      label: words.operations,
      pages: [
        { href: '/processes', label: words.processes, icon: Waypoints },
        { href: '/comparison', label: words.reconcile, icon: FileDiff },
      ],
    });
  return groups;
};
