import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { placeOfData } from '../database/data-folder.js';
import { Problem } from '../problem.js';

/** What the data beside it can't be read without. */
const dataSecrets = z.object({
  sessionSecret: z.string(),
  tokenSecret: z.string(),
  payloadKeys: z.string(),
  licenceVendorApiKey: z.string(),
  databasePassword: z.string(),
});
/** What came later: a folder from before gets them at its next start. */
const laterSecrets = z.object({
  partnerApiKey: z.string(),
  partnerWebhookSecret: z.string(),
  cardApiKey: z.string(),
  cardWebhookSecret: z.string(),
  databaseAppPassword: z.string(),
});

export type Secrets = z.infer<typeof dataSecrets> & z.infer<typeof laterSecrets>;

const random = (bytes: number): string => randomBytes(bytes).toString('base64url');

const newSecrets = (): Secrets => ({
  sessionSecret: random(32),
  tokenSecret: random(32),
  payloadKeys: `local:${randomBytes(32).toString('base64')}`,
  licenceVendorApiKey: random(24),
  databasePassword: random(24),
  databaseAppPassword: random(24),
  partnerApiKey: random(24),
  partnerWebhookSecret: random(32),
  // They look like Stripe's.
  cardApiKey: `sk_test_${random(24)}`,
  cardWebhookSecret: `whsec_${random(24)}`,
});

async function writeSecrets(file: string, secrets: Secrets): Promise<Secrets> {
  await writeFile(`${file}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
  return secrets;
}

/** Made at the first start and kept: sessions, links in e-mails and the engine's encrypted histories outlive a restart. */
export async function readSecrets(dataFolder: string): Promise<Secrets> {
  const file = join(dataFolder, 'secrets.json');
  if (existsSync(file)) {
    const parsed = dataSecrets.and(laterSecrets.partial()).safeParse(JSON.parse(await readFile(file, 'utf8')));
    if (parsed.success) {
      const complete = { ...newSecrets(), ...parsed.data };
      return laterSecrets.safeParse(parsed.data).success ? complete : writeSecrets(file, complete);
    }
    throw new Problem(`${file} is damaged: put it back, or begin anew with \`npm start -- --reset\`.`);
  }
  if (existsSync(await placeOfData(join(dataFolder, 'database')))) {
    throw new Problem(
      `${file} is missing, and the data beside it can't be read without: put it back, or begin anew with \`npm start -- --reset\`.`,
    );
  }
  return writeSecrets(file, newSecrets());
}
