/** The sum of those groups that are of these values; undefined while the counts are awaited. */
export const countOf = <Group extends { readonly count: number }>(
  groups: readonly Group[] | undefined,
  where: Partial<Record<keyof Group, string>>,
): number | undefined =>
  groups
    ?.filter((group) => Object.entries(where).every(([name, value]) => value === undefined || group[name as keyof Group] === value))
    .reduce((sum, group) => sum + group.count, 0);
