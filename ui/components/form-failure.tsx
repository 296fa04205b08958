import TriangleAlert from 'lucide-solid/icons/triangle-alert';
import { Show } from 'solid-js';
import { failureText, type KnownFailure } from '../failure.js';
import { messages } from '../i18n.js';
import './dialog.css';
import { ErrorId } from './states.js';

const shell = messages('shell');

/** Why sending a form failed, over its buttons; what was typed is untouched. Read aloud when it appears. */
export const FormFailure = (props: { readonly failure?: KnownFailure; readonly text?: string }) => (
  <div role="alert">
    <Show when={props.failure}>
      {(failure) => (
        <div class="notice" data-tone="failed">
          <TriangleAlert size={16} aria-hidden="true" />
          <div>
            <p>{props.text ?? (failure().network ? shell().failure.networkInForm : failureText(failure()))}</p>
            <Show when={failure().code === 'internal' && failure().errorId}>{(id) => <ErrorId id={id()} />}</Show>
          </div>
        </div>
      )}
    </Show>
  </div>
);
