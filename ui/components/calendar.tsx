import ChevronLeft from 'lucide-solid/icons/chevron-left';
import ChevronRight from 'lucide-solid/icons/chevron-right';
import { For, createEffect, createSignal, on } from 'solid-js';
import { addDays, addMonths, dayName, monthName, weekday, weekdayNames, weeksOf } from '../format/calendar-days.js';
import { messages } from '../i18n.js';
import { IconButton } from './button.js';
import './calendar.css';
import './menu.css';

const shell = messages('shell');

interface CalendarProps {
  readonly value: string | undefined;
  readonly min: string;
  readonly onChoose: (iso: string) => void;
}

/** Days after it have more than four digits to their year, which no field takes. */
const lastDay = '9998-12-31';

const within = (iso: string, min: string): string => {
  if (iso < min) return min;
  // "+010000-01-01" comes before every plain year when compared as text.
  return iso > lastDay || !/^\d{4}-/.test(iso) ? lastDay : iso;
};

/** A month to choose a day from. Arrow keys move by day and week, Page up and down by month, Home and End within the week. */
export const Calendar = (props: CalendarProps) => {
  // eslint-disable-next-line solid/reactivity -- where the calendar opens; afterwards the person moves it.
  const [day, setDay] = createSignal(within(props.value ?? props.min, props.min));
  let grid!: HTMLTableElement;
  const focusDay = () => grid.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  const goTo = (iso: string) => setDay(within(iso, props.min));

  createEffect(on(day, () => queueMicrotask(focusDay)));
  const onKeyDown = (event: KeyboardEvent) => {
    const targets: Record<string, () => string> = {
      ArrowLeft: () => addDays(day(), -1),
      ArrowRight: () => addDays(day(), 1),
      ArrowUp: () => addDays(day(), -7),
      ArrowDown: () => addDays(day(), 7),
      PageUp: () => addMonths(day(), event.shiftKey ? -12 : -1),
      PageDown: () => addMonths(day(), event.shiftKey ? 12 : 1),
      Home: () => addDays(day(), -weekday(day())),
      End: () => addDays(day(), 6 - weekday(day())),
    };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    goTo(target());
  };
  return (
    <>
      <div class="calendar-head">
        <IconButton size="small" icon={ChevronLeft} label={shell().form.previousMonth} onClick={() => goTo(addMonths(day(), -1))} />
        <span aria-live="polite" class="calendar-month">
          {monthName(day())}
        </span>
        <IconButton
          size="small"
          icon={ChevronRight}
          label={shell().form.nextMonth}
          tipSide="end"
          onClick={() => goTo(addMonths(day(), 1))}
        />
      </div>
      <table class="calendar-days" role="grid" aria-label={monthName(day())} ref={grid} onKeyDown={onKeyDown}>
        <thead>
          <tr>
            <For each={weekdayNames()}>
              {(name) => (
                <th scope="col" abbr={name.long}>
                  {name.short}
                </th>
              )}
            </For>
          </tr>
        </thead>
        <tbody>
          <For each={weeksOf(day())}>
            {(week) => (
              <tr>
                <For each={week}>
                  {(iso) => (
                    <td role="gridcell" aria-selected={iso === props.value}>
                      <button
                        type="button"
                        class="calendar-day"
                        classList={{ 'calendar-day-outside': iso.slice(0, 7) !== day().slice(0, 7) }}
                        tabIndex={iso === day() ? 0 : -1}
                        aria-label={dayName(iso)}
                        aria-disabled={iso < props.min ? 'true' : undefined}
                        onClick={() => iso >= props.min && props.onChoose(iso)}
                      >
                        {Number(iso.slice(8))}
                      </button>
                    </td>
                  )}
                </For>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </>
  );
};
