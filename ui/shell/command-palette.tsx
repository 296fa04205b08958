import { useNavigate } from '@solidjs/router';
import Search from 'lucide-solid/icons/search';
import { For, Show, createEffect, createMemo, createSignal, onCleanup, onMount } from 'solid-js';
import { api } from '../api.js';
import { messages } from '../i18n.js';
import './command-palette.css';
import { groupHits, pageHits, type Hit } from './palette-hits.js';
import { titleIn } from '../timeline/title-in.js';
import { useQuery } from '../use-query.js';

const shell = messages('shell');
const words = () => shell().palette;
const typingPauseMs = 140;

/** What was found, by its names in the reader's language. */
const inReadersWords = (hit: Hit & { readonly titleIt?: string | null; readonly subtitleIt?: string | null }): Hit => ({
  ...hit,
  title: titleIn({ ...hit, titleIt: hit.titleIt ?? null }),
  subtitle: titleIn({ title: hit.subtitle, titleIt: hit.subtitleIt ?? null }),
});

/** Finds customers, users, subscriptions, orders, processes and pages by any name or id. Arrow keys choose, Enter opens. */
const CommandPalette = (props: { readonly onClose: () => void; readonly onShortcuts: () => void }) => {
  const navigate = useNavigate();
  const [typed, setTyped] = createSignal('');
  const [asked, setAsked] = createSignal('');
  const [index, setIndex] = createSignal(0);
  let dialog!: HTMLDialogElement;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const found = useQuery(() => ({
    ...api.search.all.queryOptions({ q: asked() }),
    enabled: asked() !== '',
    placeholderData: (old) => old,
  }));
  const hits = (): Hit[] => [...pageHits(typed()), ...(asked() === '' ? [] : (found.data ?? [])).map(inReadersWords)];
  // Kept, not made anew at each reading: which hit is chosen is told by the hit itself.
  const groups = createMemo(() => groupHits(hits(), words()));
  const ordered = createMemo(() => groups().flatMap((group) => group.hits));

  onMount(() => dialog.showModal());
  onCleanup(() => {
    clearTimeout(timer);
    dialog.close();
  });
  createEffect(() => {
    if (index() >= ordered().length) setIndex(Math.max(0, ordered().length - 1));
  });

  const onInput = (text: string) => {
    setTyped(text);
    setIndex(0);
    clearTimeout(timer);
    timer = setTimeout(() => setAsked(text.trim().slice(0, 200)), typingPauseMs);
  };
  const open = (hit: Hit | undefined, elsewhere: boolean) => {
    if (hit === undefined) return;
    if (elsewhere) window.open(hit.href, '_blank', 'noreferrer');
    else {
      props.onClose();
      navigate(hit.href);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Enter') open(ordered()[index()], event.ctrlKey || event.metaKey);
    else if (by !== undefined && ordered().length > 0) setIndex((index() + by + ordered().length) % ordered().length);
    else return;
    event.preventDefault();
    document.getElementById(`hit-${index()}`)?.scrollIntoView({ block: 'nearest' });
  };
  const close = (event: Event) => {
    event.preventDefault();
    props.onClose();
  };
  return (
    <dialog
      class="palette"
      ref={dialog}
      aria-label={words().label}
      onCancel={close}
      onClick={(event) => event.target === dialog && props.onClose()}
    >
      <div class="palette-search">
        <Search size={18} aria-hidden="true" />
        <input
          autofocus
          role="combobox"
          aria-expanded="true"
          aria-controls="palette-hits"
          aria-activedescendant={ordered().length > 0 ? `hit-${index()}` : undefined}
          aria-label={words().label}
          placeholder={words().placeholder}
          autocomplete="off"
          spellcheck={false}
          maxLength={200}
          onInput={(event) => onInput(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
      </div>
      <div class="palette-hits" id="palette-hits" role="listbox" aria-label={words().label}>
        <For each={groups()}>
          {(group) => (
            <div role="group" aria-label={group.label}>
              <div class="palette-group" aria-hidden="true">
                {group.label}
              </div>
              <For each={group.hits}>
                {(hit) => (
                  <HitRow
                    hit={hit}
                    index={ordered().indexOf(hit)}
                    chosen={ordered()[index()] === hit}
                    onPoint={() => setIndex(ordered().indexOf(hit))}
                    onOpen={(elsewhere) => open(hit, elsewhere)}
                  />
                )}
              </For>
            </div>
          )}
        </For>
      </div>
      <PaletteFoot empty={ordered().length === 0} typed={typed()} searching={found.isFetching} failed={found.isError && asked() !== ''} />
    </dialog>
  );
};

interface HitRowProps {
  readonly hit: Hit;
  readonly index: number;
  readonly chosen: boolean;
  readonly onPoint: () => void;
  readonly onOpen: (elsewhere: boolean) => void;
}

const HitRow = (props: HitRowProps) => (
  <div
    class="palette-hit"
    role="option"
    id={`hit-${props.index}`}
    aria-selected={props.chosen}
    onPointerMove={() => props.onPoint()}
    onClick={(event) => props.onOpen(event.ctrlKey || event.metaKey)}
  >
    <span class="clip">{props.hit.title}</span>
    <span class="clip soft">{props.hit.subtitle}</span>
  </div>
);

const PaletteFoot = (props: { readonly empty: boolean; readonly typed: string; readonly searching: boolean; readonly failed: boolean }) => (
  <div class="palette-foot">
    <p role="status" class="soft">
      <Show when={props.failed}>{words().failed}</Show>
      <Show when={!props.failed && props.searching}>{words().searching}</Show>
      <Show when={!props.failed && !props.searching && props.empty}>
        {words().nothing(props.typed)} · {words().nothingHint}
      </Show>
    </p>
    <span class="palette-keys small soft" aria-hidden="true">
      <kbd>↑↓</kbd> {words().move} <kbd>Enter</kbd> {words().open} <kbd>Esc</kbd> {words().leave}
    </span>
  </div>
);

export default CommandPalette;
