// Suggestions under the search boxes of the site: a combobox with a list in groups, as the ARIA Authoring
// Practices describe it. Without it, or when nothing can be fetched, a box is an ordinary form.
const WAIT = 150;
let count = 0;

const make = (name, className, text) => {
  const element = document.createElement(name);
  element.className = className;
  element.textContent = text ?? "";
  return element;
};

const enhance = (input) => {
  const form = input.form;
  const id = `suggestions-${++count}`;
  const list = make("div", "suggestions");
  list.id = id;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.getAttribute("aria-label"));
  list.hidden = true;
  const status = make("p", "vh");
  status.setAttribute("role", "status");
  form.append(list, status);
  // A search field may not be a combobox, a text field may.
  input.type = "text";
  input.inputMode = "search";
  input.enterKeyHint = "search";
  input.autocomplete = "off";
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", id], ["aria-haspopup", "listbox"]]) input.setAttribute(name, value);

  let options = [];
  let active = -1;
  let timer = 0;
  let request = null;
  let asked = input.value.trim();

  const choose = (at) => {
    options[active]?.setAttribute("aria-selected", "false");
    active = at;
    const option = options[active];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
  };
  const open = (is) => {
    list.hidden = !is;
    input.setAttribute("aria-expanded", String(is));
    if (!is) choose(-1);
  };
  const stop = () => {
    clearTimeout(timer);
    request?.abort();
    request = null;
  };
  const show = ({ groups, status: told }) => {
    choose(-1);
    options = [];
    list.replaceChildren(...groups.map(({ heading, items }, at) => {
      const group = make("div", "");
      const name = make("p", "suggestions-group", heading);
      name.id = `${id}-group-${at}`;
      group.setAttribute("role", "group");
      group.setAttribute("aria-labelledby", name.id);
      group.append(name, ...items.map(({ text, note, href }) => {
        const option = make("div", "suggestion", text);
        option.id = `${id}-${options.length}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.dataset.href = href;
        option.dir = "auto";
        if (note) option.append(" ", make("span", "muted", note));
        options.push(option);
        return option;
      }));
      return group;
    }));
    open(options.length > 0);
    status.textContent = options.length > 0 ? told : "";
  };
  const ask = async () => {
    stop();
    const typed = input.value.trim();
    asked = typed;
    if (!typed) return show({ groups: [] });
    const own = (request = new AbortController());
    try {
      const query = new URLSearchParams(new FormData(form));
      const answer = await fetch(`${input.dataset.suggestions}?${query}`, { signal: own.signal });
      if (!answer.ok) throw new Error(answer.statusText);
      const found = await answer.json();
      if (own === request && document.activeElement === input) show(found);
    } catch {
      // What was offered before does not belong to what is typed now.
      if (own === request) show({ groups: [] });
    }
  };

  input.addEventListener("input", () => {
    if (input.value.trim() === asked) return;
    stop();
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const is = !list.hidden;
    const last = options.length - 1;
    const to = { ArrowDown: active < last ? active + 1 : 0, ArrowUp: active > 0 ? active - 1 : last, Home: 0, End: last }[event.key];
    if (event.key === "Escape" && is) {
      open(false);
    } else if (event.key === "Enter" && is && active >= 0) {
      location.assign(options[active].dataset.href);
    } else if (to !== undefined && options.length > 0 && (event.key.startsWith("Arrow") || (is && active >= 0))) {
      if (!is) open(true);
      choose(to);
    } else {
      // Whoever goes on typing, or moves within what was typed, chooses nothing.
      if (is && event.key.length === 1) choose(-1);
      if (event.key === "Tab") open(false);
      return;
    }
    event.preventDefault();
  });
  input.addEventListener("blur", () => {
    stop();
    open(false);
  });
  form.addEventListener("submit", stop);
  // Keeps the focus where it is.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.href);
  });
};

for (const input of document.querySelectorAll("input[data-suggestions]")) {
  if (document.activeElement === input) enhance(input);
  else input.addEventListener("focus", () => enhance(input), { once: true });
}
