import { useNavigate } from '@solidjs/router';
import { onCleanup, onMount } from 'solid-js';
import { typingElsewhere } from '../components/list-keys.js';
import { may } from '../session/session.js';

interface ShellKeys {
  readonly palette: () => void;
  readonly shortcuts: () => void;
}

const secondKeyMs = 1_200;

/** Ctrl-K and ? everywhere; g then a letter goes to a page; c creates a customer. */
export const useShellKeys = (open: ShellKeys): void => {
  const navigate = useNavigate();
  let goUntil = 0;
  const targets: Readonly<Record<string, string | false>> = {
    get o() {
      return '/';
    },
    get c() {
      return may('customer.read') && '/customers';
    },
    get p() {
      return may('process.engine') && '/processes';
    },
  };
  const plainKey = (key: string): boolean => {
    const going = Date.now() < goUntil;
    goUntil = key === 'g' ? Date.now() + secondKeyMs : 0;
    const target = going ? targets[key] : key === 'c' && may('customer.create') && '/customers/new';
    if (typeof target === 'string') navigate(target);
    else if (key === '?') open.shortcuts();
    else return false;
    return true;
  };
  const onKey = (event: KeyboardEvent) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      if (document.querySelector('dialog[open]') === null) open.palette();
    } else if (!typingElsewhere(event) && plainKey(event.key)) event.preventDefault();
  };
  onMount(() => document.addEventListener('keydown', onKey));
  onCleanup(() => document.removeEventListener('keydown', onKey));
};
