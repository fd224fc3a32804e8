/* global document, window, crypto */
/* The tabs that GraphiQL keeps in the browser's storage: repaired before it starts, and samples put back that were closed. */

const TABS = 'graphiql:tabState';
/** The sample to open when the page is loaded again. */
const OPEN = 'playground:open';

const titleOf = (query) => /^(?:query|mutation|subscription) (\w+)/m.exec(query)?.[1] ?? '<untitled>';

const tabOf = ({ query, variables = '' }) => ({
  id: crypto.randomUUID?.() ?? String(crypto.getRandomValues(new Uint32Array(1))[0]),
  title: titleOf(query),
  query,
  variables,
  headers: null,
  operationName: titleOf(query),
  response: null,
});

/** The kept tabs that have a text, and the active one of them. */
function readTabs() {
  try {
    const { tabs, activeTabIndex } = JSON.parse(window.localStorage.getItem(TABS));
    return { tabs: tabs.filter((tab) => tab.query?.trim()), active: tabs[activeTabIndex] };
  } catch {
    return { tabs: [], active: undefined };
  }
}

/** Puts a sample among the tabs where it was: after the ones before it. */
function withSample(tabs, samples, name) {
  const titles = samples.map(({ query }) => titleOf(query));
  const place = titles.indexOf(name);
  const before = tabs.findLastIndex(({ title }) => titles.includes(title) && titles.indexOf(title) < place);
  return tabs.toSpliced(before + 1, 0, tabOf(samples[place]));
}

/**
 * Writes the tabs that GraphiQL opens with. It opens on the kept query and variables; where they are not those of a tab, it makes
 * an empty one. So both are those of the active tab.
 */
export function prepareTabs(samples) {
  const kept = readTabs();
  const opened = window.sessionStorage.getItem(OPEN);
  window.sessionStorage.removeItem(OPEN);
  let tabs = kept.tabs.length > 0 ? kept.tabs : samples.map(tabOf);
  const has = (name) => tabs.some(({ title }) => title === name);
  if (opened !== null && !has(opened)) tabs = withSample(tabs, samples, opened);
  const isWanted = (tab) => (opened === null ? tab === kept.active : tab.title === opened);
  const activeTabIndex = Math.max(0, tabs.findIndex(isWanted));
  const { query, variables } = tabs[activeTabIndex];
  window.localStorage.setItem(TABS, JSON.stringify({ tabs, activeTabIndex }));
  window.localStorage.setItem('graphiql:query', query);
  window.localStorage.setItem('graphiql:variables', variables ?? '');
}

/** GraphiQL stores a change of its tabs after half a second. */
const STORED_MS = 600;

/** Shows the tab of a sample. One that was closed comes back when the page is loaded again: GraphiQL takes no tab from outside. */
export function openSample(name) {
  const tabs = [...document.querySelectorAll('.graphiql-tab-button')];
  const tab = tabs.find(({ textContent }) => textContent === name);
  if (tab) return tab.click();
  window.sessionStorage.setItem(OPEN, name);
  return void window.setTimeout(() => window.location.reload(), STORED_MS);
}
