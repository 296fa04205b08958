import { For } from 'solid-js';
import { Dialog } from '../components/dialog.js';
import { messages } from '../i18n.js';
import { may } from '../session/session.js';
import './shortcuts.css';

const shell = messages('shell');
const words = () => shell().keys;

type Shortcut = readonly [keys: readonly string[], meaning: string];

const everywhere = (): Shortcut[] => [
  [['Ctrl', 'K'], words().search],
  [['g', 'o'], words().goOverview],
  ...(may('customer.read') ? [[['g', 'c'], words().goCustomers] as Shortcut] : []),
  ...(may('process.engine') ? [[['g', 'p'], words().goProcesses] as Shortcut] : []),
  ...(may('customer.create') ? [[['c'], words().create] as Shortcut] : []),
  [['?'], words().help],
];

const inLists = (): Shortcut[] => [
  [['j'], words().down],
  [['k'], words().up],
  [['Enter'], words().open],
  [['x'], words().select],
  [['/'], words().find],
];

const inDialogs = (): Shortcut[] => [
  [['Ctrl', 'Enter'], words().confirm],
  [['Esc'], words().close],
];

const ShortcutsDialog = (props: { readonly onClose: () => void }) => (
  <Dialog title={words().title} onClose={() => props.onClose()}>
    <ShortcutList title={words().everywhere} shortcuts={everywhere()} />
    <ShortcutList title={words().inLists} shortcuts={inLists()} />
    <ShortcutList title={words().inDialogs} shortcuts={inDialogs()} />
  </Dialog>
);

const ShortcutList = (props: { readonly title: string; readonly shortcuts: readonly Shortcut[] }) => (
  <section>
    <h3>{props.title}</h3>
    <dl class="shortcuts">
      <For each={props.shortcuts}>
        {([keys, meaning]) => (
          <div>
            <dt>
              <For each={keys}>{(key) => <kbd>{key}</kbd>}</For>
            </dt>
            <dd>{meaning}</dd>
          </div>
        )}
      </For>
    </dl>
  </section>
);

export default ShortcutsDialog;
