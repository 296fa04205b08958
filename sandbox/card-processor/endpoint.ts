import { z } from 'zod';
import { invalid, type Refusal } from './card-errors.js';
import type { CardLedger } from './card-ledger.js';
import type { CardObject } from './card-objects.js';
import type { CardBehaviour } from './test-cards.js';

export interface Given<Params> {
  /** What stands in the place of ":id" in the path. */
  id: string;
  params: Params;
  ledger: CardLedger;
  /** Where the simulator's own pages are. */
  ownUrl: string;
  /** A fault may make any card decline. */
  decline?: CardBehaviour['decline'];
}

export interface Outcome {
  body: unknown;
  changes?: CardObject[];
}

export interface Endpoint {
  /** As faults name it: payment_intents.create. */
  name: string;
  method: 'GET' | 'POST';
  /** Below /v1; ":id" stands for an id. */
  path: string;
  perform(given: Given<unknown>): Outcome;
}

const nameOf = (path: readonly PropertyKey[]): string =>
  path.map((part, index) => (index === 0 ? String(part) : `[${String(part)}]`)).join('');

function refusalOf({ issues: [issue] }: z.ZodError): Refusal {
  if (issue?.code === 'unrecognized_keys') {
    const param = nameOf([...issue.path, issue.keys[0] ?? '']);
    return invalid(`Received unknown parameter: ${param}`, { code: 'parameter_unknown', param });
  }
  const param = nameOf(issue?.path ?? []);
  if (issue?.code === 'invalid_type' && issue.input === undefined)
    return invalid(`Missing required param: ${param}.`, { code: 'parameter_missing', param });
  return invalid(`Invalid ${param}: ${issue?.message ?? ''}`, { param });
}

/** An endpoint with its parameters: what isn't among them is refused, as Stripe does. */
export function endpoint<Schema extends z.ZodType>(
  name: string,
  [method, path]: readonly ['GET' | 'POST', string],
  params: Schema,
  perform: (given: Given<z.output<Schema>>) => Outcome,
): Endpoint {
  return {
    name,
    method,
    path,
    perform: (given) => {
      const parsed = params.safeParse(given.params, { reportInput: true });
      if (!parsed.success) throw refusalOf(parsed.error);
      return perform({ ...given, params: parsed.data });
    },
  };
}

/** Form-encoded: everything arrives as text. */
export const fields = {
  text: z.string().min(1).max(5_000),
  amount: z.coerce.number().int().min(1).max(99_999_999),
  limit: z.coerce.number().int().min(1).max(100).default(10),
  flag: z.enum(['true', 'false']).transform((value) => value === 'true'),
  metadata: z.record(z.string().max(40), z.string().max(500)).optional(),
  url: z.url({ protocol: /^https?$/ }),
  cardOnly: z.array(z.literal('card')).optional(),
};

export const listOf = (url: string, data: unknown[], limit: number, object: 'list' | 'search_result' = 'list') => ({
  object,
  url,
  has_more: data.length > limit,
  data: data.slice(0, limit),
});
