import { For, Show, createUniqueId, splitProps } from 'solid-js';
import { messages } from '../i18n.js';
import { Field, FieldNotes, type FieldProps } from './field.js';

const shell = messages('shell');
const fieldKeys = ['label', 'hint', 'error', 'optional', 'name'] as const;

export interface Option {
  readonly value: string;
  readonly label: string;
  readonly detail?: string;
}

interface SelectInputProps extends FieldProps {
  readonly value: string;
  readonly options: readonly Option[];
  readonly onChange: (value: string) => void;
  /** Without one, the first choice has to be made: the list begins with "Choose…". */
  readonly required?: boolean;
}

/** A short list, as the device's own select: known to every keyboard, phone and screen reader. */
export const SelectInput = (props: SelectInputProps) => {
  const [field, own] = splitProps(props, fieldKeys);
  return (
    <Field {...field}>
      {(control) => (
        <select {...control} class="control" value={own.value} onChange={(event) => own.onChange(event.currentTarget.value)}>
          <Show when={!own.required || own.value === ''}>
            <option value="" selected={own.value === ''}>
              {own.required ? shell().form.choose : '—'}
            </option>
          </Show>
          <For each={own.options}>
            {(option) => (
              <option value={option.value} selected={option.value === own.value}>
                {option.label}
              </option>
            )}
          </For>
        </select>
      )}
    </Field>
  );
};

interface ChoiceInputProps extends FieldProps {
  readonly value: string;
  readonly options: readonly Option[];
  readonly onChange: (value: string) => void;
}

/** A few choices, all in sight, each with what it means. */
export const ChoiceInput = (props: ChoiceInputProps) => {
  const id = createUniqueId();
  return (
    <fieldset class="field" data-field={props.name} aria-describedby={props.error ? `${id}-error` : undefined}>
      <legend class="field-label">{props.label}</legend>
      <div class="choices">
        <For each={props.options}>
          {(option) => (
            <label class="choice">
              <input
                type="radio"
                name={`${props.name}-${id}`}
                value={option.value}
                checked={props.value === option.value}
                onChange={() => props.onChange(option.value)}
              />
              <span class="choice-text">
                {option.label}
                <Show when={option.detail}>
                  <small>{option.detail}</small>
                </Show>
              </span>
            </label>
          )}
        </For>
      </div>
      <FieldNotes id={id} error={props.error} hint={props.hint} />
    </fieldset>
  );
};

interface CheckInputProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly name: string;
}

/** One yes or no. */
export const CheckInput = (props: CheckInputProps) => (
  <label class="check">
    <input type="checkbox" name={props.name} checked={props.checked} onChange={(event) => props.onChange(event.currentTarget.checked)} />
    <span>{props.label}</span>
  </label>
);
