// The desk as a queue, with JavaScript and without: assigned, filtered, talked about.
import { expect, handIn, signedIn, test } from './desk';
import { overflow } from './support';

/** Each project has a commitment of a member that no other test drafts for: drafts of one author from one report are one sheet. */
const CODES: Record<string, string> = { js: 'UY0083', 'no-js': 'SK0058', narrow: 'PY0035' };

test('a draft is assigned and talked about from the queue', async ({ browser, tracker, javaScriptEnabled, viewport }) => {
  const options = { javaScriptEnabled, viewport };
  const code = CODES[test.info().project.name] ?? 'UY0083';
  const ed = await signedIn(browser, tracker, 'ed', options);
  const draft = await handIn(ed.page, code, 'limited');
  const number = draft.split('/').pop() ?? '';

  const rev = await signedIn(browser, tracker, 'rev', options);
  await rev.page.getByRole('navigation', { name: 'Parts of the queue' }).getByRole('link', { name: /^To review/ }).click();
  const item = rev.page.locator('.queue li').filter({ hasText: `(draft ${number})` });
  await expect(item).toContainText('Not assigned');
  expect(await overflow(rev.page)).toEqual([]);
  await item.getByRole('checkbox').check();
  await rev.page.getByRole('button', { name: 'Assign to me' }).click();
  await expect(rev.page.getByRole('status').first()).toHaveText('Assigned.');
  await rev.page.getByRole('form', { name: 'Filter the queue' }).getByLabel('Assigned to').selectOption('me');
  await rev.page.getByRole('button', { name: 'Filter', exact: true }).click();
  await item.getByRole('link').click();
  await expect(rev.page.getByRole('navigation', { name: 'Queue' })).toContainText('in the queue');
  expect(await overflow(rev.page)).toEqual([]);
  await rev.page.getByLabel('Add a comment').fill('Is the page right, @ed?');
  await rev.page.getByRole('button', { name: 'Add comment' }).click();
  await expect(rev.page.getByRole('region', { name: 'Comments' })).toContainText('@ed');
  for (const { context } of [ed, rev]) await context.close();
});
