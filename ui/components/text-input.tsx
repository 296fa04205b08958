import Eye from 'lucide-solid/icons/eye';
import EyeOff from 'lucide-solid/icons/eye-off';
import { Show, createSignal, splitProps, type JSX } from 'solid-js';
import { messages } from '../i18n.js';
import { IconButton } from './button.js';
import { Field, type FieldProps } from './field.js';

const fieldKeys = ['label', 'hint', 'error', 'optional', 'name'] as const;

export interface TextInputProps extends FieldProps {
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly onBlur?: () => void;
  readonly type?: 'text' | 'email' | 'tel' | 'search';
  readonly autocomplete?: string;
  readonly maxLength?: number;
  readonly placeholder?: string;
  readonly readOnly?: boolean;
  readonly autofocus?: boolean;
  readonly spellcheck?: boolean;
  readonly mono?: boolean;
  readonly suffix?: JSX.Element;
}

/** One line of text. */
export const TextInput = (props: TextInputProps) => {
  const [field, own] = splitProps(props, fieldKeys);
  return (
    <Field {...field}>
      {(control) => (
        <WithSuffix suffix={own.suffix}>
          <input
            {...control}
            class="control"
            classList={{ mono: own.mono }}
            type={own.type ?? 'text'}
            value={own.value}
            autocomplete={own.autocomplete ?? 'off'}
            maxLength={own.maxLength}
            placeholder={own.placeholder}
            readOnly={own.readOnly}
            autofocus={own.autofocus}
            spellcheck={own.spellcheck ?? false}
            onInput={(event) => own.onInput(event.currentTarget.value)}
            onBlur={() => own.onBlur?.()}
          />
        </WithSuffix>
      )}
    </Field>
  );
};

const WithSuffix = (props: { readonly suffix?: JSX.Element; readonly children: JSX.Element }) => (
  <Show when={props.suffix !== undefined} fallback={props.children}>
    <div class="control-group">
      {props.children}
      <span class="control-suffix">{props.suffix}</span>
    </div>
  </Show>
);

const shell = messages('shell');

interface PasswordInputProps extends FieldProps {
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly autocomplete: 'current-password' | 'new-password';
}

/** A password that can be looked at while it is typed. */
export const PasswordInput = (props: PasswordInputProps) => {
  const [field, own] = splitProps(props, fieldKeys);
  const [shown, setShown] = createSignal(false);
  return (
    <Field {...field}>
      {(control) => (
        <div class="control-group">
          <input
            {...control}
            class="control"
            type={shown() ? 'text' : 'password'}
            value={own.value}
            autocomplete={own.autocomplete}
            autocapitalize="off"
            spellcheck={false}
            onInput={(event) => own.onInput(event.currentTarget.value)}
          />
          <IconButton
            icon={shown() ? EyeOff : Eye}
            label={shown() ? shell().form.hidePassword : shell().form.showPassword}
            tipSide="end"
            onClick={() => setShown(!shown())}
          />
        </div>
      )}
    </Field>
  );
};

interface TextAreaProps extends FieldProps {
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly rows?: number;
  readonly mono?: boolean;
  readonly placeholder?: string;
}

/** Text of several lines. */
export const TextArea = (props: TextAreaProps) => {
  const [field, own] = splitProps(props, fieldKeys);
  return (
    <Field {...field}>
      {(control) => (
        <textarea
          {...control}
          class="control"
          classList={{ mono: own.mono }}
          rows={own.rows ?? 3}
          value={own.value}
          placeholder={own.placeholder}
          spellcheck={!own.mono}
          onInput={(event) => own.onInput(event.currentTarget.value)}
        />
      )}
    </Field>
  );
};
