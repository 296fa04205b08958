import type { Facts } from './facts.js';
import type { Finding } from './finding.js';
import type { Row } from './look.js';

const ALIVE = ['queued', 'running', 'waiting', 'needs_attention'];
const OPEN_COMMANDS = ['asked', 'sent', 'accepted'];

const dateOf = (row: Row): Date => (row.at instanceof Date ? row.at : new Date());
const text = (value: unknown): string => String(value);

/** Waits for what is to come: an hour at least, which no storm outlasts. */
const isPatient = (row: Row, now: Date): boolean => row.state === 'waiting' && (!(row.next_at instanceof Date) || row.next_at > now);

const checkProcess = (facts: Facts, row: Row, now: Date): Finding[] => {
  const about = `process ${text(row.workflow_id)} (${text(row.state)} at ${text(row.step)})`;
  const runs = facts.running.includes(text(row.workflow_id));
  if (!ALIVE.includes(text(row.state)))
    return runs ? [{ kind: 'stuck', what: `${about} has ended here, and its workflow runs`, at: dateOf(row) }] : [];
  if (!runs) return [{ kind: 'stuck', what: `${about} has no workflow that runs`, at: dateOf(row) }];
  const listed = facts.attention.some(({ process_id }) => process_id === row.id);
  if (row.state === 'needs_attention') return listed ? [] : [{ kind: 'stuck', what: `${about} is in no list of anybody`, at: dateOf(row) }];
  return isPatient(row, now) || listed ? [] : [{ kind: 'stuck', what: `${about} does not come to an end`, at: dateOf(row) }];
};

/** A subject that says it is being worked on, while no process of it is alive. */
const checkSubject = (facts: Facts, subject: Row, kind: string): Finding[] => {
  const alive = facts.processes.some((row) => row.subject_id === subject.id && ALIVE.includes(text(row.state)));
  return alive
    ? []
    : [
        {
          kind: 'stuck',
          what: `${kind} ${text(subject.id)} is ${text(subject.state)}, and no process of it is alive`,
          at: dateOf(subject),
        },
      ];
};

/** Everything at rest: nothing that was asked is still open, and nothing that goes on goes on for nobody. */
export const checkRest = (facts: Facts, now: Date): Finding[] => {
  const knownIds = new Set(facts.processes.map(({ workflow_id }) => text(workflow_id)));
  return [
    ...facts.outbox.map((row): Finding => ({
      kind: 'forgotten',
      what: `outbox ${text(row.id)} (${text(row.command)} of ${text(row.workflow_id)}) was not sent: ${text(row.last_error)}`,
      at: dateOf(row),
    })),
    ...facts.commands
      .filter(({ state }) => OPEN_COMMANDS.includes(text(state)))
      .map((row): Finding => ({
        kind: 'forgotten',
        what: `command ${text(row.kind)} ${text(row.id)} is still ${text(row.state)}`,
        at: dateOf(row),
      })),
    ...facts.processes.flatMap((row) => checkProcess(facts, row, now)),
    ...facts.running
      .filter((id) => !knownIds.has(id) && /^(customer|licence|message|activation|user_import|order)\//.test(id))
      .map((id): Finding => ({ kind: 'stuck', what: `workflow ${id} runs, and no process of ours names it`, at: now })),
    ...facts.orders
      .filter(({ state }) => ['placed', 'in_progress', 'awaiting_payment', 'undoing', 'needs_attention'].includes(text(state)))
      .flatMap((order) => checkSubject(facts, order, 'order')),
    ...facts.plans
      .filter(({ state }) => ['provisioning', 'ending', 'scheduled'].includes(text(state)))
      .flatMap((plan) => checkSubject(facts, plan, 'plan')),
    ...facts.messages
      .filter(({ state, due_at }) => state === 'sending' && due_at instanceof Date && due_at < now)
      .flatMap((message) => checkSubject(facts, message, 'message')),
  ];
};
