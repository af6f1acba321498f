// The site follows the colour scheme that a visitor's system asks for.
import { expect, test, type Page } from './support';

/** Relative luminance of the background and of the text, and their contrast (WCAG 2.2). */
function colours(page: Page, selector: string) {
  return page.locator(selector).first().evaluate((element) => {
    const luminance = (colour: string) => {
      const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map((part) => {
        const share = Number(part) / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const ground = luminance(getComputedStyle(document.body).backgroundColor);
    const ink = luminance(getComputedStyle(element).color);
    const contrast = (Math.max(ground, ink) + 0.05) / (Math.min(ground, ink) + 0.05);
    return { ground, contrast };
  });
}

test('a dark system gets a dark page, a light one a light page, both with contrast', async ({ page }) => {
  await page.goto('/commitments/NL0031');
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    for (const selector of ['body', 'main h1', '.crumbs a', '.question', '.scale .here', '.facts dt']) {
      await expect(async () => {
        const { ground, contrast } = await colours(page, selector);
        if (scheme === 'dark') expect(ground).toBeLessThan(0.05);
        else expect(ground).toBeGreaterThan(0.9);
        expect(contrast, selector).toBeGreaterThan(4.5);
      }).toPass();
    }
  }
});

test('controls that the browser draws follow the scheme too', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto('/commitments');
  await expect(page.locator('html')).toHaveCSS('color-scheme', 'dark');
  await expect(page.locator('#q')).not.toHaveCSS('background-color', 'rgb(255, 255, 255)');
});

test('the bars of a chart keep their distance from the ground in both schemes', async ({ page }) => {
  await page.goto('/');
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const bar = page.getByRole('figure', { name: 'Ambition' }).locator('.level-high .bar');
    const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await expect(bar).not.toHaveCSS('fill', ground);
  }
});

for (const path of ['/charts/areas', '/charts/trend', '/charts/matrix', '/charts/map', '/charts/map?measure=ambition']) {
  test(`${path} stands out from its ground, and numbers from what they stand on, in both schemes`, async ({ page }) => {
    await page.goto(path);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      expect(await faint(page), colorScheme).toEqual([]);
    }
  });
}

/** Parts of charts whose colours are too close (WCAG 2.2: 4.5 for text, 3 for all else that tells something). */
function faint(page: Page): Promise<string[]> {
  return page.locator('.chart-figure').first().evaluate((figure) => {
    const luminance = (colour: string) => {
      const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map((part) => {
        const share = Number(part) / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const contrast = (one: string, other: string) => {
      const [a, b] = [luminance(one), luminance(other)];
      return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    };
    const faults = new Set<string>();
    const compare = (what: string, one: string, other: string, least: number) => {
      if (contrast(one, other) < least) faults.add(`${what}: ${one} on ${other} is ${contrast(one, other).toFixed(2)}`);
    };
    const ground = getComputedStyle(document.body).backgroundColor;
    for (const element of figure.querySelectorAll('text, .bar, .dot, .line')) {
      const { fill, stroke } = getComputedStyle(element);
      const mark = element.closest('.mark, g')?.getAttribute('class') ?? 'text';
      if (element.getClientRects().length === 0) continue;
      if (element.matches('text')) {
        const cell = element.closest('.mark, g')?.querySelector('.cell');
        compare(`text of ${mark}`, fill, cell ? getComputedStyle(cell).fill : ground, 4.5);
      } else {
        // An outline tells where a pale part ends.
        const edge = stroke === 'none' ? fill : stroke;
        compare(`${element.getAttribute('class')} of ${mark}`, edge, ground, 3);
      }
    }
    return [...faults];
  });
}

test('where colours are forced, a map keeps its scale, and a cell its number', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  for (const [path, part] of [['/charts/map', '.shape'], ['/charts/matrix', '.cell']] as const) {
    await page.goto(path);
    const marks = page.locator(`.chart:visible .mark[class*="heat-"]:has(${part})`);
    const fills = await marks.evaluateAll((all, inside) => {
      const of = new Map<string, string>();
      for (const mark of all) {
        const heat = [...mark.classList].find((name) => name.startsWith('heat-')) ?? '';
        const shape = mark.querySelector(inside);
        if (shape !== null) of.set(heat, getComputedStyle(shape).fill);
      }
      return [...of];
    }, part);
    if (fills.length === 0) continue;
    expect(new Set(fills.map(([, fill]) => fill)).size, `${path}: ${JSON.stringify(fills)}`).toBe(fills.length);
    for (const mark of await marks.locator('text').all()) {
      const [text, cell] = await mark.evaluate((element) => [getComputedStyle(element).fill, getComputedStyle(element.parentElement?.querySelector('.cell') ?? element).fill]);
      expect(text).not.toBe(cell);
    }
  }
});
