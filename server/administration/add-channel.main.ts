import { addChannel } from './add-staff.js';
import { personFlags, runCommand } from './command-line.js';
import { channelToAdd } from './staff-input.js';

await runCommand({
  name: 'add-channel',
  usage: 'add-channel --name … [--parent NAME] --first-name … --last-name … --email … [--login-name …] [--language en|it] [--time-zone …]',
  flags: [...personFlags, 'name', 'parent'],
  input: channelToAdd,
  run: async (database, input, by) => {
    const { channelId } = await addChannel(database, input, by);
    return `The channel ${input.name} is there (${channelId}), and ${input.loginName ?? input.email} can sign in as its administrator`;
  },
});
