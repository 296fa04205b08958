import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { placeOfData } from '../database/data-folder.js';
import { Problem } from '../problem.js';

const secretsSchema = z.object({
  sessionSecret: z.string(),
  tokenSecret: z.string(),
  payloadKeys: z.string(),
  licenceVendorApiKey: z.string(),
  databasePassword: z.string(),
});

export type Secrets = z.infer<typeof secretsSchema>;

const random = (bytes: number): string => randomBytes(bytes).toString('base64url');

const newSecrets = (): Secrets => ({
  sessionSecret: random(32),
  tokenSecret: random(32),
  payloadKeys: `local:${randomBytes(32).toString('base64')}`,
  licenceVendorApiKey: random(24),
  databasePassword: random(24),
});

/** Made at the first start and kept: sessions, links in e-mails and the engine's encrypted histories outlive a restart. */
export async function readSecrets(dataFolder: string): Promise<Secrets> {
  const file = join(dataFolder, 'secrets.json');
  if (existsSync(file)) {
    const parsed = secretsSchema.safeParse(JSON.parse(await readFile(file, 'utf8')));
    if (parsed.success) return parsed.data;
    throw new Problem(`${file} is damaged: put it back, or begin anew with \`npm start -- --reset\`.`);
  }
  if (existsSync(await placeOfData(join(dataFolder, 'database')))) {
    throw new Problem(
      `${file} is missing, and the data beside it can't be read without: put it back, or begin anew with \`npm start -- --reset\`.`,
    );
  }
  const secrets = newSecrets();
  await writeFile(`${file}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
  return secrets;
}
