// A tracker of its own for tests that change the record: the other specs rely on the bundled one.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test as base, expect, type Locator, type Page } from './support';
import type { Browser, BrowserContext } from '@playwright/test';

export { expect };
export type { Page };

export const PASSWORD = 'violet harbour 9 pianos';
/** Every kind of page of the desk. */
export const DESK = [
  '/staff',
  '/staff/account',
  '/staff/account/second-factor',
  '/staff/users',
  '/staff/security',
  '/staff/commitments/new',
  '/staff/commitments/new?member=spain',
  '/staff/commitments/ES0020',
  '/staff/commitments/ES0020/ratings/ambition',
  '/staff/members',
  '/staff/members/spain',
  '/staff/tags?member=spain',
  '/staff/import',
  '/staff/sources',
  '/staff/webhooks',
  '/staff/institutions',
  '/staff/queue',
  '/staff/proposals',
  '/staff/areas?new=Robots&group=sector',
  '/staff/areas?area=open-data',
  '/staff/find?q=spain',
  '/staff/reports?member=spain',
  '/staff/plans/new',
  '/staff/plans/new?member=spain&start_year=2031&end_year=2033',
  '/staff/plans/netherlands/2018-2020-netherlands-action-plan-2018-2020/commitments',
  '/staff/plans/netherlands/2018-2020-netherlands-action-plan-2018-2020/ratings',
  '/staff/plans/netherlands/2018-2020-netherlands-action-plan-2018-2020/ratings?report_title=Netherlands+Results+Report+2018-2020',
];

const program = resolve(import.meta.dirname, '..', process.env.OGP_TRACKER_BIN ?? '../target/release/ogp-tracker');

function freePort(): Promise<number> {
  return new Promise((found) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => found(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** `tracker` is the address of a served record with an editor, a reviewer and an admin; `options` are further ones of `serve`. */
export const test = base.extend<object, { tracker: string; options: string[] }>({
  options: [[], { scope: 'worker', option: true }],
  tracker: [
    async ({ options }, use) => {
      const folder = mkdtempSync(join(tmpdir(), 'ogp-desk-'));
      const database = ['--database', `sqlite://${join(folder, 'tracker.db')}`];
      const port = await freePort();
      // Files by address come from servers that tests start here.
      const served = spawn(program, ['serve', '--addr', `127.0.0.1:${port}`, '--allow-host', '127.0.0.1', ...options, ...database], { stdio: 'ignore' });
      const tracker = `http://127.0.0.1:${port}`;
      // Before, there is no record to add people to.
      await expect.poll(() => fetch(`${tracker}/readyz`).then((answer) => answer.ok, () => false), { timeout: 300_000 }).toBe(true);
      for (const [name, role] of [['ed', 'editor'], ['rev', 'reviewer'], ['ada', 'admin']] as const) {
        execFileSync(program, ['user', 'add', `${name}@example.org`, '--role', role, '--name', `Staff ${name}`, ...database], { input: `${PASSWORD}\n`, stdio: ['pipe', 'ignore', 'ignore'] });
      }
      await use(tracker);
      const ended = new Promise((end) => served.once('exit', end));
      served.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
    { scope: 'worker' },
  ],
});

export type Desk = { context: BrowserContext; page: Page };

type Session = Awaited<ReturnType<BrowserContext['storageState']>>;

/** Sessions of this worker's tracker by name: hashing a password is slow on purpose. */
const sessions = new Map<string, Session>();

/** A browser of its own in which somebody has signed in, showing the desk. */
export async function signedIn(browser: Browser, tracker: string, name: string, options = {}): Promise<Desk> {
  const storageState = sessions.get(name);
  const context = await browser.newContext({ baseURL: tracker, storageState, ...options });
  const page = await context.newPage();
  if (storageState === undefined) {
    await signIn(page, name);
    sessions.set(name, await context.storageState());
  } else {
    await page.goto('/staff');
  }
  return { context, page };
}

/** Signs in on the page that asks for it. */
export async function signIn(page: Page, name: string): Promise<void> {
  await page.goto('/staff');
  await page.getByLabel('E-mail address').fill(`${name}@example.org`);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.locator('main').getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Desk' })).toBeVisible();
}

/** The form that leads to an address. */
export function formTo(page: Page, action: string): Locator {
  return page.locator(`form[method="post"][action="${action}"]`);
}

/** Drafts a rating of completion and hands it in; gives the draft's path. */
export async function handIn(page: Page, code: string, value: string): Promise<string> {
  await page.goto(`/staff/commitments/${code}/ratings/completion`);
  await page.locator(`input[value="completion-${value}"]`).check();
  await page.getByLabel('Report', { exact: true }).fill('A Results Report 2022-2024');
  await page.getByLabel('Stage of the report').selectOption('final');
  await page.getByLabel('Link to report').fill('https://example.org/report');
  await page.getByLabel('Reason for the change').fill('The report is out');
  await page.getByRole('button', { name: 'Save draft' }).click();
  await page.getByRole('button', { name: 'Submit for review' }).click();
  await expect(page.getByRole('status').first()).toHaveText('Submitted for review.');
  return new URL(page.url()).pathname;
}

/** Counts the pages that a person has seen load. */
export function loads(page: Page): () => number {
  let count = 0;
  page.on('response', (response) => {
    const request = response.request();
    const isPage = request.isNavigationRequest() && request.frame() === page.mainFrame();
    if (isPage && (response.status() < 300 || response.status() >= 400)) count += 1;
  });
  return () => count;
}

/** Pastes a text where the focus is, as a spreadsheet puts it on the clipboard. */
export function paste(page: Page, text: string): Promise<boolean> {
  return page.evaluate((text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', text);
    return document.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}
