import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import { TRPCError } from '@trpc/server';
import type { z } from 'zod';
import { passwordLength } from '../../domain/user/user.js';
import { isLostDatabase } from '../../prisma/lost-database.js';
import { openDatabase, type Database } from '../../prisma/client.js';
import { FieldFailure, issuesOf, type InputIssue } from '../errors/issues-of.js';
import { readNewPassword } from './read-password.js';

/** The flags of the person, which each of these commands takes. */
export const personFlags = ['first-name', 'last-name', 'email', 'login-name', 'language', 'time-zone'] as const;

interface Command<Input extends z.ZodType> {
  readonly name: string;
  readonly usage: string;
  readonly flags: readonly string[];
  readonly input: Input;
  /** Does it, and returns the line that says so. */
  readonly run: (database: Database, input: z.output<Input>, by: string) => Promise<string>;
}

const WORDS: Readonly<Record<string, string>> = {
  required: 'is needed',
  too_short: 'is too short',
  too_long: 'is too long',
  control_chars: 'contains invisible control characters',
  email: 'is not an e-mail address',
  login_name: 'must begin with a letter or digit and have no blanks',
  login_name_taken: 'signs in already; choose another with --login-name',
  language: 'must be en or it',
  time_zone: 'is not a time zone, such as Europe/Rome',
  role: 'must be operator, support or reseller_admin',
  password_short: `needs at least ${String(passwordLength.min)} characters`,
  password_common: 'is too easy to guess',
  mixed_alphabets: 'has a word with letters of two alphabets',
  url_in_name: 'is a web address',
  channel: 'names no channel',
  channel_ambiguous: 'names several channels; give the id',
  channel_tier: 'is a tier-2 channel, which has none below it',
  channel_name_taken: 'is there already',
  unknown_field: 'does not go with that role',
};

const flagOf = (field: string): string => `--${field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
const fieldOf = (flag: string): string => flag.replace(/-([a-z])/g, (_all, letter: string) => letter.toUpperCase());

const sentenceOf = ({ path, code }: InputIssue): string => {
  const field = String(path[0] ?? '');
  return `${field === 'password' ? 'The password' : flagOf(field)} ${WORDS[code] ?? 'is not valid'}.`;
};

const issuesIn = (error: unknown): readonly InputIssue[] =>
  error instanceof FieldFailure ? error.issues : issuesOf(new TRPCError({ code: 'BAD_REQUEST', cause: error }));

/** Who runs the command, for the audit log: it has no session. A container's user may have no name. */
const operatingUser = (): string => {
  try {
    return `command line (${userInfo().username})`;
  } catch {
    return 'command line';
  }
};

const readFlags = (flags: readonly string[]): Record<string, string> => {
  const options = Object.fromEntries(flags.map((flag) => [flag, { type: 'string' as const }]));
  const { values } = parseArgs({ options, strict: true });
  return Object.fromEntries(Object.entries(values).flatMap(([flag, value]) => (value === undefined ? [] : [[fieldOf(flag), value]])));
};

const refuse = (lines: readonly string[]): never => {
  process.stderr.write(`${lines.join('\n')}\n`);
  process.exit(1);
};

/** Runs a command of administration: its flags and the password are checked first, a fault is one line each and exit code 1. */
export const runCommand = async <Input extends z.ZodType>({ name, usage, flags, input, run }: Command<Input>): Promise<never> => {
  const url = process.env.DATABASE_URL;
  if (!url) return refuse([`${name}: DATABASE_URL is not set`]);
  let given: Record<string, string>;
  try {
    given = readFlags(flags);
  } catch (error) {
    return refuse([`${name}: ${(error as Error).message.split('. ')[0] ?? ''}`, usage]);
  }
  const parsed = input.safeParse({ ...given, password: await readNewPassword() });
  if (!parsed.success) return refuse([...issuesIn(parsed.error).map(sentenceOf), usage]);
  const database = openDatabase(url);
  try {
    process.stdout.write(`${await run(database, parsed.data, operatingUser())}\n`);
  } catch (error) {
    const issues = issuesIn(error);
    if (issues.length > 0) return refuse(issues.map(sentenceOf));
    return refuse([`${name}: ${isLostDatabase(error) ? 'the database cannot be reached' : String(error)}`]);
  }
  process.exit(0);
};
