// Loaded by path, by the SDK, in the worker's sandbox and in the client alike: so CommonJS, and a file of its own.
const { DefaultFailureConverter } = require('@temporalio/common');

// Messages and stack traces of failures go through the payload codec as well: they can name people.
exports.failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
