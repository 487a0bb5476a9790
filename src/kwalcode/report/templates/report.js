(() => {
  "use strict";
  const $ = (id) => document.getElementById(id);
  const data = JSON.parse($("data").textContent);
  const text = data.texts;
  const tip = $("tip"), panel = $("panel");
  const fill = (pattern, values) => pattern.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const share = (value) => value === null ? text.na : String(value.toFixed(2)).replace(".", text.point);
  const quotesOf = new Map();
  data.quotes.forEach((codes, place) => codes.forEach((code) => {
    if (!quotesOf.has(code)) quotesOf.set(code, []);
    quotesOf.get(code).push(place);
  }));

  // What stands behind an id: a code or a pair of codes.
  function about(id) {
    const [kind, a, b] = id.split("-");
    if (kind === "cell" || kind === "edge") {
      const pair = data.pairs[`${a}-${b}`];
      if (!pair) return null;
      const [respondents, events, jaccard, ba, ab, quotes] = pair;
      const names = { a: data.codes[a][0], b: data.codes[b][0] };
      return {
        title: `${names.a} – ${names.b}`,
        facts: [fill(text.both, { n: respondents }), fill(text.events, { n: events }),
          `Jaccard ${share(jaccard)}`, fill(text.given, { ...names, p: share(ba) }),
          fill(text.given, { a: names.b, b: names.a, p: share(ab) })],
        quotes,
      };
    }
    if (kind === "theme" || kind === "pattern" || kind === "list") {
      const [title, quotes] = { theme: data.themes, pattern: data.patterns, list: data.lists }[kind][a];
      return { title, facts: [], quotes };
    }
    if (kind === "tie") {
      const [title, note, quotes] = data.ties[a];
      return { title, facts: note ? [note] : [], quotes };
    }
    const code = data.codes[a];
    if (!code) return null;
    const facts = [fill(text.respondents, { n: code[1] }), fill(text.quotations, { n: code[2] })];
    return { title: code[0], facts, quotes: code[3] || quotesOf.get(Number(a)) || [] };
  }

  function element(name, content, className) {
    const made = document.createElement(name);
    if (content) made.textContent = content;
    if (className) made.className = className;
    return made;
  }

  function showTip(item, x, y) {
    const what = about(item.id);
    if (!what) return;
    tip.replaceChildren(element("b", what.title), ...what.facts.map((fact) => element("div", fact)));
    tip.hidden = false;
    const box = tip.getBoundingClientRect();
    tip.style.left = `${Math.max(8, Math.min(x + 14, innerWidth - box.width - 8))}px`;
    tip.style.top = `${y + 18 + box.height > innerHeight ? Math.max(8, y - box.height - 12) : y + 18}px`;
  }

  // A node's own edges and neighbours stay clear, the rest of the graph steps back.
  function look(item) {
    const svg = item && item.closest("[data-figure=graph] svg");
    document.querySelectorAll("svg.looking").forEach((other) => other.classList.remove("looking"));
    document.querySelectorAll(".near").forEach((other) => other.classList.remove("near"));
    if (!svg) return;
    const ends = item.id.split("-").slice(1);
    const near = new Set([item.id, ...(item.id.startsWith("edge-") ? ends.map((e) => `node-${e}`) : [])]);
    if (item.id.startsWith("node-")) {
      svg.querySelectorAll("[id^='edge-']").forEach((edge) => {
        const [, a, b] = edge.id.split("-");
        if (a === ends[0] || b === ends[0]) [edge.id, `node-${a}`, `node-${b}`].forEach((id) => near.add(id));
      });
    }
    svg.classList.add("looking");
    svg.querySelectorAll(".live").forEach((other) => other.classList.toggle("near", near.has(other.id)));
  }

  let opener = null;
  function open(id, from) {
    const what = about(id);
    if (!what) return;
    opener = from;
    $("panel-title").textContent = what.title;
    $("panel-facts").textContent = what.facts.join(" · ");
    const list = $("panel-list");
    list.replaceChildren();
    what.quotes.forEach((place) => {
      const source = document.querySelector(`blockquote[data-q="${place}"]`);
      if (!source) return;
      const copy = source.cloneNode(true);
      copy.querySelectorAll(".codes").forEach((old) => old.remove());
      copy.append(element("span", data.quotes[place].map((code) => data.codes[code][0]).join(" · "), "codes"));
      list.append(copy);
    });
    if (!what.quotes.length) list.append(element("p", text.none));
    panel.hidden = false;
    list.scrollTop = 0;
    tip.hidden = true;
    $("panel-close").focus({ preventScroll: true });
  }
  function close() {
    if (panel.hidden) return;
    panel.hidden = true;
    if (opener) opener.focus({ preventScroll: true });
  }
  $("panel-close").addEventListener("click", close);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    tip.hidden = true;
    close();
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-open]");
    if (button) open(button.dataset.open, button);
    else if (!panel.hidden && !event.target.closest("#panel, .live")) close();
  });

  // Figures: one stop for Tab, the arrows move to the nearest part in that direction.
  const middle = (item) => { const b = item.getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2]; };
  function nearest(items, from, dx, dy) {
    const [x, y] = middle(from);
    let best = null, least = Infinity;
    items.forEach((item) => {
      if (item === from) return;
      const [u, v] = middle(item);
      const along = (u - x) * dx + (v - y) * dy, aside = Math.abs((u - x) * dy) + Math.abs((v - y) * dx);
      if (along > 1 && along + 2.5 * aside < least) { least = along + 2.5 * aside; best = item; }
    });
    return best;
  }
  const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  document.querySelectorAll("[data-figure] svg").forEach((svg) => {
    svg.setAttribute("role", "group");
    svg.setAttribute("aria-label", svg.closest("[data-figure]").dataset.label);
    const items = [...svg.querySelectorAll("[id^='cell-'], [id^='edge-'], [id^='node-'], [id^='code-'], [id^='tie-']")].filter((item) => about(item.id));
    items.forEach((item, place) => {
      const what = about(item.id);
      item.classList.add("live");
      item.setAttribute("role", "button");
      item.setAttribute("aria-label", [what.title, ...what.facts].join(", "));
      item.setAttribute("tabindex", place ? "-1" : "0");
      if (item.id.startsWith("edge-") || item.id.startsWith("tie-")) {
        // a thin line is hard to hit
        const reach = item.querySelector("path").cloneNode();
        reach.setAttribute("class", "reach");
        item.append(reach);
      }
      item.addEventListener("pointermove", (event) => { showTip(item, event.clientX, event.clientY); });
      item.addEventListener("pointerenter", () => look(item));
      item.addEventListener("pointerleave", () => { tip.hidden = true; look(null); });
      item.addEventListener("focus", () => { if (item.matches(":focus-visible")) { showTip(item, ...middle(item)); look(item); } });
      item.addEventListener("blur", () => { tip.hidden = true; look(null); });
      item.addEventListener("click", () => open(item.id, item));
      item.addEventListener("keydown", (event) => {
        if (event.key === "Enter" || event.key === " ") { event.preventDefault(); open(item.id, item); return; }
        const way = arrows[event.key], next = way && nearest(items, item, ...way);
        if (!way) return;
        event.preventDefault();
        if (!next) return;
        item.setAttribute("tabindex", "-1");
        next.setAttribute("tabindex", "0");
        next.focus();
      });
    });
  });

  // Tables: filter and sort.
  document.querySelectorAll("[data-filter]").forEach((input) => {
    const rows = [...$(input.dataset.filter).tBodies[0].rows];
    const contents = rows.map((row) => row.textContent.toLowerCase());
    input.addEventListener("input", () => {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      rows.forEach((row, place) => { row.hidden = !words.every((word) => contents[place].includes(word)); });
    });
  });
  document.querySelectorAll("[data-columns]").forEach((box) => {
    box.addEventListener("change", () => $(box.dataset.columns).classList.toggle("core", !box.checked));
  });
  const value = (row, column) => { const cell = row.cells[column]; return cell.dataset.v ?? cell.textContent.trim(); };
  document.querySelectorAll("th[aria-sort] button").forEach((button) => {
    button.addEventListener("click", () => {
      const head = button.closest("th"), table = head.closest("table"), column = head.cellIndex;
      const numeric = head.classList.contains("n");
      const now = head.getAttribute("aria-sort");
      const way = now === "none" ? (numeric ? "descending" : "ascending") : now === "ascending" ? "descending" : "ascending";
      table.querySelectorAll("th[aria-sort]").forEach((other) => other.setAttribute("aria-sort", "none"));
      head.setAttribute("aria-sort", way);
      const sign = way === "ascending" ? 1 : -1;
      const rows = [...table.tBodies[0].rows].sort((one, two) => {
        const a = value(one, column), b = value(two, column);
        if (!numeric) return sign * a.localeCompare(b, document.documentElement.lang, { numeric: true });
        if (a === "" || b === "") return (a === "") - (b === ""); // n.a. comes last either way
        return sign * (Number(a) - Number(b));
      });
      table.tBodies[0].append(...rows);
    });
  });

  // A link to a code opens its quotations; on paper all stand open.
  function unfold() {
    const target = location.hash.length > 1 && $(decodeURIComponent(location.hash.slice(1)));
    if (target && target.tagName === "DETAILS") { target.open = true; target.scrollIntoView(); }
  }
  addEventListener("hashchange", unfold);
  unfold();
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    closed.forEach((one) => { one.open = true; });
  });
  addEventListener("afterprint", () => closed.forEach((one) => { one.open = false; }));
})();
