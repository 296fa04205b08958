import { Show } from 'solid-js';
import { isDate, isTimeOfDay } from '../../domain/calendar/local-time.js';
import { DateInput } from '../components/date-input.js';
import { ChoiceInput } from '../components/select-input.js';
import { TimeInput } from '../components/time-input.js';
import type { FieldIssue } from '../failure.js';
import { addDays } from '../format/calendar-days.js';
import { localDateTimeIn } from '../format/times.js';
import type { FormState } from '../form-state.js';
import { messages } from '../i18n.js';
import './customer-form.css';
import { InstantShown } from './instant-shown.js';
import { clockName } from './places.js';

const words = messages('customerForm');
const shell = messages('shell');

/** When the account e-mail shall go out, as it is typed. */
export interface EmailWhenDraft {
  when: 'now' | 'date';
  date: string;
  time: string;
}

export const emptyEmailWhen = (): EmailWhenDraft => ({ when: 'now', date: '', time: '09:00' });

/** "2025-11-28T09:00" when both parts are right. */
export const localDateTimeOf = (draft: EmailWhenDraft): string => `${draft.date}T${draft.time}`;

/** The input that the server takes. */
export const emailWhenInput = (draft: EmailWhenDraft) =>
  draft.when === 'now' ? { when: 'now' as const } : { when: 'date' as const, localDateTime: localDateTimeOf(draft) };

const dateField = 'accountEmail.localDateTime';
const timeField = 'accountEmail.time';

/** What is wrong with the date or with the time, by the customer's clock. */
export const emailWhenIssues = (draft: EmailWhenDraft, timeZone: string): FieldIssue[] => {
  if (draft.when === 'now') return [];
  const date = draft.date === '' ? 'required' : isDate(draft.date) ? undefined : 'date';
  const wrong = [
    ...(date === undefined ? [] : [{ field: dateField, code: date, params: {} }]),
    ...(isTimeOfDay(draft.time) ? [] : [{ field: timeField, code: draft.time.trim() === '' ? 'required' : 'time', params: {} }]),
  ];
  if (wrong.length > 0) return wrong;
  const past = localDateTimeOf(draft) <= localDateTimeIn(Date.now(), timeZone);
  return past ? [{ field: dateField, code: 'date_past', params: {} }] : [];
};

interface EmailWhenProps {
  readonly draft: EmailWhenDraft;
  readonly timeZone: string;
  readonly form: FormState;
  readonly onChange: (change: Partial<EmailWhenDraft>) => void;
  /** Without the choice, only the date is asked for: to move an e-mail that waits. */
  readonly dateOnly?: boolean;
  /** The server's name for the date, where it isn't the wizard's. */
  readonly field?: string;
  /** By whose clock the date is meant, in words; the customer's zone unless given. */
  readonly clock?: string;
}

/** Immediately, or at a time of the customer's own clock (A6). */
export const EmailWhen = (props: EmailWhenProps) => {
  const today = () => localDateTimeIn(Date.now(), props.timeZone).slice(0, 10);
  const change = (part: Partial<EmailWhenDraft>) => {
    props.onChange(part);
    props.form.changed(props.field ?? dateField);
  };
  const choose = (when: string) =>
    change({
      when: when === 'date' ? 'date' : 'now',
      ...(when === 'date' && props.draft.date === '' ? { date: addDays(today(), 1) } : {}),
    });
  return (
    <>
      <Show when={!props.dateOnly}>
        <ChoiceInput
          name="accountEmail.when"
          label={words().when.label}
          value={props.draft.when}
          onChange={choose}
          options={[
            { value: 'now', label: words().when.now, detail: words().when.nowDetail },
            { value: 'date', label: words().when.date, detail: words().when.dateDetail },
          ]}
        />
      </Show>
      <Show when={props.draft.when === 'date'}>
        <div class="email-date">
          <DateInput
            name={props.field ?? dateField}
            label={words().when.day}
            hint={props.clock ?? words().when.clock(clockName(props.timeZone))}
            value={props.draft.date}
            min={today()}
            error={props.form.errorOf(dateField) ?? props.form.errorOf(props.field ?? dateField)}
            onInput={(date) => change({ date })}
            onBlur={() => props.form.touch(dateField)}
          />
          <TimeInput
            name={timeField}
            label={shell().form.time}
            value={props.draft.time}
            error={props.form.errorOf(timeField)}
            onInput={(time) => change({ time })}
            onBlur={() => props.form.touch(timeField)}
          />
        </div>
        <Show when={props.clock === undefined}>
          <InstantShown local={localDateTimeOf(props.draft)} timeZone={props.timeZone} />
        </Show>
      </Show>
    </>
  );
};
