/** The vendor isn't consistent in the case of names that it gives back. */
export const same = (one = '', other = ''): boolean => one.trim().toLowerCase() === other.trim().toLowerCase();
