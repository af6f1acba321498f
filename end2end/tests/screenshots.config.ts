// How `screenshots.ts` is run: with the server and browser of the tests, and none of the tests.
import { defineConfig } from '@playwright/test';
import tests from '../playwright.config';

export default defineConfig({ ...tests, testDir: '.', testMatch: 'screenshots.ts', projects: [{ name: 'screenshots' }] });
