import { Show, createEffect, onMount, type JSX } from 'solid-js';
import './page-head.css';

interface PageHeadProps {
  readonly title: string;
  readonly state?: JSX.Element;
  readonly below?: JSX.Element;
  readonly actions?: JSX.Element;
}

/** Title, state, one primary action and the rest. Takes the focus when its page appears, so that a screen reader says where one is. */
export const PageHead = (props: PageHeadProps) => {
  let heading!: HTMLHeadingElement;
  onMount(() => {
    if (document.activeElement === document.body || document.activeElement?.closest('main') === null)
      heading.focus({ preventScroll: true });
  });
  createEffect(() => {
    document.title = `${props.title} · Licenza`;
  });
  return (
    <header class="page-head">
      <div class="page-head-text">
        <div class="page-head-title">
          <h1 tabIndex={-1} ref={heading}>
            {props.title}
          </h1>
          {props.state}
        </div>
        <Show when={props.below}>
          <div class="soft page-head-below">{props.below}</div>
        </Show>
      </div>
      <Show when={props.actions}>
        <div class="page-actions">{props.actions}</div>
      </Show>
    </header>
  );
};
