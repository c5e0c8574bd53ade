// Keys, news and the theme. Every key does what a link or a button does: without this file all of it still works.
(() => {
  "use strict";
  const root = document.documentElement.dataset.root || "";
  const places = { t: "/", f: "/search", c: "/topics", s: "/sources", d: "/deliveries", w: "/watchlists", b: "/feedback", e: "/settings" };
  const $ = (selector, from = document) => from.querySelector(selector);
  let chord = 0;

  const items = () => [...document.querySelectorAll("[data-story], [data-row]")];
  const current = () => items().find((item) => item.getAttribute("aria-current") === "true");
  const choose = (item) => {
    items().forEach((other) => other.removeAttribute("aria-current"));
    item.setAttribute("aria-current", "true");
    const link = $("h2 a, h3 a, a", item);
    if (link) link.focus({ preventScroll: true });
    item.scrollIntoView({ block: "nearest" });
  };
  const move = (step) => {
    const all = items();
    if (!all.length) return;
    const at = all.indexOf(current());
    choose(all[Math.min(Math.max(at + step, 0), all.length - 1)]);
  };
  const press = (key) => {
    const item = current() || $("[data-story]");
    const button = item && $(`[data-key="${key}"]`, item);
    if (button) button.click();
  };
  const theme = () => {
    const page = document.documentElement;
    const dark = page.dataset.theme ? page.dataset.theme === "dark" : matchMedia("(prefers-color-scheme:dark)").matches;
    page.dataset.theme = dark ? "light" : "dark";
    document.cookie = `${page.dataset.themeCookie}=${page.dataset.theme};path=${root || "/"};max-age=31536000;samesite=lax`;
  };
  const show = (name) => { const box = document.getElementById(name); if (box && !box.open) box.showModal(); };

  const keys = {
    j: () => move(1), k: () => move(-1), x: () => press("x"), m: () => press("m"), D: theme,
    "?": () => show("keys"), r: () => location.reload(),
    o: () => { const link = current() && $("h2 a, h3 a, a", current()); if (link) link.click(); },
    v: () => { const item = current() || $("[data-original]"); if (item && item.dataset.original) open(item.dataset.original, "_blank", "noopener,noreferrer"); },
    "/": () => { const field = $("input[type=search]"); if (field) { field.focus(); field.select(); } else location.href = `${root}/search`; },
  };
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, dialog[open]")) return;
    const now = Date.now();
    if (now - chord < 1500 && places[event.key]) { chord = 0; event.preventDefault(); location.href = root + places[event.key]; return; }
    if (event.key === "g") { chord = now; return; }
    chord = 0;
    if (keys[event.key]) { event.preventDefault(); keys[event.key](); }
  });

  document.querySelectorAll("[data-open]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => show(button.dataset.open));
  });
  // What lies over the page closes as a menu does: by Escape, and by a click elsewhere.
  const sheets = () => [...document.querySelectorAll("details.more[open]")];
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    sheets().forEach((sheet) => { sheet.open = false; $("summary", sheet).focus(); });
  });
  addEventListener("click", (event) => sheets().forEach((sheet) => { if (!sheet.contains(event.target)) sheet.open = false; }));
  // Who judges a list goes on where it was, though the story may have left it; what was recorded is said there.
  const here = location.pathname + location.search;
  addEventListener("submit", (event) => {
    const item = event.target.closest("[data-story]");
    if (!item || event.target.method !== "post") return;
    const back = $("[name=back]", event.target);
    if (back) back.value = back.value.split("#")[0];
    sessionStorage.setItem("judged", JSON.stringify({ here, at: items().indexOf(item), top: scrollY }));
  });
  const judged = JSON.parse(sessionStorage.getItem("judged") || "{}");
  sessionStorage.removeItem("judged");
  if (judged.here === here) {
    const all = items();
    const flash = $(".flash");
    if (all.length) choose(all[Math.min(judged.at, all.length - 1)]);
    scrollTo(0, judged.top);
    if (flash) { flash.classList.add("held"); setTimeout(() => flash.classList.remove("held"), 8000); }
  }
  // A choice in a form that only looks: no button is needed to see it.
  addEventListener("change", (event) => { const form = event.target.closest("form[data-auto]"); if (form) form.requestSubmit(); });

  // What is new, told by the server; where that cannot be, the page is as it was.
  if ($("[data-hx-trigger*=news]")) {
    const known = new Set(items().map((item) => item.id));
    const bell = new EventSource(`${root}/events`);
    bell.addEventListener("news", () => document.body.dispatchEvent(new CustomEvent("news")));
    document.body.addEventListener("htmx:after:swap", () => items().forEach((item) => {
      if (!known.has(item.id)) { known.add(item.id); item.classList.add("slid"); }
    }));
    addEventListener("pagehide", () => bell.close());
  }
})();
