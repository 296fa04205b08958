import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { commandKinds, mailboxProcesses, type CommandKind } from '../../domain/command/kinds.js';
import { permissions } from '../../domain/permission/permissions.js';
import { workflowTypes } from '../../domain/process/process.js';
import { kindsTable, listKinds } from '../../server/command/list-kinds.js';

const folder = new URL('../../workflows/', import.meta.url);
const sources = readdirSync(folder)
  .filter((file) => file.endsWith('.workflow.ts'))
  .map((file) => readFileSync(new URL(file, folder), 'utf8'));

it('C4 the kinds of process that are said to have a mailbox are those whose workflow opens one', () => {
  const having = Object.entries(workflowTypes).filter(([, type]) => {
    const source = sources.find((text) => text.includes(`export async function ${type}(`));
    if (source === undefined) throw new Error(`no file has the workflow ${type}`);
    return /\bopenMailbox\(|frame\/story\.js/.test(source);
  });
  const commanded = new Set<string>(Object.values(commandKinds).flatMap((rules) => ('process' in rules ? [rules.process] : [])));
  expect(
    having
      .map(([kind]) => kind)
      .filter((kind) => commanded.has(kind))
      .sort(),
  ).toEqual([...mailboxProcesses].sort());
});

it('C4 every kind of command is listed with its permission, schema and how its process hears of it', () => {
  const listed = listKinds();
  expect(listed.map(({ kind }) => kind)).toEqual(Object.keys(commandKinds) as CommandKind[]);
  for (const { kind, permission, process, signal, update, input } of listed) {
    expect(permissions, kind).toContain(permission);
    expect(input, kind).toMatchObject({ type: 'object', additionalProperties: false });
    expect(
      [signal, update].some((way) => way !== null),
      kind,
    ).toBe(process !== null);
  }
  expect(listed.find(({ kind }) => kind === 'licence.move_start')).toMatchObject({
    signal: 'command',
    input: { required: ['at', 'startDate'], properties: { at: { type: 'string', format: 'date-time' } } },
  });
  const table = kindsTable(listed);
  expect(table).toMatch(/^kind +subject +permission/);
  expect(table).toMatch(/process\.retry_now .*carried out by the server/);
  expect(table.trim().split('\n')).toHaveLength(listed.length + 1);
});
