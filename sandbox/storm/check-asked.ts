import type { Facts } from './facts.js';
import type { Finding } from './finding.js';
import type { Press } from './journal.js';
import type { Row } from './look.js';

const text = (value: unknown): string => String(value);

const OUTCOMES: Readonly<Record<string, Press['outcome']>> = { done: 'accepted', refused: 'refused', failed: 'refused', lapsed: 'refused' };

/** A command that was answered while it was on its way: its row has said since what became of it. One that is still open is found as such. */
const clear = ({ commands }: Facts, press: Press): Press => {
  const id = press.asked.commandId ?? (press.data?.command as { id?: string } | undefined)?.id;
  const row = id === undefined ? undefined : commands.find((command) => command.id === id);
  return row ? { ...press, outcome: OUTCOMES[text(row.state)] ?? 'unclear' } : press;
};

/** The presses on one subject, of which the last clear one counts: what was pressed after it without an answer may be true as well. */
const lastAccepted = (presses: readonly Press[], subject: string, whats: readonly string[]): Press | undefined => {
  const mine = presses.filter((press) => press.subject === subject && whats.includes(press.what) && press.outcome !== 'refused');
  const last = mine.at(-1);
  return last?.outcome === 'accepted' ? last : undefined;
};

const once = (rows: readonly Row[], press: Press, what: string): Finding[] => {
  if (press.outcome === 'refused') return [];
  if (rows.length === 0 && press.outcome === 'accepted')
    return [{ kind: 'lost', what: `${what} was accepted and isn't there`, at: press.at }];
  return rows.length > 1 ? [{ kind: 'doubled', what: `${what} is there ${String(rows.length)} times`, at: press.at }] : [];
};

const checkCreated = (facts: Facts, press: Press): Finding[] => {
  const { accountName, reference, email } = press.asked;
  if (press.what === 'customers.create')
    return once(
      facts.customers.filter(({ account_name }) => account_name === accountName),
      press,
      `customer ${press.subject}`,
    );
  if (press.what === 'checkout.buy')
    return once(
      facts.orders.filter((order) => order.reference === reference),
      press,
      `the order ${press.subject}`,
    );
  if (press.what === 'users.add')
    return once(
      facts.users.filter((user) => user.email === email),
      press,
      `user ${press.subject}`,
    );
  return [];
};

/** A command that was accepted has a row; one that was settled has one entry that says how, and says it before anybody asks the row. */
const checkCommands = ({ commands, audit }: Facts, pressed: readonly Press[]): Finding[] => {
  const there = new Set(commands.map(({ id }) => id));
  const gone = pressed.filter(
    ({ outcome, asked }) => outcome === 'accepted' && asked.commandId !== undefined && !there.has(asked.commandId),
  );
  const outcomes = new Map(audit.map(({ command_id, outcomes: count }) => [command_id, Number(count)]));
  const settled = commands.filter(({ state }) => OUTCOMES[text(state)] !== undefined);
  return [
    ...gone.map(({ what, at }): Finding => ({ kind: 'lost', what: `${what} was accepted, and there is no such command`, at })),
    ...settled.flatMap((row): Finding[] => {
      const [count, at] = [outcomes.get(row.id) ?? 0, row.at instanceof Date ? row.at : new Date()];
      const what = `command ${text(row.kind)} ${text(row.id)} (${text(row.state)}) has ${String(count)} outcomes in the audit log`;
      return count === 1 ? [] : [{ kind: count > 1 ? 'doubled' : 'lost', what, at }];
    }),
  ];
};

const EMAIL = ['accountEmail.move', 'accountEmail.callOff', 'accountEmail.sendNow'];

/** What the last accepted command said of a customer's e-mail, against its row and the inbox. */
const checkEmail = (facts: Facts, customerId: string, presses: readonly Press[]): Finding[] => {
  const message = facts.messages.find(({ customer_id, template }) => customer_id === customerId && template === 'account_created');
  if (!message) return [];
  const sent = facts.mails.some(({ messageId }) => messageId === message.header);
  const about = `the e-mail of customer ${customerId} (${text(message.state)})`;
  const last = lastAccepted(presses, customerId, EMAIL);
  const [at, forgotten] = [last?.at ?? new Date(), 'forgotten' as const];
  if (message.state === 'called_off' && sent) return [{ kind: forgotten, what: `${about} was called off and is in the inbox`, at }];
  if (!last) return [];
  if (last.what === 'accountEmail.callOff' && message.state !== 'called_off')
    return [{ kind: forgotten, what: `${about} was to be called off`, at }];
  if (last.what === 'accountEmail.sendNow' && !sent) return [{ kind: forgotten, what: `${about} was to go out at once`, at }];
  const dueAt = last.data?.dueAt;
  if (last.what === 'accountEmail.move' && typeof dueAt === 'string' && new Date(text(message.due_at)).getTime() !== Date.parse(dueAt))
    return [{ kind: forgotten, what: `${about} was to be moved to ${dueAt}`, at }];
  if (last.what === 'accountEmail.move' && sent) return [{ kind: forgotten, what: `${about} was moved, and went out at the old time`, at }];
  return [];
};

const PLAN = ['licences.changeUnits', 'licences.end', 'licences.giveUp', 'licences.moveStart'];

const checkPlan = (facts: Facts, plan: Row, presses: readonly Press[]): Finding[] => {
  const at = plan.at instanceof Date ? plan.at : new Date();
  const there = facts.vendor.licences.find(({ licenceRef }) => licenceRef === plan.id);
  const about = `plan ${text(plan.id)} (${text(plan.state)})`;
  if (plan.state === 'active' && (there?.state !== 'active' || there.units !== plan.units))
    return [{ kind: 'lost', what: `${about}: the vendor has ${there ? `${there.state}, ${String(there.units)} units` : 'nothing'}`, at }];
  if (plan.state === 'ended' && there?.state === 'active') return [{ kind: 'doubled', what: `${about}: the vendor still has it`, at }];
  const last = lastAccepted(presses, text(plan.id), PLAN);
  if (last?.what === 'licences.end' && (plan.state === 'active' || plan.state === 'scheduled'))
    return [{ kind: 'forgotten', what: `${about} was to end`, at: last.at }];
  if (last?.what === 'licences.changeUnits' && plan.state === 'active' && plan.units !== last.asked.units)
    return [{ kind: 'forgotten', what: `${about} was to have ${text(last.asked.units)} units, and has ${text(plan.units)}`, at: last.at }];
  if (last?.what === 'licences.moveStart' && plan.state === 'scheduled' && plan.start_date !== last.asked.startDate)
    return [{ kind: 'forgotten', what: `${about} was to begin on ${text(last.asked.startDate)}`, at: last.at }];
  return [];
};

/** An undoing that was accepted ends the order, or it stands where people see it. */
const checkUndone = (facts: Facts, order: Row, presses: readonly Press[]): Finding[] => {
  const undo = presses.find(({ what, subject, outcome }) => what === 'orders.undo' && subject === order.id && outcome === 'accepted');
  if (!undo || ['cancelled', 'given_up', 'needs_attention', 'undoing'].includes(text(order.state))) return [];
  return [{ kind: 'forgotten', what: `order ${text(order.number)} was to be undone and is ${text(order.state)}`, at: undo.at }];
};

/** The mails that came: each is one that a row names, and what a row says was sent has come. */
const checkMails = (facts: Facts): Finding[] => {
  const known = new Map(facts.messages.map((message) => [message.header, message]));
  const came = new Set(facts.mails.map(({ messageId }) => messageId));
  const unknown = facts.mails.filter(({ messageId }) => !known.has(messageId));
  const missing = facts.messages.filter(({ state, header }) => text(state).startsWith('delivered') && !came.has(text(header)));
  const opening = new Map<string, Row[]>();
  for (const message of facts.messages.filter(({ template, header }) => template === 'account_created' && came.has(text(header))))
    opening.set(text(message.user_id), [...(opening.get(text(message.user_id)) ?? []), message]);
  const at = (row: Row) => (row.at instanceof Date ? row.at : new Date());
  return [
    ...unknown.map(({ subject, to }): Finding => ({
      kind: 'doubled',
      what: `a mail "${subject}" to ${to.join()} that no row names`,
      at: new Date(),
    })),
    ...missing.map((row): Finding => ({ kind: 'lost', what: `message ${text(row.id)} is delivered, and not in the inbox`, at: at(row) })),
    ...[...opening.values()]
      .filter((rows) => rows.length > 1)
      .map((rows): Finding => ({
        kind: 'doubled',
        what: `${String(rows.length)} account e-mails went to ${text(rows[0]?.to_address)}`,
        at: at(rows[0]!),
      })),
  ];
};

export const checkAsked = (facts: Facts, pressed: readonly Press[]): Finding[] => {
  const presses = pressed.map((press) => clear(facts, press));
  return [
    ...presses.flatMap((press) => checkCreated(facts, press)),
    ...facts.customers.flatMap(({ id }) => checkEmail(facts, text(id), presses)),
    ...facts.plans.filter(({ vendor }) => vendor === 'guardia').flatMap((plan) => checkPlan(facts, plan, presses)),
    ...facts.orders.flatMap((order) => checkUndone(facts, order, presses)),
    ...checkMails(facts),
    ...checkCommands(facts, pressed),
  ];
};
