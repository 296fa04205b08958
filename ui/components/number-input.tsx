import Minus from 'lucide-solid/icons/minus';
import Plus from 'lucide-solid/icons/plus';
import { splitProps } from 'solid-js';
import { messages } from '../i18n.js';
import { IconButton } from './button.js';
import { Field, type FieldProps } from './field.js';

const shell = messages('shell');

interface NumberInputProps extends FieldProps {
  /** What was typed, also when it isn't a number: nothing typed is thrown away. */
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly min: number;
  readonly max: number;
  /** The word of the unit, such as "seats". */
  readonly unit: string;
}

/** The whole number that was typed, or undefined. Blanks and nothing else may surround the digits. */
export const readWholeNumber = (typed: string): number | undefined => (/^\s*\d{1,9}\s*$/.test(typed) ? Number(typed) : undefined);

/** A whole number with its unit; arrow keys and the two buttons step it within its bounds. */
export const NumberInput = (props: NumberInputProps) => {
  const [field, own] = splitProps(props, ['label', 'hint', 'error', 'optional', 'name']);
  const step = (by: number) => {
    const next = (readWholeNumber(own.value) ?? own.min - Math.sign(by)) + by;
    own.onInput(String(Math.min(own.max, Math.max(own.min, next))));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    step(by);
  };
  return (
    <Field {...field}>
      {(control) => (
        <div class="control-group">
          <input
            {...control}
            class="control"
            inputMode="numeric"
            autocomplete="off"
            maxLength={9}
            value={own.value}
            onInput={(event) => own.onInput(event.currentTarget.value)}
            onKeyDown={onKeyDown}
          />
          <span class="control-suffix">
            {own.unit}
            <IconButton size="small" tabIndex={-1} icon={Minus} label={shell().form.decrease} onClick={() => step(-1)} />
            <IconButton size="small" tabIndex={-1} icon={Plus} label={shell().form.increase} tipSide="end" onClick={() => step(1)} />
          </span>
        </div>
      )}
    </Field>
  );
};
