/* The filter of a list, in place: a tick changes the list, the counts and the address at once.

   Everything comes from the same page that the form would load, so there is one template. Without
   this script the form works by its button; when anything goes wrong, it does so again. */

const form = document.querySelector("[data-filter]");
const results = document.querySelector("[data-results]");
const heading = document.querySelector("#resultaat");
const panel = form?.querySelector("details");
const button = form?.querySelector(".filter-submit [type=submit]");

let shown = location.pathname + location.search;
let latest = new AbortController();

function addressOfForm() {
  const address = new URL(form.action);
  address.search = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
  return address.href;
}

/* Fetch the list at `address` and show it; `remember` makes it a step for the Back button.
   A later call overtakes this one. Returns whether the list is now on screen. */
async function show(address, remember) {
  latest.abort();
  const { signal } = (latest = new AbortController());
  results.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(address, { signal });
    if (!response.ok) throw new Error(`The list answered ${response.status}`);
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
    signal.throwIfAborted();
    swap(fresh);
    const reached = new URL(response.url);
    shown = reached.pathname + reached.search;
    if (remember) history.pushState(null, "", shown);
    results.removeAttribute("aria-busy");
    return true;
  } catch (error) {
    if (error.name !== "AbortError") location.assign(address);
    return false;
  }
}

function swap(fresh) {
  const focused = document.activeElement;
  const before = focused.getBoundingClientRect().top;
  for (const facet of form.querySelectorAll("[data-facet]")) {
    const match = `[data-facet="${facet.dataset.facet}"]`;
    update(facet, fresh.querySelector(`[data-filter] ${match}`));
  }
  for (const summary of form.querySelectorAll("[data-fold]")) {
    const words = fresh.querySelector(`[data-fold="${summary.dataset.fold}"]`);
    if (words) summary.innerHTML = words.innerHTML;
  }
  for (const part of document.querySelectorAll("[data-along]")) {
    part.replaceChildren(...fresh.querySelector(`[data-along="${part.dataset.along}"]`).childNodes);
  }
  const search = form.querySelector("[type=search]");
  if (search && search !== focused) search.value = fresh.querySelector("#zoek")?.value ?? "";
  const freshResults = fresh.querySelector("[data-results]");
  results.replaceChildren(...freshResults.childNodes);
  results.dataset.button = freshResults.dataset.button;
  button.textContent = results.dataset.button;
  document.title = fresh.title;
  swapHead(fresh);
  /* The heading is a status region: this is what a screen reader says, once. */
  const words = fresh.querySelector("#resultaat").textContent;
  if (heading.textContent !== words) heading.textContent = words;
  /* The box under the pointer stays under the pointer. */
  if (form.contains(focused)) scrollBy(0, focused.getBoundingClientRect().top - before);
}

/* Take over the counts and ticks of one group. An option that finds nothing now is not removed,
   so that the others keep their place. */
function update(facet, fresh) {
  const boxes = new Map([...facet.querySelectorAll("input")].map((box) => [box.value, box]));
  const missing = new Map(boxes);
  let previous = facet.querySelector("legend");
  for (const freshBox of fresh?.querySelectorAll("input") ?? []) {
    const box = boxes.get(freshBox.value);
    const label = box ? box.closest("label") : document.adoptNode(freshBox.closest("label"));
    if (box) {
      missing.delete(box.value);
      box.checked = freshBox.checked;
      box.disabled = false;
      label.querySelector(".option-count").innerHTML =
        freshBox.closest("label").querySelector(".option-count").innerHTML;
    } else {
      previous.after(label);
    }
    label.classList.remove("nothing");
    previous = label;
  }
  for (const box of missing.values()) {
    box.checked = false;
    box.disabled = box !== document.activeElement;
    const label = box.closest("label");
    label.classList.add("nothing");
    label.querySelector("[data-count]").textContent = "0";
  }
}

function swapHead(fresh) {
  const changing = 'link[rel="canonical"], link[rel="alternate"], meta[name="robots"]';
  for (const old of document.head.querySelectorAll(changing)) old.remove();
  document.head.append(...fresh.head.querySelectorAll(changing));
}

function goToResults() {
  if (getComputedStyle(form.querySelector(".filter-summary")).display !== "none") panel.open = false;
  heading.focus();
}

if (form && results && heading) {
  document.documentElement.classList.add("enhanced");
  button.textContent = results.dataset.button;

  form.addEventListener("change", () => show(addressOfForm(), true));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { pathname, search } = new URL(addressOfForm());
    if (pathname + search === shown || (await show(addressOfForm(), true))) goToResults();
  });
  results.addEventListener("click", async (event) => {
    const chip = event.target.closest("a.chip");
    if (!chip || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (await show(chip.href, true)) heading.focus();
  });
  addEventListener("popstate", () => {
    /* A jump within the page, such as the skip link, is no other list. */
    if (location.pathname + location.search !== shown) show(location.href, false);
  });
}
