import Columns3 from 'lucide-solid/icons/columns-3';
import Search from 'lucide-solid/icons/search';
import X from 'lucide-solid/icons/x';
import { For, Show, onCleanup, onMount, type JSX } from 'solid-js';
import { messages } from '../i18n.js';
import { Button } from './button.js';
import './field.css';
import { typingElsewhere } from './list-keys.js';
import { Menu } from './menu.js';

const shell = messages('shell');
const typingPauseMs = 250;

export interface Filter {
  readonly id: string;
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly label: string; readonly count?: number }[];
  readonly chosen: readonly string[];
  readonly single?: boolean;
  readonly onChange: (chosen: string[]) => void;
}

interface FilterBarProps {
  readonly search: string;
  readonly searchLabel: string;
  readonly onSearch: (text: string) => void;
  readonly filters: readonly Filter[];
  readonly onClear: () => void;
  readonly children?: JSX.Element;
}

/** Search and filters as chips that read as a sentence: "State: Active, Disabled". Their home is the URL. */
export const FilterBar = (props: FilterBarProps) => {
  const filtered = () => props.search !== '' || props.filters.some((filter) => filter.chosen.length > 0);
  return (
    <div class="data-list-tools" role="search" aria-label={props.searchLabel}>
      <SearchBox value={props.search} label={props.searchLabel} onSearch={props.onSearch} />
      <For each={props.filters}>{(filter) => <FilterChip filter={filter} />}</For>
      <Show when={filtered()}>
        <Button kind="quiet" icon={X} onClick={() => props.onClear()}>
          {shell().list.clearFilters}
        </Button>
      </Show>
      <div class="data-list-tools-end">{props.children}</div>
    </div>
  );
};

const SearchBox = (props: { readonly value: string; readonly label: string; readonly onSearch: (text: string) => void }) => {
  let input!: HTMLInputElement;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const onInput = (text: string) => {
    clearTimeout(timer);
    timer = setTimeout(() => props.onSearch(text.trim()), typingPauseMs);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== '/' || typingElsewhere(event)) return;
    event.preventDefault();
    input.focus();
  };
  onMount(() => document.addEventListener('keydown', onKey));
  onCleanup(() => {
    clearTimeout(timer);
    document.removeEventListener('keydown', onKey);
  });
  return (
    <div class="control-group search-box">
      <span class="control-suffix">
        <Search size={16} aria-hidden="true" />
      </span>
      <input
        ref={input}
        type="search"
        class="control"
        aria-label={props.label}
        placeholder={props.label}
        value={props.value}
        maxLength={200}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    </div>
  );
};

const FilterChip = (props: { readonly filter: Filter }) => {
  const summary = () => {
    const chosen = props.filter.options.filter((option) => props.filter.chosen.includes(option.value));
    return chosen.length === 0 ? shell().list.any : chosen.map((option) => option.label).join(', ');
  };
  const toggle = (value: string) => {
    const { chosen, single } = props.filter;
    const without = chosen.filter((one) => one !== value);
    if (without.length < chosen.length) props.filter.onChange(without);
    else props.filter.onChange(single ? [value] : [...chosen, value]);
  };
  const items = () =>
    props.filter.options.map((option) => ({
      label: option.count === undefined ? option.label : `${option.label} · ${option.count}`,
      checked: props.filter.chosen.includes(option.value),
      onSelect: () => toggle(option.value),
    }));
  return (
    <Menu
      label={`${props.filter.label}: ${summary()}`}
      kind="plain"
      class={props.filter.chosen.length > 0 ? 'chip-holder-set' : 'chip-holder'}
      text={`${props.filter.label}: ${summary()}`}
      items={items()}
    />
  );
};

interface ColumnMenuProps {
  readonly columns: readonly { readonly id: string; readonly title: string }[];
  readonly hidden: readonly string[];
  readonly onToggle: (id: string) => void;
}

/** Which columns are shown; the first one always is. */
export const ColumnMenu = (props: ColumnMenuProps) => (
  <Menu
    label={shell().list.columns}
    icon={Columns3}
    side="end"
    items={props.columns.slice(1).map((column) => ({
      label: column.title,
      checked: !props.hidden.includes(column.id),
      onSelect: () => props.onToggle(column.id),
    }))}
  />
);
