// The pages of the charts: what stands on them, that all of it can be read, and the ways through
// them, with and without JavaScript.
import { ALL, CHART_PAGES, CHART_SHAPES, COMPARED, ERROR_PAGE, PICTURE, expect, number, overflow, promised, tabTo, test, total, totalAt, unfold, type Page } from './support';

/** What one must know to read a chart. */
const NOTES: Record<string, RegExp> = {
  '/charts/ambition': /values on different scales/,
  '/charts/trend': /changed its ambition scale.*Hollow points/,
  '/charts/areas': new RegExp(`more than ${ALL}.*Few ratings`),
  '/charts/map': /status of any territory/,
  [COMPARED]: /rarely alike/,
};
/** Charts beside others, and the longest, widest and most divided ones. */
const CROWDED = [
  '/',
  '/members/netherlands',
  '/areas/digital-governance',
  '/charts/trend/embed',
  '/charts/members?measure=ambition&order=share',
  '/charts/areas?form=heat',
  '/charts/areas?form=shares',
  '/charts/map?measure=ambition',
  '/charts/matrix?down=region&across=results',
  '/charts/matrix?down=area&across=year',
  '/charts/matrix?down=results_value&across=value',
  '/charts/explore?split=year&measure=ambition&form=heat',
  '/charts/explore?split=ambition_value&measure=results&form=levels',
  '/compare?area=gender&area=justice&area=youth',
];

test.use({ contextOptions: { reducedMotion: 'reduce' } });

/** Whether the window is as narrow as a phone. */
function narrow(page: Page): boolean {
  return (page.viewportSize()?.width ?? 0) < 768;
}

/** What links are called, and where they lead. */
function links(page: Page, selector: string) {
  return page.locator(selector).evaluateAll((all) => all.map((link) => ({ said: link.getAttribute('aria-label') ?? link.textContent ?? '', href: link.getAttribute('href') ?? '' })));
}

test('every chart has a heading, a picture, its numbers, and what to know about them', async ({ page }) => {
  for (const path of CHART_PAGES) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 }), path).toHaveCount(1);
    await expect(page.locator(PICTURE), path).toHaveCount(1);
    await expect(page.locator(PICTURE), path).toHaveAccessibleName(/\S/);
    await expect(page.locator('.chart-figure figcaption'), path).toHaveText(/\d/);
    await expect(page.locator('.chart-figure table'), path).toHaveCount(1);
    expect(await page.locator('.chart-figure tbody td a').count(), path).toBeGreaterThan(1);
    const note = NOTES[path];
    if (note) expect((await page.getByRole('list', { name: 'Notes' }).innerText()).replaceAll('\n', ' '), path).toMatch(note);
    await expect(page.getByRole('heading', { name: 'Download' }), path).toBeVisible();
  }
});

for (const path of CHART_PAGES) {
  test(`the marks of ${path} and the links of its table lead to the commitments that they count`, async ({ page, request, javaScriptEnabled }) => {
    test.skip(narrow(page) || javaScriptEnabled === false, 'the addresses are the same at every width, and without JavaScript');
    await page.goto(path);
    const marks = await links(page, `${PICTURE} a.mark`);
    const cells = await links(page, '.chart-figure td a');
    expect(marks.length).toBeGreaterThan(1);
    for (const all of [marks, cells]) {
      // The first, the last, and some between.
      const some = all.filter((_, index) => index % Math.ceil(all.length / 4) === 0 || index === all.length - 1);
      for (const { said, href } of some) expect(await totalAt(request, href), said).toBe(all === marks ? promised(said) : number(said));
    }
    // Whatever is drawn stands in the table too.
    const listed = new Set(cells.map(({ href }) => href));
    expect(marks.filter(({ href }) => !listed.has(href))).toEqual([]);
  });
}

test('of two drawings one is shown: the one that fits', async ({ page }) => {
  for (const path of ['/charts/trend', '/charts/matrix', '/charts/explore?split=year&measure=ambition&form=heat']) {
    await page.goto(path);
    await expect(page.locator('.chart.for-narrow'), path).toBeVisible({ visible: narrow(page) });
    await expect(page.locator('.chart.for-wide'), path).toBeVisible({ visible: !narrow(page) });
  }
});

for (const path of CHART_SHAPES) {
  test(`the first mark of ${path} is reached by keyboard, and Enter leads to as many commitments as it says`, async ({ page }) => {
    await page.goto(path);
    const mark = page.locator(`${PICTURE} a.mark`).first();
    const number = promised((await mark.getAttribute('aria-label')) ?? '');
    await page.keyboard.press('Tab');
    // The skip link leads past the navigation.
    await page.keyboard.press('Enter');
    await tabTo(page, mark, 20);
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL((url) => url.pathname === '/commitments');
    expect(await total(page)).toBe(number);
  });
}

test('the explorer changes its address and its chart, and keeps the filters', async ({ page }) => {
  await page.goto('/charts?region=europe&challenge=climate-and-environment');
  const form = page.getByRole('form', { name: 'What the chart shows' });
  // Above its chart; unfolded where it stands beside it.
  await unfold(page.locator('.change-chart'));
  await expect(form.getByLabel('Region')).toHaveValue('europe');
  await form.getByLabel('Measure').selectOption('results');
  await form.getByLabel('Split by').selectOption('kind');
  await form.getByLabel('Chart type').selectOption('shares');
  await form.getByLabel('Plan year from').selectOption('2022');
  await form.getByLabel('Plan year to').selectOption('2023');
  await form.getByRole('button', { name: 'Show' }).click();

  await expect(page).toHaveURL((url) => {
    const asked = Object.fromEntries([...url.searchParams].filter(([, value]) => value !== ''));
    return (
      url.pathname === '/charts' &&
      asked.measure === 'results' && asked.split === 'kind' && asked.form === 'shares' &&
      asked.region === 'europe' && asked.year_from === '2022' && asked.year_to === '2023' && asked.challenge === 'climate-and-environment'
    );
  });
  await expect(page.getByRole('heading', { level: 3, name: /Early results by kind of member/i })).toBeVisible();
  // What was chosen is seen without a step, and the choices are a step away.
  const chart = page.locator(PICTURE).first();
  await expect(chart).toBeInViewport();
  const top = (await chart.boundingBox())?.y ?? Infinity;
  expect(top, 'the top of the chart').toBeLessThan(page.viewportSize()?.height ?? 0);
  await unfold(page.locator('.change-chart'));
  await expect(form.getByLabel('Chart type')).toHaveValue('shares');
  await expect(form.getByLabel('Region')).toHaveValue('europe');
  await expect(page.getByRole('list', { name: 'Selected filters' }).getByRole('link')).toHaveText([/Europe/, /Climate/, /from 2022/, /to 2023/, /Clear all/], { ignoreCase: true });
});

test('a filter in force is taken away by its chip, and the options of the chart stay', async ({ page }) => {
  await page.goto('/charts/members?measure=ambition&order=name&region=europe&year=2023');
  const chips = page.getByRole('list', { name: 'Selected filters' });
  await expect(chips).toContainText('Europe');
  await chips.getByRole('link', { name: /Remove filter .*2023/ }).click();
  await expect(page).toHaveURL('/charts/members?measure=ambition&order=name&region=europe');
  await expect(chips.getByRole('link', { name: /Remove filter/ })).toHaveCount(1);
  await chips.getByRole('link', { name: 'Clear all filters' }).click();
  await expect(page).toHaveURL('/charts/members?measure=ambition&order=name');
  await expect(chips).toHaveCount(0);
});

test('two members are chosen and stand beside each other', async ({ page }) => {
  await page.goto('/compare');
  const form = page.getByRole('form', { name: 'Compare members' });
  await form.getByLabel('Member 1').selectOption({ label: 'Spain' });
  await form.getByLabel('Member 3').selectOption({ label: 'Italy' });
  await form.getByRole('button', { name: 'Compare' }).click();
  await expect(page).toHaveURL((url) => url.pathname === '/compare' && url.searchParams.getAll('member').filter(Boolean).join(' ') === 'spain italy');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Spain.*Italy.*compared|Italy.*Spain.*compared/);
  await expect(page.locator('#compared, table:has(#compared)').first()).toBeVisible();
  await unfold(page.locator('.change-chart'));
  // In the order of the alphabet, as addresses have them.
  await expect(form.getByLabel('Member 1')).toHaveValue('italy');
  await expect(form.getByLabel('Member 2')).toHaveValue('spain');
});

test.describe('too few', () => {
  test.use({ tolerated: ERROR_PAGE });

  test('one member alone is answered with what is missing, and stays chosen', async ({ page }) => {
    await page.goto('/compare');
    const form = page.getByRole('form', { name: 'Compare members' });
    await form.getByLabel('Member 2').selectOption({ label: 'Spain' });
    await form.getByRole('button', { name: 'Compare' }).click();
    await expect(page.getByRole('alert')).toContainText(/two/i);
    await expect(form.getByLabel('Member 1')).toHaveValue('spain');
    await form.getByLabel('Member 2').selectOption({ label: 'Italy' });
    await form.getByRole('button', { name: 'Compare' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/compared$/);
  });
});

for (const [which, paths] of [['every chart', CHART_PAGES], ['crowded pages', CROWDED]] as const) {
  test(`all text of ${which} can be read: large enough, on a page that does not scroll sideways, and nothing over it`, async ({ page, javaScriptEnabled }) => {
    test.skip(javaScriptEnabled === false, 'it looks the same with JavaScript');
    const widths = narrow(page) ? [360, 320] : [1600, 1280, 880, 768, 680];
    const found: string[] = [];
    for (const path of paths) {
      await page.goto(path);
      // A narrow page folds its charts.
      for (const fold of await page.locator('details.fold:has(figure)').all()) await unfold(fold);
      // 880 px is the least at which charts are drawn for wide pages; 680 px is a frame in an article.
      for (const width of widths) {
        await page.setViewportSize({ width, height: 800 });
        const faults = [...(await unreadable(page)), ...(await overflow(page))];
        found.push(...faults.map((what) => `${path} at ${width} px: ${what}`));
      }
    }
    expect(found).toEqual([]);
  });
}

/** Charts whose words are longest in other languages. */
const WORDY = ['/charts/matrix', '/charts/matrix?down=region&across=results', '/charts/map?measure=ambition', '/charts/explore?split=ambition&measure=results&form=heat', '/charts/areas', '/charts/progress'];

for (const lang of ['es', 'fr']) {
  test(`all text of charts can be read in ${lang} on the smallest phone`, async ({ page }, { project }) => {
    test.skip(project.name !== 'narrow', 'wide pages have room');
    await page.setViewportSize({ width: 320, height: 740 });
    const found: string[] = [];
    for (const path of WORDY) {
      await page.goto(`${path}${path.includes('?') ? '&' : '?'}lang=${lang}`);
      const faults = [...(await unreadable(page)), ...(await overflow(page))];
      found.push(...faults.map((what) => `${path}: ${what}`));
    }
    expect(found).toEqual([]);
  });
}

/** What of the visible text in charts is too small, off the page, outside its picture, or over other text. */
function unreadable(page: Page): Promise<string[]> {
  return page.locator('.chart').evaluateAll((charts) => {
    const slack = 1.5;
    const faults: string[] = [];
    /** The box of a text as high as its letters: how much higher its lines are depends on the font. */
    const letters = (text: Element) => {
      const { x, y, width, height } = text.getBoundingClientRect();
      const air = Math.max(0, height - parseFloat(getComputedStyle(text).fontSize)) / 2;
      return new DOMRect(x, y + air, width, height - 2 * air);
    };
    const seen = charts.filter((chart) => chart.getBoundingClientRect().height > 0);
    if (seen.length === 0) faults.push('there is no chart');
    for (const chart of seen) {
      const frame = chart.getBoundingClientRect();
      // What is wider than a phone can be scrolled within its own frame.
      const scroller = chart.closest('.chart-scroll');
      const room = scroller === null
        ? document.documentElement.clientWidth
        : scroller.getBoundingClientRect().left + scroller.scrollWidth;
      const drawn = [...chart.querySelectorAll('text')].map((text) => ({ text, box: letters(text) }));
      // Of text that the page breaks, each line.
      const broken = [...chart.querySelectorAll('.name > *, p.head')].flatMap((text) => [...text.getClientRects()].map((box) => ({ text, box: new DOMRect(box.x, box.y + box.height * 0.15, box.width, box.height * 0.7) })));
      const texts = [...drawn, ...broken]
        .map(({ text, box }) => ({ said: text.textContent ?? '', size: parseFloat(getComputedStyle(text).fontSize), box }))
        .filter(({ said, box }) => said.trim() !== '' && box.width > 0);
      if (texts.length < 2) faults.push('a chart says nothing');
      for (const [index, { said, size, box }] of texts.entries()) {
        const at = (rect: DOMRect) => `${Math.round(rect.left)}\u2013${Math.round(rect.right)}, ${Math.round(rect.top - frame.top)}\u2013${Math.round(rect.bottom - frame.top)}`;
        if (size < 11.5) faults.push(`\u201c${said}\u201d is ${size} px`);
        if (box.left < -slack || box.right > room + slack) faults.push(`\u201c${said}\u201d (${at(box)}) leaves the page`);
        if (box.bottom > frame.bottom + slack || box.top < frame.top - slack) faults.push(`\u201c${said}\u201d (${at(box)}) leaves its picture, ${Math.round(frame.height)} high`);
        for (const other of texts.slice(index + 1)) {
          const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
          const down = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
          if (across > slack && down > slack) faults.push(`\u201c${said}\u201d (${at(box)}) and \u201c${other.said}\u201d (${at(other.box)}) overlap by ${across.toFixed(1)} \u00d7 ${down.toFixed(1)} px`);
        }
      }
    }
    return faults;
  });
}

test.describe('on other sites', () => {
  // The browser says what it refused. A frame that goes away under the eyes of the test runner ends the runner's own
  // script in it.
  test.use({ tolerated: /frame-ancestors|X-Frame-Options|callback is no longer runnable/i });

  test('a chart made for it stands in a frame, a page of the site does not', async ({ page, context, baseURL, complaints }) => {
    // The site under a name of its own: browsers refuse frames of this machine on pages of the network.
    await context.route('https://tracker.test/**', async (route) => {
      const { pathname, search } = new URL(route.request().url());
      await route.fulfill({ response: await route.fetch({ url: `${baseURL}${pathname}${search}` }) });
    });
    await context.route('https://example.test/', (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: '<!doctype html><title>Elsewhere</title><iframe name="chart" height="700" src="https://tracker.test/charts/trend/embed"></iframe><iframe name="page" src="https://tracker.test/charts/trend"></iframe>',
      }),
    );
    await page.goto('https://example.test/');
    const framed = page.frameLocator('[name="chart"]');
    await expect(framed.getByRole('heading', { level: 1 })).toHaveText('Trend by plan year');
    await expect.poll(() => complaints.join(' ')).toContain('frame-ancestors');
    expect(page.frame('page')?.url()).not.toContain('tracker.test');

    // Where its links lead may not be framed, so they leave the frame.
    await framed.locator('.chart-data > summary').click();
    for (const link of [framed.locator(`${PICTURE} a.mark`).first(), framed.locator('.chart-figure td a').first()]) {
      const [opened] = await Promise.all([context.waitForEvent('page'), link.click()]);
      await expect(opened.getByRole('heading', { level: 1 })).toHaveText(/^Commitments/);
      await opened.close();
      await expect(framed.getByRole('heading', { level: 1 })).toHaveText('Trend by plan year');
    }
  });
});
