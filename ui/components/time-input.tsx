import { splitProps } from 'solid-js';
import { Field, type FieldProps } from './field.js';

interface TimeInputProps extends FieldProps {
  /** "HH:mm", or what was typed when that isn't a time. */
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly onBlur?: () => void;
}

/** The time that was typed as 9, 9:5, 0905, 9.05 or 09:05, as "HH:mm"; otherwise the text as it is. */
export const readTime = (typed: string): string => {
  const match = /^(\d{1,2})(?:[:.h ]?(\d{1,2}))?$/.exec(typed.trim());
  if (!match || Number(match[1]) > 23 || Number(match[2] ?? 0) > 59) return typed.trim();
  return `${(match[1] ?? '').padStart(2, '0')}:${(match[2] ?? '0').padStart(2, '0')}`;
};

/** A time of day by the 24-hour clock; tidied when the field is left. */
export const TimeInput = (props: TimeInputProps) => {
  const [field, own] = splitProps(props, ['label', 'hint', 'error', 'optional', 'name']);
  return (
    <Field {...field}>
      {(control) => (
        <input
          {...control}
          class="control"
          inputMode="numeric"
          autocomplete="off"
          maxLength={8}
          placeholder="09:00"
          value={own.value}
          onInput={(event) => own.onInput(event.currentTarget.value)}
          onBlur={(event) => {
            own.onInput(readTime(event.currentTarget.value));
            own.onBlur?.();
          }}
        />
      )}
    </Field>
  );
};
