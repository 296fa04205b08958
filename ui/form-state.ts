import { createMemo, createSignal, type Accessor } from 'solid-js';
import { createStore, reconcile } from 'solid-js/store';
import { afterPress } from './after-press.js';
import { failureOf, issueText, type FieldIssue, type KnownFailure } from './failure.js';

export interface FormState {
  /** The words under a field, or undefined. Local issues show once the field was left or sending was tried. */
  readonly errorOf: (field: string) => string | undefined;
  readonly touch: (field: string) => void;
  readonly busy: Accessor<boolean>;
  readonly failure: Accessor<KnownFailure | undefined>;
  /** Sends once at a time. Server issues find their fields; the focus goes to the first wrong one. */
  readonly send: (act: () => Promise<void>) => Promise<void>;
  /** Shows every local issue; true when there is none. */
  readonly check: () => boolean;
  readonly issues: Accessor<readonly FieldIssue[]>;
  /** Forgets what the server said about a field, as soon as it is changed. */
  readonly changed: (field: string) => void;
  /** Shows a failure that another step's sending met. */
  readonly adopt: (failure: KnownFailure) => void;
  readonly reset: () => void;
}

const leastReason = 3;

/** What is wrong with a reason that has to be given. */
export const reasonIssues = (typed: string): FieldIssue[] => {
  const length = typed.trim().length;
  if (length >= leastReason) return [];
  return [
    length === 0 ? { field: 'reason', code: 'required', params: {} } : { field: 'reason', code: 'too_short', params: { min: leastReason } },
  ];
};

/** Leads to the first field that is wrong, once it says so. */
export const focusFirstWrong = () =>
  setTimeout(() =>
    document.querySelector<HTMLElement>('[data-invalid] :is(input, select, textarea), [data-field] [aria-invalid="true"]')?.focus(),
  );

/** A rule that stumbles over what was typed leaves it to the server's: no input ends a page. */
const issuesOf = (validate: () => readonly FieldIssue[]): readonly FieldIssue[] => {
  try {
    return validate();
  } catch (error) {
    console.error(error);
    return [];
  }
};

/** What a form knows about its own correctness; `validate` gives the local issues of what is typed now. */
export const createFormState = (validate: () => readonly FieldIssue[]): FormState => {
  const [touched, setTouched] = createStore<Record<string, boolean>>({});
  const [tried, setTried] = createSignal(false);
  const [busy, setBusy] = createSignal(false);
  const [failure, setFailure] = createSignal<KnownFailure>();
  const [fromServer, setFromServer] = createSignal<readonly FieldIssue[]>([]);
  const local = createMemo(() => issuesOf(validate));

  const check = () => {
    setTried(true);
    if (local().length > 0) focusFirstWrong();
    return local().length === 0;
  };
  const adopt = (known: KnownFailure) => {
    setFailure(known);
    setFromServer(known.issues);
    if (known.issues.length > 0) focusFirstWrong();
  };
  const send = async (act: () => Promise<void>) => {
    if (busy() || !check()) return;
    setBusy(true);
    setFailure(undefined);
    try {
      await act();
    } catch (error) {
      adopt(failureOf(error));
    } finally {
      setBusy(false);
    }
  };
  const errorOf = (field: string) => {
    const own = tried() || touched[field] ? local().find((issue) => issue.field === field) : undefined;
    const issue = own ?? fromServer().find((one) => one.field === field);
    return issue && issueText(issue);
  };
  return {
    errorOf,
    touch: (field) => afterPress(() => setTouched(field, true)),
    busy,
    failure,
    send,
    check,
    issues: local,
    adopt,
    reset: () => {
      setTried(false);
      setTouched(reconcile({}));
      setFailure(undefined);
      setFromServer([]);
    },
    changed: (field) => setFromServer((all) => all.filter((issue) => issue.field !== field)),
  };
};
