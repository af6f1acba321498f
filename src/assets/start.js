// Loads the browser part when the page is idle and wakes each island where it stands.
// A file of its own, so that pages need no inline script. The files are beside it, wherever the site is.
const wake = async () => {
  const part = await import("./{script}");
  await part.default({ module_or_path: new URL("./{wasm}", import.meta.url) });
  part.hydrate();
  for (const island of document.querySelectorAll("leptos-island")) {
    await part[island.dataset.component]?.(island);
  }
  document.documentElement.dataset.islands = "awake";
};
"requestIdleCallback" in window ? requestIdleCallback(wake, { timeout: 1000 }) : wake();
