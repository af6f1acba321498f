// A code besides the password: set up, asked for, replaced by a recovery code, turned off.
import { createHmac } from 'node:crypto';
import { expect, signedIn, test, type Page } from './desk';

// Refused forms are answered with a status of refusal, which Chromium writes to its console.
test.use({ tolerated: /^Failed to load resource: the server responded with a status of 422/ });

/** What an authenticator app shows for a secret (RFC 6238). */
function code(secret: string, periods = 0): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret.replaceAll(' ', '')].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + periods));
  const mac = createHmac('sha1', key).update(step).digest();
  const at = (mac.at(-1) ?? 0) & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

async function password(page: Page, email: string, text: string): Promise<void> {
  await page.goto('/staff/sign-in');
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill(text);
  await page.locator('main').getByRole('button', { name: 'Sign in' }).click();
}

async function enter(page: Page, text: string): Promise<void> {
  await page.getByLabel('Code', { exact: true }).fill(text);
  await page.locator('main').getByRole('button', { name: 'Sign in' }).click();
}

test('a second factor is set up, asked for, and replaced by a recovery code once', async ({ browser, tracker, javaScriptEnabled, viewport }) => {
  const options = { javaScriptEnabled, viewport };
  const email = `factor-${test.info().project.name}@example.org`;
  const ada = await signedIn(browser, tracker, 'ada', options);
  await ada.page.goto('/staff/users');
  await ada.page.getByLabel('E-mail address').fill(email);
  await ada.page.getByLabel('Name', { exact: true }).fill(`Factor ${test.info().project.name}`);
  await ada.page.locator('form.staff-form').getByLabel('Role', { exact: true }).selectOption('editor');
  await ada.page.getByRole('button', { name: 'Add account' }).click();
  const made = await ada.page.locator('#made-password').innerText();

  const context = await browser.newContext({ baseURL: tracker, ...options });
  const page = await context.newPage();
  await password(page, email, made);
  await page.goto('/staff/account');
  await page.getByRole('link', { name: 'Set up a second factor' }).click();
  await expect(page.getByRole('img', { name: /^QR code/ })).toBeVisible();
  const secret = await page.locator('#second-factor-secret').innerText();
  await page.getByLabel('Code', { exact: true }).fill(code(secret));
  await page.getByLabel('Current password').fill(made);
  await page.getByRole('button', { name: 'Turn on' }).click();
  const recovery = await page.locator('#recovery-codes li').allInnerTexts();
  expect(recovery).toHaveLength(10);
  await page.getByRole('link', { name: /^Continue/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Desk' })).toBeVisible();
  await page.getByRole('button', { name: 'Sign out' }).click();

  // The code of set-up is used; the one after it counts already.
  await password(page, email, made);
  await enter(page, code(secret, -1));
  await expect(page.getByRole('alert')).toContainText('This code is incorrect');
  await enter(page, code(secret, 1));
  await expect(page.getByRole('heading', { level: 1, name: 'Desk' })).toBeVisible();
  await page.getByRole('button', { name: 'Sign out' }).click();

  await password(page, email, made);
  await enter(page, recovery[0] ?? '');
  await expect(page.getByRole('heading', { level: 1, name: 'Desk' })).toBeVisible();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await password(page, email, made);
  await enter(page, recovery[0] ?? '');
  await expect(page.getByRole('alert')).toContainText('This code is incorrect');

  // An admin helps who has lost everything.
  await ada.page.goto('/staff/users');
  await ada.page.getByRole('button', { name: `Reset second factor of ${email}` }).click();
  await expect(ada.page.getByRole('status')).toContainText('Second factor reset');
  await password(page, email, made);
  await expect(page.getByRole('heading', { level: 1, name: 'Desk' })).toBeVisible();
  await context.close();
});
