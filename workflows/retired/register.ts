/** A workflow type that nothing starts any more, kept while one of it may be alive. */
interface RetiredType {
  readonly type: string;
  /** The type that took its place. */
  readonly now: string;
  /** The day from which nothing starts it. */
  readonly since: string;
  /** What has to be so before its code, its activities and its histories may go. */
  readonly until: string;
}

/** Register of what is retired: none of these may go while one of its workflows is open. */
export const retiredTypes: readonly RetiredType[] = [
  {
    type: 'openCustomer',
    now: 'sendAccountEmail',
    since: '2026-11-28',
    until: 'two years and a day later: an account e-mail is planned at most two years ahead',
  },
  {
    type: 'applyLicence',
    now: 'changeLicence',
    since: '2026-11-29',
    until: 'two years and a day later: a licence begins at most two years ahead, and one that was refused waits for a person',
  },
  {
    type: 'deliverMessage',
    now: 'transmitMessage',
    since: '2026-11-29',
    until:
      'two years and a month later: account e-mails and activations from before start it as their child, and it waits 30 days for a person',
  },
  {
    type: 'purchase',
    now: 'fulfilOrder',
    since: '2026-11-29',
    until: 'no order of it is open: one that stands still is undone by itself after six days, but a failed undoing waits for a person',
  },
];
