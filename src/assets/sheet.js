// The rating sheet, quicker with a keyboard: Enter goes down the column, and what is copied from a
// spreadsheet is pasted into the cells. Without it the sheet is a form like any other.
const form = document.querySelector("form.sheet");
const body = form?.querySelector("tbody");
const status = form?.querySelector("[data-sheet-status]");
const FIELDS = "select, textarea, input:not([type=hidden], [type=checkbox])";
const field = (cell) => cell?.querySelector(FIELDS);
const cellAt = (row, column) => body.rows[row]?.cells[column];

/** The row and the column of a field; none outside the table. */
const place = (element) => {
  const cell = element?.closest?.("td");
  return cell && body.contains(cell) ? [cell.parentElement.sectionRowIndex, cell.cellIndex] : undefined;
};

/** Goes to the next field of the column, past cells that have none. */
const move = (row, column, step) => {
  for (let next = row + step; next >= 0 && next < body.rows.length; next += step) {
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
    const lines = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n");
    const isBlock = lines.length > 1 || text.includes("\t");
    if (!at || (!isBlock && !(document.activeElement instanceof HTMLSelectElement))) return;
    event.preventDefault();
    let [row, column] = at;
    const left = [];
    let filled = 0;
    for (const line of lines) {
      line.split("\t").forEach((value, offset) => {
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
    status.textContent = left.length === 0 ? cells : `${cells} Not filled in, because a cell has no such value: ${some}${more}.`;
  });
}
