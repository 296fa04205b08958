import { For, type JSX } from 'solid-js';
import './tabs.css';

export interface Tab {
  readonly id: string;
  readonly label: string;
  readonly count?: number;
}

interface TabsProps {
  readonly label: string;
  readonly tabs: readonly Tab[];
  readonly current: string;
  readonly onChange: (id: string) => void;
  readonly children: JSX.Element;
}

/** Views of one subject; arrow keys move between them. */
export const Tabs = (props: TabsProps) => {
  let list!: HTMLDivElement;
  const onKeyDown = (event: KeyboardEvent) => {
    const index = props.tabs.findIndex((tab) => tab.id === props.current);
    const last = props.tabs.length - 1;
    const target = { ArrowRight: index === last ? 0 : index + 1, ArrowLeft: index === 0 ? last : index - 1, Home: 0, End: last }[event.key];
    const tab = target === undefined ? undefined : props.tabs[target];
    if (tab === undefined) return;
    event.preventDefault();
    props.onChange(tab.id);
    list.querySelectorAll<HTMLElement>('[role="tab"]')[target ?? 0]?.focus();
  };
  return (
    <div class="tabs">
      <div class="tab-list" role="tablist" aria-label={props.label} ref={list} onKeyDown={onKeyDown}>
        <For each={props.tabs}>
          {(tab) => (
            <button
              type="button"
              role="tab"
              class="tab"
              id={`tab-${tab.id}`}
              aria-controls={`panel-${props.current}`}
              aria-selected={tab.id === props.current}
              tabIndex={tab.id === props.current ? 0 : -1}
              onClick={() => props.onChange(tab.id)}
            >
              {tab.label}
              {tab.count === undefined ? '' : <span class="tab-count">{tab.count}</span>}
            </button>
          )}
        </For>
      </div>
      <div role="tabpanel" id={`panel-${props.current}`} aria-labelledby={`tab-${props.current}`} tabIndex={-1}>
        {props.children}
      </div>
    </div>
  );
};
