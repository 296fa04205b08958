import { addStaff } from './add-staff.js';
import { personFlags, runCommand } from './command-line.js';
import { staffToAdd } from './staff-input.js';

await runCommand({
  name: 'add-staff',
  usage:
    'add-staff --role operator|support|reseller_admin [--channel NAME] --first-name … --last-name … --email … [--login-name …] [--language en|it] [--time-zone …]',
  flags: [...personFlags, 'role', 'channel'],
  input: staffToAdd,
  run: async (database, input, by) => {
    const { userId } = await addStaff(database, input, by);
    return `${input.loginName ?? input.email} can sign in as ${input.role} (${userId})`;
  },
});
