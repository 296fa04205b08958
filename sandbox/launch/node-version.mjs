const NEEDED = [20, 19];

/**
 * The sentence for a Node that is too old, or nothing. Vite and the test runner need 20.19.
 * @param {string} version
 * @returns {string | undefined}
 */
export function nodeProblem(version) {
  const [major, minor] = version.split('.').map(Number);
  const isEnough = major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1]);
  return isEnough ? undefined : `Licenza needs Node ${NEEDED.join('.')} or newer, and this is ${version}: see https://nodejs.org.`;
}
