/* Suggestions under a search box while somebody types: a combobox with a list (ARIA 1.2).

   Without this script, or when the suggestions do not come, the form works as it is. */

const PAUSE = 120; /* milliseconds without a key, before we ask */
const SHORTEST = 2;

function enhance(form) {
  const input = form.querySelector("[type=search]");
  const list = document.createElement("ul");
  const status = document.createElement("p");
  const remembered = new Map();
  let latest = new AbortController();
  let timer = 0;
  let active = -1;

  list.id = `${input.id}-suggesties`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggesties");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);
  input.after(list);

  function options() {
    return [...list.children];
  }

  function close() {
    clearTimeout(timer);
    latest.abort();
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    status.textContent = "";
    activate(-1);
  }

  /* Move to an option without leaving the field; -1 is the field itself. */
  function activate(place) {
    active = place;
    for (const [nth, option] of options().entries()) {
      option.setAttribute("aria-selected", String(nth === place));
    }
    const option = options()[place];
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  }

  function show(suggestions) {
    list.replaceChildren(
      ...suggestions.map(({ text, kind, url }, nth) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${nth}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.dataset.text = text;
        option.dataset.url = url;
        const words = document.createElement("span");
        words.textContent = text;
        option.append(words);
        if (kind) {
          const label = document.createElement("span");
          label.className = "suggestion-kind";
          label.textContent = kind;
          option.append(" ", label);
        }
        return option;
      }),
    );
    activate(-1);
    const number = suggestions.length;
    list.hidden = number === 0;
    input.setAttribute("aria-expanded", String(number > 0));
    status.textContent =
      number === 0 ? "" : number === 1 ? "1 suggestie" : `${number} suggesties`;
  }

  async function suggest() {
    const typed = input.value.trim();
    if (typed.length < SHORTEST) return close();
    latest.abort();
    const { signal } = (latest = new AbortController());
    try {
      if (!remembered.has(typed)) {
        const address = `${form.dataset.suggestions}?${new URLSearchParams({ q: typed })}`;
        const response = await fetch(address, { signal });
        if (!response.ok) return close();
        remembered.set(typed, (await response.json()).suggestions);
      }
      signal.throwIfAborted();
      if (document.activeElement === input) show(remembered.get(typed));
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  }

  function choose(option) {
    const { text, url } = option.dataset;
    close();
    if (url) {
      location.assign(url);
    } else {
      input.value = text;
      form.requestSubmit();
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(suggest, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const last = options().length - 1;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) return suggest();
      const step = event.key === "ArrowDown" ? 1 : -1;
      const next = active + step;
      activate(next > last ? -1 : next < -1 ? last : next);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      choose(options()[active]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    }
  });
  /* The status is in the page only while the field is in use: it must be there before its text
     changes, and a list that is filtered has a status of its own. */
  const listen = () => form.append(status);
  if (document.activeElement === input) listen();
  input.addEventListener("focus", listen);
  input.addEventListener("blur", () => {
    close();
    status.remove();
  });
  form.addEventListener("submit", close);
  /* Before the field loses the focus, which would close the list under the pointer. */
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose(option);
  });
}

for (const form of document.querySelectorAll("[data-search]")) enhance(form);
