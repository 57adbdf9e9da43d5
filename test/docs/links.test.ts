import { existsSync, globSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { anchorsOf, pages, proseOf, root, textOf } from './pages.ts';

/** Links to pages of this repository that aren't there, or have no such heading. */
function brokenLinks(page: string, prose = proseOf(page)): string[] {
  const links = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  return links.filter((link) => {
    if (/^https?:/.test(link)) return false;
    const [file = '', anchor] = link.split('#');
    const target = file === '' ? page : normalize(join(dirname(page), file));
    if (!existsSync(join(root, target))) return true;
    return anchor !== undefined && !(target.endsWith('.md') && anchorsOf(target).includes(anchor));
  });
}

describe.each(pages)('%s', (page) => {
  it('links to what is there', () => {
    expect(brokenLinks(page)).toEqual([]);
  });

  it('cites nothing outside the repository', () => {
    expect(textOf(page)).not.toMatch(/\.\.\/reference\/|shared\/|\(design\b/);
  });
});

it('finds links that lead nowhere', () => {
  const prose =
    '[a](glossary.md) [b](nowhere.md) [c](../README.md#two-commands) [d](../README.md#three-commands) [e](#here)';
  expect(brokenLinks('docs/glossary.md', prose)).toEqual(['nowhere.md', '../README.md#three-commands', '#here']);
});

describe('the pages a newcomer needs', () => {
  it('are all there', () => {
    expect(pages).toEqual(
      expect.arrayContaining([
        'CHANGELOG.md',
        'CONTRIBUTING.md',
        'README.md',
        'docs/decisions/README.md',
        'docs/engine.md',
        'docs/glossary.md',
        'docs/guides/add-a-consumer.md',
        'docs/guides/deploy.md',
        'docs/guides/events.md',
        'docs/guides/operate.md',
        'docs/guides/run-locally.md',
        'docs/promises.md',
        'docs/reference.md',
        'docs/what-happens-when.md',
      ]),
    );
  });

  it('begin with a README of 110 lines at most, which leads to every other page', () => {
    const readme = textOf('README.md');
    expect(readme.trimEnd().split('\n').length).toBeLessThanOrEqual(110);
    const guides = pages.filter((page) => /^docs\/(guides\/)?[^/]+$/.test(page));
    expect(guides.filter((page) => !readme.includes(`](${page})`))).toEqual([]);
  });

  it('have every decision in their list', () => {
    const list = textOf('docs/decisions/README.md');
    const records = globSync('docs/decisions/[0-9]*.md', { cwd: root }).map((path) => path.split('/').at(-1) ?? '');
    expect(records.filter((record) => !list.includes(`](${record})`))).toEqual([]);
    expect(records.length).toBeGreaterThanOrEqual(8);
  });
});
