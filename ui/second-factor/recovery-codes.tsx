import Copy from 'lucide-solid/icons/copy';
import Download from 'lucide-solid/icons/download';
import { For, createSignal } from 'solid-js';
import { Button } from '../components/button.js';
import { messages } from '../i18n.js';
import { me } from '../session/session.js';
import './second-factor.css';

const account = messages('account');
const shell = messages('shell');
const words = () => account().factor;
const thanksMs = 1_500;

const save = (text: string): void => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  link.download = words().fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1_000);
};

/** The recovery codes, shown this once: to be copied or kept as a file. */
export const RecoveryCodes = (props: { readonly codes: readonly string[]; readonly onKept: () => void }) => {
  const [copied, setCopied] = createSignal(false);
  const text = () => [words().fileHead(me()?.user.loginName ?? ''), '', ...props.codes, ''].join('\n');
  const copy = async () => {
    await navigator.clipboard.writeText(text());
    setCopied(true);
    setTimeout(() => setCopied(false), thanksMs);
  };
  return (
    <div class="stack" role="status">
      <p>
        <b>{words().codesOnce}</b> {words().codesText}
      </p>
      <ul class="recovery-codes" aria-label={words().codes}>
        <For each={props.codes}>
          {(code) => (
            <li>
              <code>{code}</code>
            </li>
          )}
        </For>
      </ul>
      <div class="row row-wrap">
        <Button icon={Copy} onClick={() => void copy()}>
          {copied() ? shell().actions.copied : words().copyCodes}
        </Button>
        <Button icon={Download} onClick={() => save(text())}>
          {words().saveCodes}
        </Button>
      </div>
      <div class="row">
        <Button kind="primary" onClick={() => props.onKept()}>
          {words().kept}
        </Button>
      </div>
    </div>
  );
};
