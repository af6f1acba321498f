// Suggestions in the search boxes: the keyboard pattern of a combobox with a list, and what happens when they
// cannot be fetched.
import { expect, test, type Page } from './support';

test.use({ tolerated: /^Failed to load resource: the server responded with a status of 503/ });

const box = (page: Page) => page.getByRole('main').getByRole('search');

/** Types into the box of the overview and waits for the list. */
async function offered(page: Page, typed: string) {
  await page.goto('/');
  const input = box(page).locator('input[name="q"]');
  await input.focus();
  await expect(input).toHaveRole('combobox');
  await input.pressSequentially(typed);
  await expect(box(page).getByRole('listbox')).toBeVisible();
  return input;
}

test('suggestions come in groups, are counted for screen readers, and are chosen by arrow keys', async ({ page }) => {
  const input = await offered(page, 'urug');
  const list = box(page).getByRole('listbox');
  await expect(input).toHaveAttribute('aria-expanded', 'true');
  await expect(list.getByRole('group', { name: 'Countries' }).getByRole('option')).toHaveText(/^Uruguay/);
  await expect(box(page).getByRole('status')).toHaveText(/^\d+ suggestions?\. Use the arrow keys/);
  const options = list.getByRole('option');
  const count = await options.count();
  expect(count).toBeGreaterThan(1);
  const active = async () => page.locator(`#${await input.getAttribute('aria-activedescendant')}`);

  await input.press('ArrowDown');
  await expect(await active()).toHaveText(/^Uruguay/);
  await expect(options.first()).toHaveAttribute('aria-selected', 'true');
  await expect(input).toBeFocused();
  await input.press('End');
  await expect(options.last()).toHaveAttribute('aria-selected', 'true');
  await input.press('ArrowDown');
  await expect(options.first()).toHaveAttribute('aria-selected', 'true');
  await input.press('ArrowUp');
  await expect(options.last()).toHaveAttribute('aria-selected', 'true');
  await input.press('Home');
  await expect(options.first()).toHaveAttribute('aria-selected', 'true');
  await input.press('Enter');
  await expect(page).toHaveURL('/members/uruguay');
});

test('Escape closes the list and keeps what was typed, and Enter without a choice searches', async ({ page }) => {
  const input = await offered(page, 'privacy');
  await input.press('ArrowDown');
  await input.press('Escape');
  await expect(box(page).getByRole('listbox')).toBeHidden();
  await expect(input).toHaveAttribute('aria-expanded', 'false');
  await expect(input).not.toHaveAttribute('aria-activedescendant', /./);
  await expect(input).toHaveValue('privacy');
  await input.press('ArrowDown');
  await expect(box(page).getByRole('listbox')).toBeVisible();
  await input.press('Escape');
  await input.press('Enter');
  await expect(page).toHaveURL('/search?q=privacy');
});

test('a click on a suggestion leads there, and leaving the box closes it', async ({ page }) => {
  const input = await offered(page, 'UK 98');
  await box(page).getByRole('group', { name: 'Code' }).getByRole('option').first().click();
  await expect(page).toHaveURL('/commitments/UK0098');
  await offered(page, 'kenya');
  await input.press('Tab');
  await expect(box(page).getByRole('listbox')).toBeHidden();
});

test('only the last of several answers is shown, and one that fails changes nothing', async ({ page }) => {
  let asked = 0;
  await page.route('/search/suggestions.json*', async (route) => {
    asked += 1;
    await route.continue();
  });
  await offered(page, 'open data portal');
  expect(asked).toBeLessThan('open data portal'.length / 2);
  await page.unroute('/search/suggestions.json*');
  await page.route('/search/suggestions.json*', (route) => route.fulfill({ status: 503, body: '' }));
  const input = box(page).locator('input[name="q"]');
  await input.pressSequentially('s');
  await expect(box(page).getByRole('listbox')).toBeHidden();
  await input.press('Enter');
  await expect(page).toHaveURL('/search?q=open+data+portals');
});
