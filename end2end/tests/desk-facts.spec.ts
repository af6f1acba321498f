// Facts under review: a change is proposed, seen beside the record, sent back, edited and published by another.
import { expectNoViolations } from './axe';
import { expect, signedIn, test } from './desk';
import { overflow, unfoldAll } from './support';

test.use({ options: [['--review-facts'], { scope: 'worker' }] });

test('a change of facts waits until a second person has published it', async ({ browser, tracker, javaScriptEnabled, viewport }, info) => {
  const title = `Registers of ${info.project.name}`;
  const author = await signedIn(browser, tracker, 'ed', { javaScriptEnabled, viewport });
  await author.page.goto('/staff/commitments/ES0020');
  await author.page.getByLabel('Title', { exact: true }).fill(title);
  await author.page.getByLabel('Reason for the change').fill(`As printed, ${title}`);
  await author.page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(author.page.getByRole('status').first()).toContainText('Submitted for review.');

  const reviewer = await signedIn(browser, tracker, 'rev', { javaScriptEnabled, viewport });
  await reviewer.page.goto('/commitments/ES0020');
  await expect(reviewer.page.getByRole('heading', { level: 1 })).not.toContainText(title);
  await reviewer.page.goto('/staff');
  await reviewer.page.getByRole('link', { name: /for review, \d+ sent back/ }).click();
  await reviewer.page.getByRole('link', { name: `As printed, ${title}` }).click();
  await expect(reviewer.page.getByRole('main')).toContainText(`→ ${title}`);
  expect(await overflow(reviewer.page)).toEqual([]);
  if (javaScriptEnabled) {
    await unfoldAll(reviewer.page);
    await expectNoViolations(reviewer.page, 'a proposal');
  }
  await reviewer.page.getByLabel('Comment').fill('With a capital R in Register?');
  await reviewer.page.getByRole('button', { name: 'Send back' }).click();
  const proposal = new URL(reviewer.page.url()).pathname;

  await author.page.goto(proposal);
  await expect(author.page.getByRole('main')).toContainText('With a capital R in Register?');
  await author.page.getByRole('link', { name: 'Edit what you proposed for ES0020' }).click();
  await expect(author.page.getByLabel('Title', { exact: true })).toHaveValue(title);
  if (javaScriptEnabled) {
    await unfoldAll(author.page);
    await expectNoViolations(author.page, 'the form of a proposal');
  }
  await author.page.getByLabel('Title', { exact: true }).fill(`${title}, checked`);
  await author.page.getByRole('button', { name: 'Save', exact: true }).click();
  await author.page.getByRole('button', { name: 'Submit for review' }).click();
  await expect(author.page.getByRole('button', { name: 'Publish' })).toHaveCount(0);

  await reviewer.page.goto(proposal);
  await reviewer.page.getByRole('button', { name: 'Publish' }).click();
  await expect(reviewer.page.getByRole('status').first()).toHaveText('Published. The change is now public.');
  await reviewer.page.goto('/commitments/ES0020');
  await expect(reviewer.page.getByRole('heading', { level: 1 })).toContainText(`${title}, checked`);
  await author.context.close();
  await reviewer.context.close();
});
