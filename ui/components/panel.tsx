import type { JSX } from 'solid-js';

interface PanelProps {
  readonly title: string;
  readonly padded?: boolean;
  readonly children: JSX.Element;
}

/** A part of a page under a title of its own. */
export const Panel = (props: PanelProps) => (
  <section class="panel" aria-label={props.title}>
    <div class="panel-head">
      <h2>{props.title}</h2>
    </div>
    <div classList={{ 'panel-body': props.padded }}>{props.children}</div>
  </section>
);
