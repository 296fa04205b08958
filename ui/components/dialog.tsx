import X from 'lucide-solid/icons/x';
import { Show, createUniqueId, onCleanup, onMount, type JSX } from 'solid-js';
import { messages } from '../i18n.js';
import { IconButton } from './button.js';
import './dialog.css';

const shell = messages('shell');

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: JSX.Element;
  readonly footer?: JSX.Element;
  readonly width?: 'narrow' | 'normal' | 'wide';
  /** When given, the content is a form and Enter in a field sends it. */
  readonly onSubmit?: () => void;
  /** While true, neither Escape nor the cross closes: an answer is awaited. */
  readonly held?: boolean;
}

/**
 * A modal dialog on the browser's own <dialog>: it makes the rest inert, keeps the focus inside and gives it
 * back. Mounted means open. A click beside it doesn't close it, so nothing typed is lost by a slip.
 */
export const Dialog = (props: DialogProps) => {
  const titleId = createUniqueId();
  let element!: HTMLDialogElement;
  onMount(() => {
    element.showModal();
    const first = element.querySelector<HTMLElement>('[autofocus], .dialog-body :is(input, select, textarea):not([readonly])');
    (first ?? element.querySelector<HTMLElement>('h2'))?.focus();
  });
  onCleanup(() => element.close());
  const cancel = (event: Event) => {
    event.preventDefault();
    if (!props.held) props.onClose();
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    props.onSubmit?.();
  };
  return (
    <dialog ref={element} class={`dialog dialog-${props.width ?? 'normal'}`} aria-labelledby={titleId} onCancel={cancel}>
      <form class="dialog-frame" novalidate onSubmit={submit}>
        <header class="dialog-head">
          <h2 id={titleId} tabIndex={-1}>
            {props.title}
          </h2>
          <IconButton icon={X} label={shell().actions.close} tipSide="end" onClick={cancel} />
        </header>
        <div class="dialog-body">{props.children}</div>
        <Show when={props.footer}>
          <footer class="dialog-foot">{props.footer}</footer>
        </Show>
      </form>
    </dialog>
  );
};
