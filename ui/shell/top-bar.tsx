import { A, useNavigate } from '@solidjs/router';
import CircleHelp from 'lucide-solid/icons/circle-question-mark';
import Languages from 'lucide-solid/icons/languages';
import LogOut from 'lucide-solid/icons/log-out';
import MenuIcon from 'lucide-solid/icons/menu';
import Moon from 'lucide-solid/icons/moon';
import Search from 'lucide-solid/icons/search';
import ShoppingCart from 'lucide-solid/icons/shopping-cart';
import Sun from 'lucide-solid/icons/sun';
import SunMoon from 'lucide-solid/icons/sun-moon';
import UserRound from 'lucide-solid/icons/user-round';
import { Show, createSignal, onMount } from 'solid-js';
import { languages } from '../../domain/customer/customer.js';
import { useCart } from '../cart/cart.data.js';
import { IconButton } from '../components/button.js';
import { Menu, type MenuItem } from '../components/menu.js';
import { toast } from '../components/toast.js';
import { failureOf, failureText } from '../failure.js';
import { language, messages } from '../i18n.js';
import { chooseLanguage, config, may, me, signOut } from '../session/session.js';
import { changeTheme, theme, themes } from '../theme.js';

const shell = messages('shell');
const words = () => shell().topBar;

interface TopBarProps {
  readonly onSearch: () => void;
  readonly onShortcuts: () => void;
  readonly onDrawer: () => void;
}

/** Search, language, theme, help with the support contact, account. */
export const TopBar = (props: TopBarProps) => (
  <header class="top-bar">
    <IconButton class="top-bar-drawer" icon={MenuIcon} label={shell().navigation.open} onClick={() => props.onDrawer()} />
    <button type="button" class="top-bar-search" onClick={() => props.onSearch()} aria-keyshortcuts="Control+K">
      <Search size={16} aria-hidden="true" />
      <span>{words().search}</span>
      <kbd>Ctrl K</kbd>
    </button>
    <div class="top-bar-end">
      <ReconnectingMark />
      <Show when={may('cart.write')}>
        <CartLink />
      </Show>
      <LanguageMenu />
      <ThemeMenu />
      <HelpMenu onShortcuts={props.onShortcuts} />
      <AccountMenu />
    </div>
  </header>
);

/** The basket with how many services are in it, live from any tab. */
const CartLink = () => {
  const cart = useCart();
  const count = () => (cart.isSuccess ? cart.data.lines.length : 0);
  const label = () => (count() === 0 ? shell().navigation.cart : shell().navigation.cartWith(count()));
  return (
    <A href="/cart" class="button button-quiet button-icon cart-link" aria-label={label()} data-tip={label()}>
      <ShoppingCart size={16} aria-hidden="true" />
      <Show when={count() > 0}>
        <span class="cart-count" aria-hidden="true">
          {count()}
        </span>
      </Show>
    </A>
  );
};

/** Quiet, and only after some seconds without the stream. */
const ReconnectingMark = () => {
  const [reconnecting, setReconnecting] = createSignal<() => boolean>(() => false);
  onMount(() => void import('../live.js').then((live) => setReconnecting(() => live.reconnecting)));
  return (
    <span role="status">
      <Show when={reconnecting()()}>
        <span class="reconnecting" title={shell().live.reconnectingHint}>
          {shell().live.reconnecting}
        </span>
      </Show>
    </span>
  );
};

export const LanguageMenu = () => (
  <Menu
    label={words().language}
    icon={Languages}
    side="end"
    items={languages.map((tongue) => ({
      label: words().languages[tongue],
      chosen: language() === tongue,
      onSelect: () => void chooseLanguage(tongue),
    }))}
  />
);

const themeIcons = { system: SunMoon, light: Sun, dark: Moon };

export const ThemeMenu = () => (
  <Menu
    label={words().theme}
    icon={themeIcons[theme()]}
    side="end"
    items={themes.map((one) => ({
      label: words().themes[one],
      icon: themeIcons[one],
      chosen: theme() === one,
      onSelect: () => changeTheme(one),
    }))}
  />
);

export const HelpMenu = (props: { readonly onShortcuts?: () => void }) => {
  const items = (): MenuItem[] => {
    const known = config();
    if (known === undefined) return [];
    return [
      { group: words().support, label: words().writeTo(known.supportEmail), href: `mailto:${known.supportEmail}` },
      ...(known.supportPhone ? [{ label: words().call(known.supportPhone), href: `tel:${known.supportPhone.replaceAll(' ', '')}` }] : []),
      ...(props.onShortcuts ? [{ group: words().help, label: words().shortcuts, onSelect: props.onShortcuts }] : []),
      ...(known.engineUiUrl ? [{ label: words().engine, href: known.engineUiUrl }] : []),
      ...(known.inboxUrl ? [{ label: words().inbox, href: known.inboxUrl }] : []),
    ];
  };
  return <Menu label={words().help} icon={CircleHelp} side="end" items={items()} />;
};

const AccountMenu = () => {
  const navigate = useNavigate();
  const leave = async () => {
    try {
      await signOut();
      navigate('/sign-in');
    } catch (error) {
      toast('failed', failureText(failureOf(error)));
    }
  };
  const person = () => me()?.user;
  const place = () => me()?.customer?.name ?? me()?.channel?.name;
  const role = () => {
    const known = person()?.role;
    return known ? shell().states.role[known] : '';
  };
  const items = (): MenuItem[] => [
    {
      group: [person()?.displayName, role(), place()].filter(Boolean).join(' · '),
      label: words().profile,
      icon: UserRound,
      onSelect: () => navigate('/account'),
    },
    {
      label: words().signOut,
      icon: LogOut,
      onSelect: () => void leave(),
    },
  ];
  return <Menu label={`${words().account}: ${person()?.displayName ?? ''}`} icon={UserRound} side="end" items={items()} />;
};
