// The sheets of a plan, quicker with a keyboard: Enter goes down the column, what is copied from a spreadsheet
// is pasted into the cells, and drafts are saved as one goes. Without it a sheet is a form like any other.
const form = document.querySelector("form.sheet");
const body = form?.querySelector("tbody");
const status = form?.querySelector("[data-sheet-status]");
const FIELDS = "select, textarea, input:not([type=hidden], [type=checkbox])";
const field = (cell) => cell?.querySelector(FIELDS);
/** The rows without the second lines that some have. */
const rows = () => [...body.rows].filter((row) => !row.classList.contains("sheet-more"));
const cellAt = (row, column) => rows()[row]?.cells[column];

/** The row and the column of a field; none outside the table and in second lines. */
const place = (element) => {
  const cell = element?.closest?.("td, th");
  const row = cell && body.contains(cell) ? rows().indexOf(cell.parentElement) : -1;
  return row >= 0 ? [row, cell.cellIndex] : undefined;
};

/** The cells of what a spreadsheet has copied: those with lines or tabs in them stand in marks. */
const table = (text) => {
  const lines = [[]];
  for (let rest = text; ; ) {
    const marked = /^"((?:[^"]|"")*)"(?=[\t\n]|$)/.exec(rest);
    const isMarked = marked !== null && /[\t\n]/.test(marked[1]);
    const cell = isMarked ? marked[0] : /^[^\t\n]*/.exec(rest)[0];
    lines.at(-1).push(isMarked ? marked[1].replaceAll('""', '"') : cell);
    if (cell.length === rest.length) return lines;
    if (rest[cell.length] === "\n") lines.push([]);
    rest = rest.slice(cell.length + 1);
  }
};

/** Goes to the next field of the column, past cells that have none. */
const move = (row, column, step) => {
  for (let next = row + step; next >= 0 && next < rows().length; next += step) {
    const found = field(cellAt(next, column));
    if (found) {
      found.focus();
      found.select?.();
      return true;
    }
  }
  return false;
};

/** Folds case and spaces, so that "not started " is "Not Started". */
const fold = (text) => text.trim().replace(/\s+/g, " ").toLowerCase();

/** Fills a field in; false where it has no such value. */
const fill = (target, text) => {
  if (target instanceof HTMLSelectElement) {
    const wanted = fold(text);
    const options = [...target.options];
    const none = wanted === "" || wanted === "-" || wanted === "\u2013";
    const exact = options.filter((option) => fold(option.text) === wanted || option.value === wanted);
    const begins = options.filter((option) => fold(option.text).startsWith(wanted));
    // Of two scales with the same word, a person has to choose.
    const found = exact.length > 0 ? exact : begins;
    const option = none ? options[0] : found.length === 1 ? found[0] : undefined;
    if (!option) return false;
    target.value = option.value;
  } else {
    target.value = text.trim();
  }
  target.dispatchEvent(new Event("input", { bubbles: true }));
  return true;
};

if (body) {
  for (const hint of form.querySelectorAll("[data-with-script]")) hint.hidden = false;

  body.addEventListener("keydown", (event) => {
    const at = event.target.matches(FIELDS) ? place(event.target) : undefined;
    if (!at || event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    const isLine = event.target instanceof HTMLInputElement;
    // In a note, Shift+Enter begins a new line.
    if (event.target instanceof HTMLTextAreaElement && event.shiftKey) return;
    const down = event.key === "Enter" ? !event.shiftKey : isLine && event.key === "ArrowDown";
    const up = event.key === "Enter" ? event.shiftKey : isLine && event.key === "ArrowUp";
    if (!down && !up) return;
    // Enter never sends the sheet by accident.
    event.preventDefault();
    move(...at, down ? 1 : -1);
  });

  document.addEventListener("paste", (event) => {
    const at = place(document.activeElement);
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const lines = table(text.replace(/\r\n?/g, "\n").replace(/\n$/, ""));
    const isBlock = lines.length > 1 || lines[0].length > 1;
    if (!at || (!isBlock && !(document.activeElement instanceof HTMLSelectElement))) return;
    event.preventDefault();
    let [row, column] = at;
    const left = [];
    let filled = 0;
    const below = Math.max(0, row + lines.length - rows().length);
    for (const line of lines.slice(0, lines.length - below)) {
      line.forEach((value, offset) => {
        const cell = cellAt(row, column + offset);
        const target = field(cell);
        if (target && fill(target, value)) filled += 1;
        else if (value.trim() !== "") left.push(value.trim());
      });
      row += 1;
    }
    if (!status) return;
    const cells = filled === 1 ? "1 cell filled." : `${filled} cells filled.`;
    const some = left.slice(0, 5).map((value) => `\u201c${value.slice(0, 40)}\u201d`).join(", ");
    const more = left.length > 5 ? ` and ${left.length - 5} more` : "";
    const beyond = below === 1 ? " 1 row did not fit: add rows, then paste again." : below > 1 ? ` ${below} rows did not fit: add rows, then paste again.` : "";
    const values = left.length === 0 ? "" : ` Not filled in, because a cell has no such value: ${some}${more}.`;
    status.textContent = cells + values + beyond;
  });
}

// Keeps the draft of a sheet by itself, as its button does, once nobody has typed for a while.
const saveButton = form?.querySelector('button[name="do"][value="save"]');
const saved = form?.querySelector("[data-sheet-saved]");
const QUIET_MS = 15_000;
const TRY_AGAIN_MS = 60_000;

if (saveButton && saved) {
  let edits = 0;
  let timer;
  let isSaving = false;
  let pressed;

  const hidden = (of) => [...of.querySelectorAll("input[type=hidden]")];
  /** What the server wants to be told next time: what the sheet was like, and that this is another form. */
  const takeOver = (from) => {
    for (const input of hidden(from)) {
      const same = hidden(form).filter((own) => own.name === input.name);
      if (same.length === 1) same[0].value = input.value;
    }
  };

  const save = async () => {
    clearTimeout(timer);
    if (edits === 0 || isSaving) return;
    isSaving = true;
    const before = edits;
    const data = new URLSearchParams(new FormData(form));
    data.set("do", "save");
    try {
      const answer = await fetch(form.action, { method: "POST", body: data });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const next = page.querySelector("form.sheet");
      edits -= before;
      if (answer.ok && answer.redirected && next) {
        takeOver(next);
        if (edits === 0) form.removeAttribute("data-unsaved");
        const time = new Date().toLocaleTimeString("en", { hour: "2-digit", minute: "2-digit", hour12: false });
        saved.textContent = answer.url.includes("done=nothing") ? "" : `Draft saved at ${time}.`;
      } else {
        saved.textContent = "The draft is not saved yet: \u201cSave draft\u201d says what is missing.";
      }
    } catch {
      saved.textContent = "The draft is not saved: no connection. Trying again every minute.";
      timer = setTimeout(save, TRY_AGAIN_MS);
    } finally {
      isSaving = false;
      if (pressed) form.requestSubmit(pressed);
    }
  };

  form.addEventListener("input", () => {
    edits += 1;
    clearTimeout(timer);
    timer = setTimeout(save, QUIET_MS);
  });
  // A button waits until what is being saved is saved.
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (isSaving) {
      event.preventDefault();
      pressed = event.submitter;
    } else {
      edits = 0;
    }
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save();
  });
}
