/** `npm run test:engines`: the browser tests in Chromium, Firefox and WebKit; `npm run test:engines -- firefox` in one of them. */
import { spawnSync } from 'node:child_process';
import { chromiumPath } from './chromium.ts';
import { firefoxPath } from './firefox.ts';
import { webkitPaths } from './webkit.ts';

const ENGINES: Readonly<Record<string, () => unknown>> = { chromium: chromiumPath, firefox: firefoxPath, webkit: webkitPaths };

const named = process.argv.slice(2);
const unknown = named.filter((engine) => !Object.hasOwn(ENGINES, engine));
if (unknown.length > 0) throw new Error(`There is no engine ${unknown.join(', ')}: there are ${Object.keys(ENGINES).join(', ')}.`);

const missing: string[] = [];
const found = (named.length > 0 ? named : Object.keys(ENGINES)).filter((engine) => {
  try {
    ENGINES[engine]!();
    return true;
  } catch (error) {
    missing.push((error as Error).message);
    return false;
  }
});
const passed = found.length > 0 && spawnSync('web-test-runner', { shell: true, stdio: 'inherit', env: { ...process.env, ENGINES: found.join(' ') } }).status === 0;
// A missing browser is reported last, where it is seen, and fails the command.
for (const advice of missing) console.log(`✖ ${advice}`);
process.exitCode = passed && missing.length === 0 ? 0 : 1;
