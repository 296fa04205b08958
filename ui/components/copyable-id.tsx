import Check from 'lucide-solid/icons/check';
import Copy from 'lucide-solid/icons/copy';
import { createSignal } from 'solid-js';
import { messages } from '../i18n.js';
import { IconButton } from './button.js';
import './copyable-id.css';

const shell = messages('shell');
const thanksMs = 1_500;

/** An id in mono, shortened to its room, copied whole. */
export const CopyableId = (props: { readonly id: string }) => {
  const [copied, setCopied] = createSignal(false);
  const copy = async () => {
    await navigator.clipboard.writeText(props.id);
    setCopied(true);
    setTimeout(() => setCopied(false), thanksMs);
  };
  return (
    <span class="copyable-id">
      <code class="clip">{props.id}</code>
      <IconButton
        size="small"
        icon={copied() ? Check : Copy}
        label={copied() ? shell().actions.copied : shell().actions.copy}
        tipSide="end"
        onClick={() => void copy()}
      />
    </span>
  );
};
