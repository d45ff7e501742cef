(() => {
  const data = JSON.parse(document.getElementById("trail-data").textContent);
  const dialog = document.getElementById("trail");
  const title = document.getElementById("trail-title");
  const list = dialog.querySelector("dl");

  const make = (name, text) => {
    const element = document.createElement(name);
    element.textContent = text;
    return element;
  };
  const say = (term, ...contents) => {
    const body = document.createElement("dd");
    body.append(...contents);
    list.append(make("dt", term), body);
  };
  const inWords = (input) => {
    const shown = input.rows.length > 18 ? `${input.rows.slice(0, 18).join(", ")} … (${input.rows.length} rows)`
      : input.rows.join(", ");
    return `${input.name}${shown ? `: ${shown}` : ""}`;
  };

  const open = (button) => {
    const number = data.numbers[Number(button.dataset.n)];
    const source = data.sources[number.source];
    title.textContent = number.text;
    list.replaceChildren();
    if (number.meaning) say("What it is", number.meaning);
    say("Whole value", make("code", String(number.value)));
    say("In the record", make("code", `${number.step}.${number.path}`));
    if (source) {
      say("Computed by", make("code", source.function), ` (gaiatsu ${source.version}${source.seed === null ? "" : `, seed ${source.seed}`})`);
      for (const input of source.inputs) {
        const narrowed = number.rows.length ? { ...input, rows: number.rows } : input;
        say("From the rows", inWords(narrowed), document.createElement("br"), make("code", `sha256 ${input.digest}`));
      }
      if (source.patches.length) say("Patches", source.patches.join(", "));
      for (const key of source.citations) say("After", data.works[key] ?? key);
    }
    dialog.showModal();
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest(".n");
    if (button) open(button);
    else if (event.target === dialog) dialog.close();
  });

  for (const table of document.querySelectorAll("table")) {
    const buttons = [...table.querySelectorAll(".n")];
    buttons.forEach((button, place) => { button.tabIndex = place ? -1 : 0; });
    table.addEventListener("keydown", (event) => {
      const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: "down", ArrowUp: "up", Home: "first", End: "last" };
      const step = steps[event.key];
      const here = buttons.indexOf(document.activeElement);
      if (step === undefined || here < 0) return;
      const next = typeof step === "number" ? buttons[here + step] : neighbor(buttons, here, step);
      if (!next) return;
      event.preventDefault();
      buttons[here].tabIndex = -1;
      next.tabIndex = 0;
      next.focus();
    });
  }

  function neighbor(buttons, here, step) {
    if (step === "first") return buttons[0];
    if (step === "last") return buttons.at(-1);
    const cell = buttons[here].closest("td, th");
    let row = cell.parentElement;
    while ((row = step === "down" ? row.nextElementSibling : row.previousElementSibling)) {
      const found = row.cells[cell.cellIndex]?.querySelector(".n");
      if (found) return found;
    }
    return null;
  }

  const shades = document.querySelector(".shade");
  const root = document.documentElement;
  const remember = (shade) => { try { localStorage.setItem("gaiatsu-shade", shade); } catch { /* private reading */ } };
  const recall = () => { try { return localStorage.getItem("gaiatsu-shade"); } catch { return null; } };
  const wear = (shade) => {
    if (shade) root.dataset.theme = shade;
    const worn = root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
    for (const button of shades.children) button.setAttribute("aria-pressed", String(button.dataset.shade === worn));
  };
  shades.hidden = false;
  shades.addEventListener("click", (event) => {
    const shade = event.target.dataset.shade;
    if (shade) { wear(shade); remember(shade); }
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => wear(null));
  wear(recall());

  addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll("details:not([open])")) { details.open = true; details.dataset.folded = ""; }
  });
  addEventListener("afterprint", () => {
    for (const details of document.querySelectorAll("details[data-folded]")) { details.open = false; delete details.dataset.folded; }
  });
})();
