import CalendarDays from 'lucide-solid/icons/calendar-days';
import { Show, createEffect, createSignal, on, splitProps } from 'solid-js';
import { readDate, writeDate } from '../format/calendar-days.js';
import { messages } from '../i18n.js';
import { IconButton } from './button.js';
import { Calendar } from './calendar.js';
import { Field, type FieldProps } from './field.js';
import { placeBelow } from './menu-moves.js';

const shell = messages('shell');

interface DateInputProps extends FieldProps {
  /** "YYYY-MM-DD", or what was typed when that isn't a date: nothing typed is thrown away. */
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly onBlur?: () => void;
  /** The earliest day that may be chosen. */
  readonly min: string;
}

/** A calendar date, typed or chosen from a month. The browser's own field would follow the device's language, not the product's. */
export const DateInput = (props: DateInputProps) => {
  const [field, own] = splitProps(props, ['label', 'hint', 'error', 'optional', 'name']);
  const shown = () => (readDate(own.value) === undefined ? own.value : writeDate(own.value));
  const [text, setText] = createSignal(shown());
  const [open, setOpen] = createSignal(false);
  let group!: HTMLDivElement;
  let popup!: HTMLDivElement;
  let typing = false;

  createEffect(on(shown, (value) => !typing && setText(value)));
  const type = (value: string) => {
    setText(value);
    own.onInput(readDate(value) ?? value.trim());
  };
  const toggle = () => {
    if (open()) return popup.hidePopover();
    // Filled before it is shown, as its place depends on its height.
    setOpen(true);
    popup.showPopover();
    placeBelow(popup, group, 'start');
  };
  const choose = (iso: string) => {
    own.onInput(iso);
    setText(writeDate(iso));
    popup.hidePopover();
    group.querySelector('button')?.focus();
  };
  const leave = () => {
    typing = false;
    setText(shown());
    own.onBlur?.();
  };
  return (
    <Field {...field}>
      {(control) => (
        <div class="control-group" ref={group}>
          <input
            {...control}
            class="control"
            inputMode="numeric"
            autocomplete="off"
            maxLength={20}
            placeholder={shell().form.dateShape}
            value={text()}
            onFocus={() => (typing = true)}
            onInput={(event) => type(event.currentTarget.value)}
            onBlur={leave}
          />
          <IconButton
            icon={CalendarDays}
            label={shell().form.openCalendar}
            tipSide="end"
            aria-haspopup="dialog"
            aria-expanded={open()}
            onClick={toggle}
          />
          <div
            ref={popup}
            popover="auto"
            role="dialog"
            aria-label={field.label}
            class="menu-list calendar"
            on:toggle={(event: ToggleEvent) => setOpen(event.newState === 'open')}
          >
            <Show when={open()}>
              <Calendar value={readDate(own.value)} min={own.min} onChoose={choose} />
            </Show>
          </div>
        </div>
      )}
    </Field>
  );
};
