import { onCleanup, onMount } from 'solid-js';

/** True while the focus is where letters are typed or a dialog or menu is open, so that single keys mean themselves. */
export const typingElsewhere = (event: KeyboardEvent): boolean => {
  const target = event.target as HTMLElement;
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return true;
  if (document.querySelector('dialog[open], .menu-list:popover-open') !== null) return true;
  return target.matches('input:not([type="checkbox"]), textarea, select, [contenteditable]');
};

/** j and k walk along the rows' links, x selects the row; Enter is the link's own. */
export const useListKeys = (frame: () => HTMLElement, onSelect: (id: string) => void): void => {
  const links = () => [...frame().querySelectorAll<HTMLElement>('.row-link')];
  const walk = (by: number) => {
    const all = links();
    const row = document.activeElement?.closest('tr');
    const current = all.findIndex((link) => link.closest('tr') === row);
    const next = all[current === -1 ? 0 : Math.min(all.length - 1, Math.max(0, current + by))];
    next?.focus();
    next?.scrollIntoView({ block: 'nearest' });
  };
  const onKey = (event: KeyboardEvent) => {
    if (typingElsewhere(event)) return;
    const id = document.activeElement?.closest('tr')?.dataset.id;
    if (event.key === 'j') walk(1);
    else if (event.key === 'k') walk(-1);
    else if (event.key === 'x' && id !== undefined) onSelect(id);
    else return;
    event.preventDefault();
  };
  onMount(() => document.addEventListener('keydown', onKey));
  onCleanup(() => document.removeEventListener('keydown', onKey));
};
