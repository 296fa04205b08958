import { randomUUID } from 'node:crypto';
import { loginNameKey } from '../../domain/user/user-input.js';
import { takenLoginNames } from '../../records/user/add-user.js';
import { platformScope, type Database, type Tx } from '../../prisma/client.js';
import { FieldFailure } from '../errors/issues-of.js';
import { hashPassword } from '../security/password.js';
import { withFreeLoginName } from '../user/with-free-login-name.js';
import type { ChannelToAdd, StaffMember, StaffToAdd } from './staff-input.js';

interface Place {
  readonly tier1Id: string;
  readonly channelId: string;
}
type Channel = NonNullable<Awaited<ReturnType<Tx['channel']['findFirst']>>>;

const fault = (field: string, code: string): FieldFailure => new FieldFailure([{ path: [field], code }]);
const isId = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

const findChannel = async (tx: Tx, reference: string, field: string): Promise<Channel> => {
  const found = await tx.channel.findMany({
    where: isId(reference) ? { id: reference } : { name: { equals: reference, mode: 'insensitive' } },
    take: 2,
  });
  if (found.length > 1) throw fault(field, 'channel_ambiguous');
  if (!found[0]) throw fault(field, 'channel');
  return found[0];
};

interface Member {
  readonly person: StaffMember;
  readonly role: StaffToAdd['role'];
  readonly place: Place | undefined;
  readonly passwordHash: string;
}

const writeMember = async (tx: Tx, { person, role, place, passwordHash }: Member, by: string): Promise<string> => {
  const { firstName, lastName, email, language, timeZone, loginName = email } = person;
  if ((await takenLoginNames(tx, [loginName])).size > 0) throw fault(person.loginName ? 'loginName' : 'email', 'login_name_taken');
  const id = randomUUID();
  const facts = { role, loginName, firstName, lastName, email, language, timeZone };
  await tx.appUser.create({ data: { id, ...facts, ...place, loginNameKey: loginNameKey(loginName), state: 'ready', passwordHash } });
  await tx.auditEntry.create({
    data: { ...place, actorName: by, action: 'staff.add', subjectType: 'user', subjectId: id, after: { loginName, email, role } },
  });
  return id;
};

/**
 * Adds somebody who works for the platform or for a reseller, who can sign in at once. `by` is who did it, for the audit log.
 * Faults: login_name_taken; channel and channel_ambiguous.
 */
export const addStaff = async (database: Database, input: StaffToAdd, by: string): Promise<{ userId: string }> => {
  const passwordHash = await hashPassword(input.password);
  return withFreeLoginName(database, platformScope, async (tx) => {
    const channel = input.role === 'reseller_admin' ? await findChannel(tx, input.channel, 'channel') : undefined;
    const place = channel && { tier1Id: channel.tier1Id, channelId: channel.id };
    return { userId: await writeMember(tx, { person: input, role: input.role, place, passwordHash }, by) };
  });
};

const writeChannel = async (tx: Tx, { name, parent }: ChannelToAdd, by: string): Promise<Place> => {
  // Names aren't keys: two that add the same one at the same moment must not both find it free.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('channel names'))`;
  const above = parent === undefined ? undefined : await findChannel(tx, parent, 'parent');
  if (above && above.tier !== 1) throw fault('parent', 'channel_tier');
  const twin = await tx.channel.count({
    where: { name: { equals: name, mode: 'insensitive' }, ...(above ? { tier1Id: above.id } : { tier: 1 }) },
  });
  if (twin > 0) throw fault('name', 'channel_name_taken');
  const id = randomUUID();
  const place = { tier1Id: above?.id ?? id, channelId: id };
  const tier = above ? 2 : 1;
  await tx.channel.create({ data: { id, tier, tier1Id: place.tier1Id, parentId: above?.id ?? null, name } });
  await tx.auditEntry.create({
    data: { ...place, actorName: by, action: 'channel.add', subjectType: 'channel', subjectId: id, after: { name, tier } },
  });
  return place;
};

/**
 * Adds a channel with its first reseller administrator: both or neither. Faults: those of {@link addStaff}, channel_name_taken
 * (within the tier-1 channel, or among them), channel_tier (a tier-2 channel has no channels below it).
 */
export const addChannel = async (database: Database, input: ChannelToAdd, by: string): Promise<{ channelId: string; userId: string }> => {
  const passwordHash = await hashPassword(input.password);
  return withFreeLoginName(database, platformScope, async (tx) => {
    const place = await writeChannel(tx, input, by);
    const userId = await writeMember(tx, { person: input, role: 'reseller_admin', place, passwordHash }, by);
    return { channelId: place.channelId, userId };
  });
};
