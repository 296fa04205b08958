import { For, Show, type JSX } from 'solid-js';
import './fact-list.css';

export interface Fact {
  readonly label: string;
  readonly value: JSX.Element;
}

/** Names and values, in two columns. */
export const FactList = (props: { readonly facts: readonly Fact[] }) => (
  <dl class="facts">
    <For each={props.facts}>
      {(fact) => (
        <div>
          <dt>{fact.label}</dt>
          <dd>
            <Show when={fact.value !== undefined && fact.value !== null && fact.value !== ''} fallback="—">
              {fact.value}
            </Show>
          </dd>
        </div>
      )}
    </For>
  </dl>
);
