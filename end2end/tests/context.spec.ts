// Staff keep the guide and the Challenge; the public sees it at once, and what was before.
import { expect, formTo, signedIn, test } from './desk';
import { overflow } from './support';

test.use({ tolerated: /^Failed to load resource: the server responded with a status of 4(04|09|22)/ });

test('an editor changes a chapter of the guide and an item of the Challenge', async ({ browser, tracker, javaScriptEnabled, viewport }, { project }) => {
  const ed = await signedIn(browser, tracker, 'ed', { javaScriptEnabled, viewport });
  const page = ed.page;
  await page.getByRole('link', { name: 'Texts and lists' }).click();
  await page.getByRole('link', { name: 'Chapters of the guide' }).click();
  await page.getByRole('link', { name: 'Automated decision-making, algorithms and artificial intelligence' }).click();
  const chapter = '/staff/context/chapter/automated-decision-making';
  const words = `Seen by ${project.name}.`;
  await formTo(page, chapter).first().getByRole('group', { name: 'Introduction' }).getByLabel('Espa\u00f1ol').fill(`Texto **nuevo**. ${words}`);
  await formTo(page, chapter).first().getByLabel('Reason for the change').fill('A clearer introduction');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('status').first()).toHaveText('Saved.');
  expect(await overflow(page)).toEqual([]);
  await page.goto('/guide/automated-decision-making?lang=es');
  await expect(page.locator('main strong', { hasText: 'nuevo' })).toBeVisible();
  await expect(page.getByRole('main')).toContainText(words);

  await page.goto('/staff/context/challenge/austin-ai-accountability');
  const item = '/staff/context/challenge/austin-ai-accountability';
  await formTo(page, item).first().getByLabel('Lead institution').fill(`Office of ${project.name}`);
  await formTo(page, item).first().getByLabel('Reason for the change').fill('The tracker names it now');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('status').first()).toHaveText('Saved.');
  await page.goto('/challenge?participant=austin-united-states');
  await expect(page.getByRole('main')).toContainText(`Office of ${project.name}`);
  await page.goto('/changes');
  await expect(page.getByRole('main')).toContainText('The tracker names it now');
  await expect(page.getByRole('main')).toContainText('Lead institution');
});

test('a reader narrows the Challenge and the resources with ordinary forms', async ({ page, tracker }) => {
  await page.goto(`${tracker}/challenge`);
  await page.locator('#challenge-area').selectOption('digital-governance');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(page).toHaveURL(/area=digital-governance/);
  await expect(page.getByRole('main')).toContainText('No IRM rating');
  await page.goto(`${tracker}/resources`);
  await page.locator('#resources-language').selectOption('es');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(page).toHaveURL(/language=es/);
  await expect(page.locator('.rows .row-title').first()).toBeVisible();
});
