// What holds on every page.
import { ALL, COMPARED, ERROR_PAGE, FILTERED, PAGES, awake, expect, number, overflow, test, unfold, unfoldAll, type APIRequestContext, type Page } from './support';

/** At most so many links of one page are followed. */
const FOLLOWED = 60;
/** Answers already seen, by address; most pages share most links. */
const answers = new Map<string, number>();

test.use({ tolerated: ERROR_PAGE });

for (const { path, status = 200, island = false } of PAGES) {
  test(`${path} is a sound document`, async ({ page, request, javaScriptEnabled, complaints }, { project }) => {
    test.skip(project.name === 'narrow', 'the same document at every width');
    const answer = await page.goto(path);
    expect(answer?.status()).toBe(status);
    if (island && javaScriptEnabled !== false) await awake(page);

    await expect(page.locator('h1')).toHaveCount(1);
    await expect(page.locator('h1')).toHaveText(/\S/);
    await expect(page).toHaveTitle(/OGP commitment tracker$/);
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
    await expect(page.locator('main')).toHaveCount(1);
    await expect(page.locator('meta[name="description"]')).toHaveAttribute('content', /\S/);
    // Only what a script makes better has one; search boxes and framed charts have small ones of their own.
    await expect(page.locator('script[src*="/start."]')).toHaveCount(island ? 1 : 0);
    await expect(page.locator('script[src]:not([src*="/start."]):not([src*="/suggest."]):not([src*="/frame."])')).toHaveCount(0);
    await expect(page.locator('script:not([src]):not([type="application/ld+json"])')).toHaveCount(0);
    expect(await page.locator('[style], style').count(), 'inline styles').toBe(0);
    if (status === 200) expect(complaints).toEqual([]);

    expect(await doubledIds(page)).toEqual([]);
    expect(await unnamedPictures(page)).toEqual([]);
    expect(await danglingReferences(page)).toEqual([]);
    // The links are the same in every browser.
    if (project.name === 'no-js') expect(await deadLinks(page, request)).toEqual([]);
  });

  test(`${path} never scrolls sideways, folded or unfolded`, async ({ page }, { project }) => {
    test.skip(project.name === 'narrow', 'each width is tried in a wide browser');
    test.skip(project.name === 'no-js' && !island, 'no script changes it');
    await page.goto(path);
    for (const unfolded of [false, true]) {
      if (unfolded) await unfoldAll(page);
      for (const width of [320, 360, 768, 1024]) {
        await page.setViewportSize({ width, height: 740 });
        expect(await overflow(page), `${width} px, ${unfolded ? 'unfolded' : 'folded'}`).toEqual([]);
      }
    }
  });
}

function doubledIds(page: Page): Promise<string[]> {
  return page.locator('[id]').evaluateAll((all) => {
    const ids = all.map((element) => element.id);
    return ids.filter((id, index) => ids.indexOf(id) !== index);
  });
}

/** Pictures that are neither named nor kept from assistive technology. */
function unnamedPictures(page: Page): Promise<string[]> {
  return page.locator('img, svg').evaluateAll((all) =>
    all
      .filter((picture) => picture.closest('[aria-hidden="true"]') === null)
      .filter((picture) => {
        if (picture.tagName === 'IMG') return !picture.hasAttribute('alt');
        // A drawing of several parts is named as a whole.
        const named = picture.closest('.chart') ?? picture;
        return !named.getAttribute('role') || !named.getAttribute('aria-label');
      })
      .map((picture) => picture.outerHTML.slice(0, 120)),
  );
}

/** References inside the page that point to nothing: `#anchors`, `aria-labelledby`, `for`, `form`, `use`. */
function danglingReferences(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const references = [...document.querySelectorAll('[aria-labelledby], [aria-describedby], [for], [form], a[href^="#"], use')].flatMap((element) =>
      ['aria-labelledby', 'aria-describedby', 'for', 'form', 'href']
        .flatMap((name) => (element.getAttribute(name) ?? '').split(/\s+/).map((value) => ({ name, value })))
        .filter(({ name, value }) => value !== '' && (name !== 'href' || value.startsWith('#')))
        .map(({ value }) => value.replace(/^#/, '')),
    );
    return [...new Set(references)].filter((id) => document.getElementById(id) === null);
  });
}

/** Links within the site that answer with an error. */
async function deadLinks(page: Page, request: APIRequestContext): Promise<string[]> {
  const hrefs = await page.locator('a[href^="/"]').evaluateAll((links) => links.map((link) => (link.getAttribute('href') ?? '').replace(/#.*/, '')));
  const all = [...new Set(hrefs)];
  // Spread over the page, always the same ones.
  const step = Math.max(1, all.length / FOLLOWED);
  const sample = Array.from({ length: Math.min(all.length, FOLLOWED) }, (_, index) => all[Math.floor(index * step)] ?? '/');
  const dead: string[] = [];
  for (const href of sample) {
    const status = answers.get(href) ?? (await request.get(href)).status();
    answers.set(href, status);
    if (status >= 400) dead.push(`${href} answers ${status}`);
  }
  return dead;
}

test('what is linked with a fragment has it', async ({ page }) => {
  await page.goto('/commitments/NL0031');
  const scale = page.getByRole('region', { name: 'Ambition' }).locator('a[href^="/method#"]');
  const fragment = ((await scale.getAttribute('href')) ?? '').split('#')[1] ?? '';
  await scale.click();
  await expect(page).toHaveURL(`/method#${fragment}`);
  await expect(page.locator(`[id="${fragment}"]`)).toBeInViewport();
});

test('a wrong value is named, and the page shown without it', async ({ page }) => {
  await page.goto('/commitments?ambition=enormous');
  await expect(page.locator('.notice.caution')).toContainText('We don\u2019t recognise \u201cenormous\u201d (Ambition)');
  await expect(page.locator('#count')).toContainText(ALL);
});

test('an unknown code offers close ones', async ({ page }) => {
  await page.goto('/commitments/NL003l');
  await page.getByRole('main').getByRole('link', { name: /^NL0031 / }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Open Algorithms');
});

test('the change log is narrowed to a topic, and tells of nothing else', async ({ page }) => {
  await page.goto('/changes');
  const all = number((await page.locator('.change details > summary').last().textContent()) ?? '');
  const topic = page.getByRole('main').locator('select[name=area]');
  await topic.selectOption('open-data');
  await page.getByRole('button', { name: 'Filter' }).click();
  await expect(page).toHaveURL((url) => url.searchParams.get('area') === 'open-data');
  await expect(topic).toHaveValue('open-data');
  const some = number((await page.locator('.change details > summary').last().textContent()) ?? '');
  expect(some).toBeGreaterThan(0);
  expect(some).toBeLessThan(all);
});

test('a member\u2019s promises come before its plans, and these before its charts, which a phone folds', async ({ page }) => {
  await page.goto('/members/uruguay');
  const tops = await page.locator('#commitments, #plans, #progress').evaluateAll((all) => all.map(({ id }) => id));
  expect(tops).toEqual(['commitments', 'plans', 'progress']);
  const charts = page.locator('section:has(> #progress) details.fold');
  const isNarrow = (page.viewportSize()?.width ?? 0) < 768;
  await expect(charts.locator('> summary')).toBeVisible({ visible: isNarrow });
  await expect(charts.getByRole('figure').first()).toBeVisible({ visible: !isNarrow });
  await unfold(charts);
  await expect(charts.getByRole('figure').first()).toBeVisible();
  // The first ones are seen at once, the others when asked for.
  const rest = page.locator('details.more-rows');
  await expect(rest.locator('.row').first()).toBeHidden();
  await unfold(rest);
  await expect(rest.locator('.row').first()).toBeVisible();
});

const TABLES = ['/members', '/members/netherlands', '/areas/digital-governance', COMPARED, '/guide/automated-decision-making/algorithm-registers', '/method', '/data', '/network', '/reports'];

for (const path of TABLES) {
  test(`${path}: a phone shows every column of its tables`, async ({ page }, { project }) => {
    test.skip(project.name !== 'narrow', 'wide pages have room');
    await page.goto(path);
    await page.setViewportSize({ width: 360, height: 740 });
    // The numbers of a chart are shown by the chart; their table can be moved.
    const frames = page.locator('.table-scroll:visible:not(.chart-data *)');
    expect(await frames.count()).toBeGreaterThan(0);
    const beyond = await frames.evaluateAll((all) =>
      all
        .filter((frame) => frame.scrollWidth > frame.clientWidth + 1)
        .map((frame) => `${frame.querySelector('caption')?.id}: ${frame.scrollWidth - frame.clientWidth} px out of sight`),
    );
    expect(beyond).toEqual([]);
  });
}

test('the reports come a page at a time, and one member\u2019s when it is chosen', async ({ page }) => {
  await page.goto('/reports');
  const rows = page.locator('.table-scroll tbody tr:not(.group)');
  await expect(rows).toHaveCount(50);
  const pager = page.getByRole('navigation', { name: 'Pages of results' });
  await pager.getByRole('link', { name: 'Next' }).click();
  await expect(page).toHaveURL('/reports?page=2');
  await expect(page.getByRole('status')).toContainText('showing 51 to 100');
  await page.getByRole('main').getByRole('combobox', { name: 'Member' }).selectOption('Albania');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('IRM reports: Albania');
  await expect(page.locator('.table-scroll tbody tr.group')).toHaveCount(1);
  await expect(pager).toHaveCount(0);
});

test('what wraps onto a line of its own on a phone begins where the line does', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(FILTERED);
  const inset = await page.locator('.chip-clear').first().evaluate((link) => {
    const text = document.createRange();
    text.selectNodeContents(link);
    return text.getBoundingClientRect().left - (link.parentElement ?? link).getBoundingClientRect().left;
  });
  expect(Math.abs(inset)).toBeLessThan(1);
  await page.goto('/commitments/NL0031');
  await expect(page.locator('.way .when').first()).toHaveCSS('margin-left', '0px');
});
