import Check from 'lucide-solid/icons/check';
import Copy from 'lucide-solid/icons/copy';
import { createSignal } from 'solid-js';
import { messages } from '../i18n.js';
import { IconButton } from './button.js';
import './copyable-id.css';

const shell = messages('shell');
const thanksMs = 1_500;

/** Copies a text, and says so for a moment. */
export const CopyButton = (props: { readonly text: string }) => {
  const [copied, setCopied] = createSignal(false);
  const copy = async () => {
    await navigator.clipboard.writeText(props.text);
    setCopied(true);
    setTimeout(() => setCopied(false), thanksMs);
  };
  return (
    <IconButton
      size="small"
      icon={copied() ? Check : Copy}
      label={copied() ? shell().actions.copied : shell().actions.copy}
      tipSide="end"
      onClick={() => void copy()}
    />
  );
};

/** An id in mono, shortened to its room, copied whole. */
export const CopyableId = (props: { readonly id: string }) => (
  <span class="copyable-id">
    <code class="clip">{props.id}</code>
    <CopyButton text={props.id} />
  </span>
);
