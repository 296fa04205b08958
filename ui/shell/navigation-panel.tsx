import { A, useLocation } from '@solidjs/router';
import PanelLeftClose from 'lucide-solid/icons/panel-left-close';
import PanelLeftOpen from 'lucide-solid/icons/panel-left-open';
import X from 'lucide-solid/icons/x';
import { For, Show, createEffect } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { IconButton } from '../components/button.js';
import { messages } from '../i18n.js';
import { BrandMark } from './brand.js';
import { OwnServices } from './own-services.js';
import { navigation, type NavigationPage } from './navigation.js';

const shell = messages('shell');

interface NavigationPanelProps {
  readonly narrow: boolean;
  readonly drawer: boolean;
  readonly onNarrow: () => void;
  readonly onCloseDrawer: () => void;
}

/** The left navigation; a drawer on small screens. */
export const NavigationPanel = (props: NavigationPanelProps) => {
  let panel!: HTMLElement;
  createEffect(() => {
    if (props.drawer) panel.querySelector<HTMLElement>('.navigation-close')?.focus();
  });
  const onKey = (event: KeyboardEvent) => event.key === 'Escape' && props.onCloseDrawer();
  return (
    <>
      <Show when={props.drawer}>
        <button
          type="button"
          class="drawer-shade"
          tabIndex={-1}
          aria-label={shell().navigation.close}
          onClick={() => props.onCloseDrawer()}
        />
      </Show>
      <nav class="navigation" aria-label={shell().navigation.label} ref={panel} onKeyDown={onKey}>
        <div class="row">
          <A href="/" class="brand">
            <BrandMark />
            <span class="brand-name">Licenza</span>
          </A>
          <IconButton
            class="navigation-close"
            icon={X}
            label={shell().navigation.close}
            tipSide="end"
            onClick={() => props.onCloseDrawer()}
          />
        </div>
        <For each={navigation()}>
          {(group) => (
            <section class="navigation-group">
              <Show when={group.label}>
                <h2>{group.label}</h2>
              </Show>
              <ul>
                <For each={group.pages}>{(page) => <NavigationLink page={page} narrow={props.narrow} />}</For>
              </ul>
            </section>
          )}
        </For>
        <OwnServices />
        <div class="navigation-foot">
          <IconButton
            icon={props.narrow ? PanelLeftOpen : PanelLeftClose}
            label={props.narrow ? shell().navigation.wide : shell().navigation.narrow}
            onClick={() => props.onNarrow()}
          />
        </div>
      </nav>
    </>
  );
};

const NavigationLink = (props: { readonly page: NavigationPage; readonly narrow: boolean }) => {
  const location = useLocation();
  const current = () => {
    const path = location.pathname;
    if (props.page.exact !== true) return path.startsWith(props.page.href);
    // A customer's own page belongs to the list of customers.
    return path === props.page.href || (props.page.href === '/customers' && /^\/customers\/(?!new|import)/.test(path));
  };
  return (
    <li>
      <A
        href={props.page.href}
        class="navigation-link"
        aria-current={current() ? 'page' : undefined}
        title={props.narrow ? props.page.label : undefined}
      >
        <Dynamic component={props.page.icon} size={18} aria-hidden="true" />
        <span class="navigation-label">{props.page.label}</span>
      </A>
    </li>
  );
};
