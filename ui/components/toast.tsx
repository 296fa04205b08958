import CircleCheck from 'lucide-solid/icons/circle-check';
import TriangleAlert from 'lucide-solid/icons/triangle-alert';
import X from 'lucide-solid/icons/x';
import { For, Show, createSignal } from 'solid-js';
import { messages, whenLanguageChanges } from '../i18n.js';
import { Button, IconButton } from './button.js';
import './toast.css';

interface Toast {
  readonly id: number;
  readonly tone: 'done' | 'failed';
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

const shownMs = 6_000;
const shell = messages('shell');
const [toasts, setToasts] = createSignal<readonly Toast[]>([]);
let lastId = 0;

const dismiss = (id: number) => setToasts((all) => all.filter((toast) => toast.id !== id));

/** Says that something was done, for six seconds; failures and offers stay until they are put away. */
export const toast = (tone: Toast['tone'], text: string, action?: Toast['action']): void => {
  const id = (lastId += 1);
  const isPlain = (one: Pick<Toast, 'tone' | 'action'>) => one.tone === 'done' && one.action === undefined;
  // What is done makes the news before it old: "disabled" under "enabled" would read as the present.
  const staying = (all: readonly Toast[]) => all.filter((one) => one.text !== text && !(tone === 'done' && isPlain(one)));
  setToasts((all) => [...staying(all).slice(-3), { id, tone, text, action }]);
  if (tone === 'done' && action === undefined) setTimeout(() => dismiss(id), shownMs);
};

whenLanguageChanges(() => setToasts([]));

/** Where toasts appear; once in the shell. Read aloud without taking the focus. */
export const Toasts = () => (
  <div class="toasts" role="status" aria-live="polite">
    <For each={toasts()}>
      {(item) => (
        <div class="toast" data-tone={item.tone}>
          <Show when={item.tone === 'done'} fallback={<TriangleAlert size={16} aria-hidden="true" />}>
            <CircleCheck size={16} aria-hidden="true" />
          </Show>
          <p>{item.text}</p>
          <Show when={item.action}>
            {(action) => (
              <Button
                size="small"
                onClick={() => {
                  dismiss(item.id);
                  action().run();
                }}
              >
                {action().label}
              </Button>
            )}
          </Show>
          <IconButton size="small" icon={X} label={shell().actions.close} tipSide="end" onClick={() => dismiss(item.id)} />
        </div>
      )}
    </For>
  </div>
);
