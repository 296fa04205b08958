// Starts a database in the folder and on the port given, says so, and waits to be killed.
import { startDatabase } from '../../../sandbox/database/start-database.js';
import { silentReport } from '../../../sandbox/report.js';

const [dataDir, port] = process.argv.slice(2);
await startDatabase({ report: silentReport, dataDir, port: Number(port), password: 'p' });
console.log('up');
setInterval(() => undefined, 60_000);
