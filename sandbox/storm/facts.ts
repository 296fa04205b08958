import { acquireEngine } from '../engine/acquire-engine.js';
import { run } from '../processes/run.js';
import { silentReport } from '../report.js';
import { ask, look, type Row } from './look.js';
import type { World } from './world.js';

/** What stands where, read from outside: rows by plain SQL, the simulators' and the inbox's own state, the engine by its own program. */
export interface Facts {
  readonly customers: Row[];
  readonly users: Row[];
  readonly orders: Row[];
  readonly lines: Row[];
  readonly payments: Row[];
  readonly plans: Row[];
  readonly processes: Row[];
  readonly attention: Row[];
  readonly messages: Row[];
  readonly outbox: Row[];
  readonly commands: Row[];
  /** By command: entries that say what was asked, and entries that say what came of it. */
  readonly audit: Row[];
  readonly partner: {
    readonly customers: { readonly id: string; readonly companyProfile?: { readonly domain?: string } }[];
    readonly carts: { readonly id: string; readonly customerId: string; readonly status: string; readonly lineItems: Row[] }[];
    readonly subscriptions: {
      readonly id: string;
      readonly customerId: string;
      readonly friendlyName: string;
      readonly quantity: number;
      readonly status: string;
    }[];
  };
  readonly vendor: {
    readonly licences: { readonly accountRef: string; readonly licenceRef: string; readonly units: number; readonly state: string }[];
  };
  readonly cards: {
    readonly payments: {
      readonly id: string;
      readonly status: string;
      readonly amount_capturable: number;
      readonly amount_received: number;
      readonly metadata: { readonly order_number?: string };
    }[];
    readonly refunds: { readonly payment_intent: string; readonly amount: number }[];
  };
  readonly mails: { readonly messageId: string; readonly to: string[]; readonly subject: string; readonly isRepeat: boolean }[];
  /** Ids of the workflows that run. */
  readonly running: readonly string[];
}

const QUERIES = {
  customers: `SELECT id, account_name, state, credit_used_minor::float8 AS used FROM customer`,
  users: `SELECT id, email, customer_id, state FROM app_user WHERE customer_id IS NOT NULL`,
  orders: `SELECT id, number, state, customer_id, payment_method, input ->> 'purchaseReference' AS reference, placed_at AS at FROM customer_order`,
  lines: `SELECT l.id, l.order_id, l.state, l.quantity, l.charge_minor::float8 AS charge, l.vendor_ref, l.subscription_id, pr.vendor
            FROM order_line l JOIN offer f ON f.id = l.offer_id JOIN plan pl ON pl.id = f.plan_id JOIN product pr ON pr.id = pl.product_id`,
  payments: `SELECT order_id, customer_id, method, state, authorised_minor::float8 AS authorised, captured_minor::float8 AS captured,
                    refunded_minor::float8 AS refunded, processor_ref FROM payment`,
  plans: `SELECT s.id, s.customer_id, s.state, s.units, s.target_units, s.start_date::text, pr.vendor, s.updated_at AS at FROM subscription s
            JOIN plan p ON p.id = s.plan_id JOIN product pr ON pr.id = p.product_id WHERE s.source = 'assigned'`,
  processes: `SELECT id, kind, subject_id, workflow_id, state, step, next_kind, next_at, updated_at AS at FROM process`,
  attention: `SELECT process_id FROM attention_item WHERE state = 'open'`,
  messages: `SELECT id, customer_id, user_id, template, state, due_at, to_address, message_id_header AS header, created_at AS at FROM message`,
  audit: `SELECT command_id, count(*) FILTER (WHERE action LIKE 'command.%')::int AS outcomes FROM audit_entry WHERE command_id IS NOT NULL GROUP BY command_id`,
  commands: `SELECT id, kind, subject_id, state, asked_at AS at FROM command`,
  outbox: `SELECT id, command, workflow_id, attempts, last_error, created_at AS at FROM outbox
            WHERE dispatched_at IS NULL AND (command <> 'start' OR NOT workflow_id LIKE 'message/%' OR next_attempt_at < now() - interval '30 seconds')`,
} as const;

const runningIn = async (world: World): Promise<string[]> => {
  const engine = await acquireEngine(silentReport);
  if (engine.kind !== 'binary') return [];
  const query = ['workflow', 'list', '--address', world.engineAddress, '--query', `ExecutionStatus = "Running"`];
  const { code, output } = await run(engine.path, [...query, '--limit', '5000', '-o', 'json'], {
    timeoutMs: 60_000,
    env: { HOME: process.env.HOME },
  });
  if (code !== 0) throw new Error(`the engine could not be asked: ${output.slice(0, 300)}`);
  const listed = JSON.parse(output || '[]') as { execution: { workflowId: string } }[];
  return listed.map(({ execution }) => execution.workflowId);
};

export const gatherFacts = async (world: World): Promise<Facts> => {
  const rows = Object.fromEntries(
    await Promise.all(Object.entries(QUERIES).map(async ([name, sql]) => [name, await look(world, sql)] as const)),
  ) as Record<keyof typeof QUERIES, Row[]>;
  return {
    ...rows,
    partner: (await ask(`${world.partnerUrl}/sim/state`)) as Facts['partner'],
    vendor: (await ask(`${world.vendorUrl}/sim/state`)) as Facts['vendor'],
    cards: (await ask(`${world.cardUrl}/sim/state`)) as Facts['cards'],
    mails: (await ask(`${world.inboxUrl}/api/messages?limit=5000`)) as Facts['mails'],
    running: await runningIn(world),
  };
};
