"use strict";
(() => {
  document.documentElement.classList.add("js");
  const $ = (id) => document.getElementById(id);
  const read = (id) => JSON.parse($(id).textContent);
  const requirements = read("requirements-data");
  const words = read("words-data");
  const place = new Map(requirements.map((requirement, index) => [requirement.id, index]));
  const loaded = new Map();

  const candidate = (number) => {
    if (!loaded.has(number)) loaded.set(number, read(`c${number}`));
    return loaded.get(number);
  };

  // Builds elements from data; text goes in as text, never as markup.
  const make = (tag, properties = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [key, value] of Object.entries(properties)) {
      if (key === "class") element.className = value;
      else if (key === "onclick") element.addEventListener("click", value);
      else element.setAttribute(key, value);
    }
    element.append(...children.filter((child) => child !== null && child !== ""));
    return element;
  };
  const sign = (status) =>
    make("span", { class: `sign ${status}`, role: "img", "aria-label": words.status[status] }, words.sign[status]);

  /* Tabs */
  const tabs = [...document.querySelectorAll('[role="tab"]')];
  const choose = (tab) => {
    for (const other of tabs) {
      const chosen = other === tab;
      other.setAttribute("aria-selected", String(chosen));
      other.tabIndex = chosen ? 0 : -1;
      $(other.getAttribute("aria-controls")).hidden = !chosen;
    }
    const view = tab.getAttribute("aria-controls");
    document.querySelector(".filters").hidden = view !== "ranking" && view !== "grid";
    document.querySelector(".grid-only").hidden = view !== "grid";
  };
  for (const tab of tabs) {
    tab.addEventListener("click", () => choose(tab));
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length];
      choose(next);
      next.focus();
    });
  }

  /* Filters */
  const filter = () => {
    const asked = $("search").value.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (row) =>
      asked.every((word) => row.dataset.search.includes(word)) &&
      (!$("musts").checked || row.dataset.musts === "1") &&
      (!$("passing").checked || row.dataset.eligible !== "no");
    for (const row of document.querySelectorAll("tbody tr[data-search]")) row.hidden = !fits(row);
    const rows = [...document.querySelectorAll(".ranking tbody tr")];
    $("shown").textContent = `${rows.filter((row) => !row.hidden).length} of ${rows.length} shown`;
  };
  for (const id of ["search", "musts", "passing"]) $(id).addEventListener("input", filter);
  $("unscored").addEventListener("input", (event) => {
    document.querySelector(".grid").classList.toggle("all", event.target.checked);
  });

  /* Sorting */
  const sortable = (table) => {
    const body = table.tBodies[0];
    const valueOf = (row, key, kind) => {
      const cell = row.querySelector(`[data-r="${CSS.escape(key)}"]`);
      const value = cell ? cell.dataset.p : row.dataset[key];
      return kind === "number" ? Number(value) : value;
    };
    table.tHead.addEventListener("click", (event) => {
      const button = event.target.closest(".sort");
      if (!button) return;
      const head = button.closest("th");
      const { key, kind } = button.dataset;
      const falls = kind === "number" && key !== "rank";
      const before = head.getAttribute("aria-sort");
      const down = before ? before === "ascending" : falls;
      for (const other of table.tHead.querySelectorAll("[aria-sort]")) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const keyed = [...body.rows].map((row) => [valueOf(row, key, kind), Number(row.dataset.rank), row]);
      const order = (a, b) => (kind === "number" ? a - b : a.localeCompare(b));
      keyed.sort((a, b) => order(a[0], b[0]) * (down ? -1 : 1) || a[1] - b[1]);
      body.append(...keyed.map((entry) => entry[2]));
    });
  };
  for (const table of document.querySelectorAll("[data-sortable]")) sortable(table);

  /* The grid: one tab stop, arrows move */
  const grid = document.querySelector(".grid");
  const shown = (element) => element.offsetParent !== null;
  const focusCell = (cell) => {
    const before = grid.querySelector('td [tabindex="0"]');
    if (before) before.tabIndex = -1;
    cell.tabIndex = 0;
  };
  const firstCell = grid.querySelector("tbody td:not(.none) button");
  if (firstCell) firstCell.tabIndex = 0;
  const move = (cell, key) => {
    const row = cell.closest("tr");
    const cells = [...row.querySelectorAll("td button")].filter(shown);
    const rows = [...grid.tBodies[0].rows].filter((other) => !other.hidden);
    const at = cells.indexOf(cell);
    const sideways = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: cells.length - 1 }[key];
    if (sideways !== undefined) return cells[sideways];
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    const other = step && rows[rows.indexOf(row) + step];
    return other && [...other.querySelectorAll("td button")].filter(shown)[at];
  };
  grid.addEventListener("keydown", (event) => {
    const cell = event.target.closest("td button");
    const next = cell && move(cell, event.key);
    if (!next) return;
    event.preventDefault();
    focusCell(next);
    next.focus();
    next.scrollIntoView({ block: "nearest", inline: "nearest" });
  });

  /* The panel */
  const panel = $("panel");
  const body = $("panel-body");
  let open = null;

  const neighbours = () => {
    if (open.requirement !== null) return requirements.map((_, index) => ({ number: open.number, requirement: index }));
    const rows = [...document.querySelectorAll(".ranking tbody tr")].filter((row) => !row.hidden);
    return rows.map((row) => ({ number: Number(row.dataset.c), requirement: null }));
  };
  const beside = (step) => {
    const all = neighbours();
    const at = all.findIndex((one) => one.number === open.number && one.requirement === open.requirement);
    return at < 0 ? undefined : all[at + step];
  };
  const show = (number, requirement) => {
    open = { number, requirement };
    body.replaceChildren(...(requirement === null ? ledger(number) : evidence(number, requirement)));
    $("back").hidden = requirement === null;
    const what = requirement === null ? "candidate" : "requirement";
    for (const [id, step, word] of [["previous", -1, "Previous"], ["next", 1, "Next"]]) {
      $(id).disabled = !beside(step);
      $(id).setAttribute("aria-label", `${word} ${what}`);
      $(id).title = `${word} ${what}`;
    }
    if (!panel.open) panel.showModal();
    body.scrollTop = 0;
  };
  const go = (step) => {
    const next = beside(step);
    if (next) show(next.number, next.requirement);
  };

  const person = (one) => [
    one.rank === null ? "Not ranked" : `Rank ${one.rank}`,
    one.high === one.score ? `${one.score} points` : `${one.score} points, up to ${one.high}`,
  ];
  const flags = (one) => one.flags.map(([label, meaning]) => make("span", { class: "flag", title: meaning }, label));

  function ledger(number) {
    const one = candidate(number);
    const line = (entry, index) => {
      const asked = requirements[index];
      const opens = () => show(number, index);
      return make("tr", { class: asked.scored ? "" : "idle", onclick: opens },
        make("td", {}, sign(entry.s)),
        make("td", {}, make("button", { type: "button", class: "what" }, asked.full_label),
          make("span", { class: "why" }, entry.why)),
        make("td", { class: "quiet" }, asked.level_words),
        make("td", { class: "number" }, entry.p),
        make("td", { class: "number quiet" }, entry.w));
    };
    const head = (text, kind = "") => make("th", { scope: "col", class: kind }, text);
    const table = make("table", { class: "ledger" },
      make("thead", {}, make("tr", {}, head(make("span", { class: "hidden" }, "Status")), head("Requirement"), head("Level"), head("Points", "number"), head("Worth", "number"))),
      make("tbody", {}, ...one.entries.map(line)),
      make("tfoot", {}, make("tr", {}, make("td"), make("td", {}, "Score: the sum of these points"), make("td"),
        make("td", { class: "number" }, one.score), make("td", { class: "number quiet" }, "100.00"))));
    const items = (texts) => make("ul", {}, ...texts.map((text) => make("li", { dir: "auto" }, text)));
    const ask = make("div", { class: "ask" }, make("p", {}, "To ask in the interview"), items(one.ask));
    const place = make("div", { class: "place" }, make("p", { dir: "auto" }, one.above.length > 1 ? `${one.above[0]}:` : `${one.above[0]}.`), items(one.above.slice(1)));
    return [
      make("p", { class: "kicker" }, person(one).join(" · ")),
      make("h2", { id: "panel-title", dir: "auto" }, one.name ? `${one.name} (${one.id})` : one.id),
      make("p", { class: "facts-list" }, make("span", {}, `Eligible: ${one.eligible[0]} – ${one.eligible[1]}`),
        ...one.carried.map(([key, value]) => make("span", { dir: "auto" }, `${key}: ${value}`))),
      make("p", {}, ...flags(one)),
      one.sure ? make("p", { class: "quiet", dir: "auto" }, one.sure) : "",
      one.above.length ? place : "",
      one.ask.length ? ask : "",
      table,
    ].filter(Boolean);
  }

  const quote = ([field, before, hit, after], facts) =>
    make("blockquote", { class: "quote" }, make("span", { class: "source" }, `${field} · ${facts}`),
      make("span", { dir: "auto" }, before, make("mark", {}, hit), after));

  const folded = (quotes) => {
    const rest = quotes.slice(2);
    if (!rest.length) return quotes;
    return [...quotes.slice(0, 2), make("details", { class: "more" }, make("summary", {}, `${rest.length} more`), ...rest)];
  };

  function evidence(number, index) {
    const one = candidate(number);
    const asked = requirements[index];
    const entry = one.entries[index];
    const job = make("blockquote", { class: "quote", dir: "auto" },
      ...asked.segments.map(([text, leaf]) => (leaf ? make("mark", {}, text) : text)));
    const leaves = entry.leaves.flatMap(([id, label, status, credit, basis]) => [
      make("p", { class: "leaf" }, sign(status), make("b", {}, label), make("span", { class: "quiet" }, `${credit} · ${basis}`)),
      ...folded(entry.ev.filter((each) => each[0] === id).map((each) => quote(one.passages[each[1]], each[2]))),
    ]);
    const range = entry.h ? ` (up to ${entry.h})` : "";
    return [
      make("p", { class: "kicker", dir: "auto" }, [one.name || one.id, ...person(one)].join(" · ")),
      make("h2", { id: "panel-title", dir: "auto" }, asked.full_label),
      make("div", { class: "verdict" }, sign(entry.s), make("span", { class: "big" }, words.status[entry.s]),
        make("span", {}, make("b", {}, entry.p), ` of ${entry.w} points${range}`),
        make("span", { class: "quiet" }, `${asked.id} · ${asked.level_words} · ${entry.b}`)),
      make("p", { class: "lead" }, entry.why),
      make("p", { class: "side" }, "In the job description"), job,
      make("p", { class: "side" }, "In the profile"),
      ...(leaves.length ? leaves : [make("p", { class: "quiet" }, "Nothing a profile could show is asked here.")]),
    ];
  }

  document.addEventListener("click", (event) => {
    const cell = event.target.closest("td button.sign");
    const who = event.target.closest(".who");
    if (cell) {
      focusCell(cell);
      show(Number(cell.closest("tr").dataset.c), place.get(cell.dataset.r));
    } else if (who) show(Number(who.dataset.c), null);
  });
  $("back").addEventListener("click", () => show(open.number, null));
  $("previous").addEventListener("click", () => go(-1));
  $("next").addEventListener("click", () => go(1));
  $("close").addEventListener("click", () => panel.close());
  panel.addEventListener("click", (event) => { if (event.target === panel) panel.close(); });
  panel.addEventListener("keydown", (event) => {
    if (event.key === "ArrowRight") go(1);
    if (event.key === "ArrowLeft") go(-1);
  });

  choose(tabs[0]);
  filter();
})();
