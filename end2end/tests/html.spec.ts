// Every page in every language is valid HTML, as a validator reads it.
import { HtmlValidate } from 'html-validate';
import { CHART_PAGES, PAGES, expect, test } from './support';

const validator = new HtmlValidate({
  extends: ['html-validate:standard', 'html-validate:document', 'html-validate:a11y'],
  rules: {
    // What is written short, and what browsers and screen readers do not mind.
    'void-style': 'off',
    'no-trailing-whitespace': 'off',
    'attribute-boolean-style': 'off',
    'attribute-empty-style': 'off',
    'doctype-style': 'off',
    'no-inline-style': 'error',
    'aria-label-misuse': ['error', { allowAnyNamable: true }],
    'long-title': 'off',
    'no-redundant-role': 'off',
    'prefer-native-element': 'off',
    'tel-non-breaking': 'off',
    'no-implicit-button-type': 'off',
    'no-raw-characters': 'off',
    'require-sri': 'off',
  },
});

const paths = new Set([...PAGES.map(({ path }) => path), ...CHART_PAGES]);

for (const path of paths) {
  test(`${path} is valid HTML in every language`, async ({ request }) => {
    const languages = path.startsWith('/staff') ? ['en'] : ['en', 'es', 'fr'];
    for (const lang of languages) {
      const address = `${path}${path.includes('?') ? '&' : '?'}lang=${lang}`;
      const html = await (await request.get(address)).text();
      const report = await validator.validateString(html, address);
      const found = report.results.flatMap(({ messages }) => messages.map((m) => `${m.line}:${m.column} ${m.ruleId}: ${m.message}`));
      expect(found.slice(0, 10), address).toEqual([]);
    }
  });
}
