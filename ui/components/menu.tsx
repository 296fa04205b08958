import Check from 'lucide-solid/icons/check';
import { For, Show, createSignal, createUniqueId, type JSX } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { Button, IconButton, type ButtonKind, type Icon } from './button.js';
import './menu.css';
import { moveInMenu, placeBelow } from './menu-moves.js';

export interface MenuItem {
  readonly label: string;
  readonly onSelect?: () => void;
  readonly href?: string;
  readonly icon?: Icon;
  readonly danger?: boolean;
  /** Given for a choice that can be on or off; the menu stays open while such items are changed. */
  readonly checked?: boolean;
  /** Given for one of several choices. */
  readonly chosen?: boolean;
  /** Why it can't be done now; shown, so that nobody wonders. */
  readonly unavailable?: string;
  /** A heading over this and the following items. */
  readonly group?: string;
}

interface MenuProps {
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly icon?: Icon;
  readonly kind?: ButtonKind;
  readonly size?: 'small' | 'normal';
  /** What the button shows beside its icon; without it the label is only read aloud and shown on hover. */
  readonly text?: JSX.Element;
  readonly side?: 'start' | 'end';
  readonly class?: string;
}

/**
 * A button that opens a list of actions, in the browser's top layer. Written here instead of taken from the
 * component library because it is on every page and the library's costs 38 kB of the first load.
 */
export const Menu = (props: MenuProps) => {
  const id = createUniqueId();
  const [open, setOpen] = createSignal(false);
  let list!: HTMLDivElement;
  let trigger!: HTMLDivElement;
  const button = () => trigger.querySelector('button');
  const show = (focus: 'first' | 'last') => {
    // Filled before it is shown, as its place depends on its height.
    setOpen(true);
    list.showPopover();
    placeBelow(list, trigger, props.side ?? 'start');
    moveInMenu(list, focus === 'first' ? 'Home' : 'End');
  };
  const toggle = () => (open() ? list.hidePopover() : show('first'));
  const choose = (item: MenuItem) => {
    if (item.unavailable !== undefined) return;
    if (item.checked === undefined) {
      button()?.focus();
      list.hidePopover();
    }
    item.onSelect?.();
  };
  const onListKey = (event: KeyboardEvent) => {
    if (event.key === 'Tab') list.hidePopover();
    else if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      list.hidePopover();
      button()?.focus();
    } else if (moveInMenu(list, event.key)) event.preventDefault();
  };
  const onTriggerKey = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    show(event.key === 'ArrowDown' ? 'first' : 'last');
  };
  const attributes = () => ({
    'aria-haspopup': 'menu' as const,
    'aria-expanded': open(),
    'aria-controls': id,
    onClick: toggle,
    onKeyDown: onTriggerKey,
  });
  return (
    <div class={`menu ${props.class ?? ''}`} ref={trigger}>
      <Show
        when={props.text !== undefined}
        fallback={
          <IconButton
            {...attributes()}
            icon={props.icon as Icon}
            label={props.label}
            size={props.size}
            tipSide={props.side === 'end' ? 'end' : undefined}
          />
        }
      >
        <Button {...attributes()} kind={props.kind ?? 'quiet'} icon={props.icon} size={props.size} aria-label={props.label}>
          {props.text}
        </Button>
      </Show>
      <div
        ref={list}
        id={id}
        popover="auto"
        role="menu"
        aria-label={props.label}
        class="menu-list"
        onKeyDown={onListKey}
        on:toggle={(event: ToggleEvent) => setOpen(event.newState === 'open')}
      >
        <Show when={open()}>
          <For each={props.items}>{(item) => <MenuRow item={item} onChoose={() => choose(item)} />}</For>
        </Show>
      </div>
    </div>
  );
};

const roleOf = (item: MenuItem) =>
  item.checked !== undefined ? 'menuitemcheckbox' : item.chosen !== undefined ? 'menuitemradio' : 'menuitem';

const MenuRow = (props: { readonly item: MenuItem; readonly onChoose: () => void }) => (
  <>
    <Show when={props.item.group}>
      <div class="menu-group" role="presentation">
        {props.item.group}
      </div>
    </Show>
    <Dynamic
      component={props.item.href === undefined ? 'button' : 'a'}
      type={props.item.href === undefined ? 'button' : undefined}
      href={props.item.href}
      target={props.item.href?.startsWith('http') ? '_blank' : undefined}
      rel={props.item.href?.startsWith('http') ? 'noreferrer external' : undefined}
      role={roleOf(props.item)}
      tabIndex={-1}
      class="menu-item"
      classList={{ 'menu-item-danger': props.item.danger }}
      aria-checked={props.item.checked ?? props.item.chosen}
      aria-disabled={props.item.unavailable === undefined ? undefined : 'true'}
      onClick={() => props.onChoose()}
    >
      <Show when={props.item.checked !== undefined || props.item.chosen !== undefined}>
        <span class="menu-mark">
          <Show when={props.item.checked ?? props.item.chosen}>
            <Check size={14} aria-hidden="true" />
          </Show>
        </span>
      </Show>
      <Show when={props.item.icon}>{(icon) => <Dynamic component={icon()} size={16} aria-hidden="true" />}</Show>
      <span class="menu-text">
        {props.item.label}
        <Show when={props.item.unavailable}>
          <small>{props.item.unavailable}</small>
        </Show>
      </span>
    </Dynamic>
  </>
);
