import X from 'lucide-solid/icons/x';
import { Show, createSignal, createUniqueId, onCleanup, onMount, type JSX } from 'solid-js';
import { messages } from '../i18n.js';
import { IconButton } from './button.js';
import { Contained } from './contained.js';
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
 * back. Mounted means open. A click beside it doesn't close it, and Escape asks first where something was typed, so nothing is lost by a slip.
 */
export const Dialog = (props: DialogProps) => {
  const titleId = createUniqueId();
  let element!: HTMLDialogElement;
  const [typed, setTyped] = createSignal(false);
  const [warned, setWarned] = createSignal(false);
  let mounted = true;
  onMount(() => {
    element.showModal();
    const first = element.querySelector<HTMLElement>('[autofocus], .dialog-body :is(input, select, textarea):not([readonly])');
    (first ?? element.querySelector<HTMLElement>('h2'))?.focus();
  });
  onCleanup(() => {
    mounted = false;
    element.close();
  });
  const cancel = (event: Event) => {
    event.preventDefault();
    if (props.held) return;
    if (typed() && !warned()) setWarned(true);
    else props.onClose();
  };
  // A second Escape in a row closes whatever the page says to it.
  const closed = () => {
    if (!mounted) return;
    if (props.held) element.showModal();
    else props.onClose();
  };
  const noteTyping = () => {
    setTyped(true);
    setWarned(false);
  };
  /** Enter makes a new line in a text of several; with Ctrl it sends, as it does by itself elsewhere. */
  const sendFromText = (event: KeyboardEvent & { currentTarget: HTMLFormElement }) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || !(event.target instanceof HTMLTextAreaElement)) return;
    event.preventDefault();
    event.currentTarget.requestSubmit();
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    props.onSubmit?.();
  };
  return (
    <dialog ref={element} class={`dialog dialog-${props.width ?? 'normal'}`} aria-labelledby={titleId} onCancel={cancel} onClose={closed}>
      <form class="dialog-frame" novalidate onSubmit={submit} onInput={noteTyping} onKeyDown={sendFromText}>
        <header class="dialog-head">
          <h2 id={titleId} tabIndex={-1}>
            {props.title}
          </h2>
          <IconButton icon={X} label={shell().actions.close} tipSide="end" onClick={cancel} />
        </header>
        <div class="dialog-body">
          <Contained>{props.children}</Contained>
        </div>
        <div role="alert">
          <Show when={warned()}>
            <p class="dialog-unsaved">{shell().form.unsaved}</p>
          </Show>
        </div>
        <Show when={props.footer}>
          <footer class="dialog-foot">{props.footer}</footer>
        </Show>
      </form>
    </dialog>
  );
};
