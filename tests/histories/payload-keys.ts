/** The key that the committed histories are encrypted with. It protects nothing: they hold what a test made up. */
export const historyPayloadKeys = 'history:aGlzdG9yaWVzIG9mIHRlc3RzLCBub3RoaW5nIGVsc2U=';
