import { useLocation, type RouteSectionProps } from '@solidjs/router';
import { ErrorBoundary, Show, Suspense, createEffect, createSignal, on, onCleanup, onMount } from 'solid-js';
import { lazyDialog } from '../lazy-dialog.js';
import { Toasts } from '../components/toast.js';
import { messages } from '../i18n.js';
import { keepPreference } from '../preferences.js';
import { ConfirmIdentity } from '../session/confirm-identity-host.js';
import { FactorBanner } from '../session/factor-banner.js';
import { ImpersonationBanner } from '../session/impersonation-banner.js';
import { CrashPage } from './crash-page.js';
import { NavigationPanel } from './navigation-panel.js';
import { useShellKeys } from './shell-keys.js';
import './shell.css';
import { TopBar } from './top-bar.js';

const CommandPalette = lazyDialog(() => import('./command-palette.js'));
const ShortcutsDialog = lazyDialog(() => import('./shortcuts.dialog.js'));
const shell = messages('shell');

/** The frame around every page of a signed-in person. */
const Shell = (props: RouteSectionProps) => {
  const location = useLocation();
  const [drawer, setDrawer] = createSignal(false);
  const [narrow, setNarrow] = createSignal(document.documentElement.dataset.navigation === 'narrow');
  const [open, setOpen] = createSignal<'palette' | 'shortcuts'>();

  useShellKeys({ palette: () => setOpen('palette'), shortcuts: () => setOpen('shortcuts') });
  createEffect(
    on(
      () => location.pathname,
      () => setDrawer(false),
      { defer: true },
    ),
  );
  onMount(() => {
    let close: (() => void) | undefined;
    // The stream isn't needed for the first picture; its code comes after it.
    void import('../live.js').then((live) => (close = live.followChanges()));
    onCleanup(() => close?.());
  });

  const toggleWidth = () => {
    const next = !narrow();
    setNarrow(next);
    if (next) document.documentElement.dataset.navigation = 'narrow';
    else delete document.documentElement.dataset.navigation;
    keepPreference('navigation', next ? 'narrow' : undefined);
  };
  return (
    <>
      <ImpersonationBanner />
      <div class="shell" data-drawer={drawer() ? '' : undefined}>
        <a class="skip-link" href="#content">
          {shell().skip}
        </a>
        <NavigationPanel narrow={narrow()} drawer={drawer()} onNarrow={toggleWidth} onCloseDrawer={() => setDrawer(false)} />
        <TopBar onSearch={() => setOpen('palette')} onShortcuts={() => setOpen('shortcuts')} onDrawer={() => setDrawer(true)} />
        <main id="content" class="page" tabIndex={-1}>
          <FactorBanner />
          <ErrorBoundary fallback={(error: unknown, reset) => <CrashPage error={error} reset={reset} path={location.pathname} />}>
            <Suspense>{props.children}</Suspense>
          </ErrorBoundary>
        </main>
        <Suspense>
          <Show when={open() === 'palette'}>
            <CommandPalette onClose={() => setOpen(undefined)} onShortcuts={() => setOpen('shortcuts')} />
          </Show>
          <Show when={open() === 'shortcuts'}>
            <ShortcutsDialog onClose={() => setOpen(undefined)} />
          </Show>
        </Suspense>
        <ConfirmIdentity />
        <Toasts />
      </div>
    </>
  );
};

export default Shell;
