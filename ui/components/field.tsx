import CircleAlert from 'lucide-solid/icons/circle-alert';
import { Show, createUniqueId, type JSX } from 'solid-js';
import { messages } from '../i18n.js';
import './field.css';

export interface FieldProps {
  readonly label: string;
  readonly hint?: JSX.Element;
  readonly error?: string;
  readonly optional?: boolean;
  /** The path of the value, such as "contact.email": how a server's issue finds its field. */
  readonly name: string;
}

export interface ControlAttributes {
  readonly id: string;
  readonly name: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': 'true' | undefined;
  readonly 'aria-required': 'true' | undefined;
}

const shell = messages('shell');

/** Label, control, hint and error of one value, tied together for screen readers. */
export const Field = (props: FieldProps & { readonly children: (control: ControlAttributes) => JSX.Element }) => {
  const id = createUniqueId();
  const described = () => [props.error && `${id}-error`, props.hint && `${id}-hint`].filter(Boolean).join(' ') || undefined;
  const control: ControlAttributes = {
    id,
    get name() {
      return props.name;
    },
    get 'aria-describedby'() {
      return described();
    },
    get 'aria-invalid'() {
      return props.error ? ('true' as const) : undefined;
    },
    get 'aria-required'() {
      return props.optional ? undefined : ('true' as const);
    },
  };
  return (
    <div class="field" data-field={props.name} data-invalid={props.error ? '' : undefined}>
      <label class="field-label" for={id}>
        {props.label}
        <Show when={props.optional}>
          <span class="field-optional"> {shell().form.optional}</span>
        </Show>
      </label>
      {props.children(control)}
      <FieldNotes id={id} error={props.error} hint={props.hint} />
    </div>
  );
};

/** The line under a control: what is wrong, else what helps. */
export const FieldNotes = (props: { readonly id: string; readonly error?: string; readonly hint?: JSX.Element }) => (
  <>
    <Show when={props.error}>
      <p class="field-error" id={`${props.id}-error`}>
        <CircleAlert size={14} aria-hidden="true" />
        {props.error}
      </p>
    </Show>
    <Show when={props.hint}>
      <div class="field-hint" id={`${props.id}-hint`}>
        {props.hint}
      </div>
    </Show>
  </>
);
