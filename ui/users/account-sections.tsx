import { A, useLocation } from '@solidjs/router';
import { For, Show } from 'solid-js';
import '../components/tabs.css';
import { messages } from '../i18n.js';
import { may } from '../session/session.js';
import type { AccountScope } from './account-scope.js';
import './users.css';

const users = messages('users');

/** The ways between a customer's page, its users, services and login history. One's own account has them in the navigation. */
export const AccountSections = (props: { readonly scope: AccountScope }) => {
  const location = useLocation();
  const words = () => users().sections;
  const sections = () => {
    const base = props.scope.base();
    return [
      { href: base, label: words().customer },
      { href: `${base}/users`, label: words().users },
      { href: `${base}/services`, label: words().services },
      ...(may('order.read') ? [{ href: `${base}/subscriptions`, label: words().subscriptions }] : []),
      { href: `${base}/login-history`, label: words().history },
    ];
  };
  const current = (href: string) =>
    href === props.scope.base() ? location.pathname === href : location.pathname === href || location.pathname.startsWith(`${href}/`);
  return (
    <Show when={props.scope.customerId()}>
      <nav class="tab-list sections" aria-label={words().label}>
        <For each={sections()}>
          {(section) => (
            <A class="tab" href={section.href} aria-current={current(section.href) ? 'page' : undefined}>
              {section.label}
            </A>
          )}
        </For>
      </nav>
    </Show>
  );
};
