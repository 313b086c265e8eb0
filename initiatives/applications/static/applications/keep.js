/* The form for Koplopers while somebody types: each step is stored within three seconds, the number
   of "Ja" follows the answers, and long texts count their signs.

   Without this script the form stores a step whenever it is left by one of its buttons. */

const AFTER_TYPING = 1_000; // ms of silence before a step is stored
const AT_MOST = 2_500; // ms after the first change, however somebody goes on typing
const AGAIN = 5_000; // ms before another try when the site did not answer

const form = document.querySelector("[data-keep]");
const line = form?.querySelector("[data-kept]");

let shown = snapshot();
let timer = 0;
let firstChange = 0;
let underWay = null;
let isOver = false; // stored no more: a choice must be made elsewhere first

function snapshot() {
  if (!form) return "";
  const data = new FormData(form);
  for (const name of ["tabblad", "gezien", "beurt"]) data.delete(name);
  return new URLSearchParams(data).toString();
}

function say(text, link) {
  if (line.textContent.trim() === text && !link) return;
  line.textContent = text;
  if (link) {
    const anchor = document.createElement("a");
    anchor.href = link.href;
    anchor.textContent = link.text;
    line.append(" ", anchor);
  }
}

function later(delay) {
  clearTimeout(timer);
  timer = setTimeout(keep, delay);
}

function changed() {
  if (isOver) return;
  firstChange ||= Date.now();
  later(Math.max(0, Math.min(AFTER_TYPING, firstChange + AT_MOST - Date.now())));
}

/* Store what stands in the form now. Returns when the site has answered. */
async function keep() {
  clearTimeout(timer);
  if (isOver) return;
  if (underWay) await underWay;
  const now = snapshot();
  if (now === shown) {
    firstChange = 0;
    return;
  }
  underWay = send(now);
  await underWay;
  underWay = null;
  if (snapshot() !== shown && !isOver) changed();
}

async function send(now) {
  form.elements.beurt.value = Number(form.elements.beurt.value) + 1;
  firstChange = 0;
  try {
    const response = await fetch(form.dataset.keep, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      headers: { Accept: "application/json" },
    });
    const kind = response.headers.get("Content-Type") ?? "";
    if (!kind.startsWith("application/json")) throw new Error(`The site answered ${response.status}`);
    answer(await response.json(), now);
  } catch {
    say("Nog niet bewaard: de website antwoordt niet. We proberen het steeds opnieuw.");
    later(AGAIN);
  }
}

function answer(result, now) {
  if (result.stand === "bewaard") {
    shown = now;
    form.elements.gezien.value = result.gezien;
    say("Zojuist bewaard.");
  } else if (result.stand === "apart") {
    shown = now;
    say("Je vulde deze stap ook in een ander venster in. Wat je hier typt, bewaren we apart.", {
      href: result.url,
      text: "Kies welke antwoorden je wilt houden.",
    });
  } else {
    isOver = true;
    say(`Niet bewaard. ${result.zin}`);
  }
}

/* Leaving by a button: what is being stored must have arrived before the form itself is sent. */
async function leave(event) {
  clearTimeout(timer);
  if (!underWay) {
    // From here on the form itself tells the site; a page that comes back begins anew.
    isOver = true;
    return;
  }
  event.preventDefault();
  await underWay;
  clearTimeout(timer);
  underWay = null;
  form.requestSubmit(event.submitter);
}

/* Leaving in another way: the browser finishes this after the page is gone. */
function leaveOtherwise() {
  if (isOver || snapshot() === shown) return;
  shown = snapshot();
  form.elements.beurt.value = Number(form.elements.beurt.value) + 1;
  const body = new URLSearchParams(new FormData(form));
  fetch(form.dataset.keep, { method: "POST", body, keepalive: true }).catch(() => {
    shown = "";
  });
}

function countClaims() {
  const help = form.querySelector("[data-claims]");
  if (!help) return;
  const chosen = [...form.querySelectorAll('input[name$="_claim"]:checked')];
  const number = chosen.filter((radio) => radio.value === "ja").length;
  help.hidden = chosen.length === 0;
  help.querySelector(".claims-few").hidden = number >= 3;
  help.querySelector(".claims-enough").hidden = number < 3;
  for (const place of help.querySelectorAll("[data-claims-number]")) place.textContent = number;
}

function count(counter) {
  const { length } = document.getElementById(counter.dataset.counter).value;
  const left = Number(counter.dataset.longest) - length;
  const signs = Math.abs(left) === 1 ? "teken" : "tekens";
  counter.dataset.words ??= counter.textContent;
  counter.textContent = counter.dataset.words;
  counter.classList.toggle("counter-over", left < 0);
  if (length) counter.append(left < 0 ? ` Dit zijn er ${-left} te veel.` : ` Nog ${left} ${signs} over.`);
}

if (form && line) {
  form.addEventListener("input", (event) => {
    changed();
    countClaims();
    const counter = form.querySelector(`[data-counter="${CSS.escape(event.target.id)}"]`);
    if (counter) count(counter);
  });
  form.addEventListener("submit", leave);
  addEventListener("pagehide", leaveOtherwise);
  addEventListener("pageshow", (event) => {
    if (event.persisted) isOver = false;
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") keep();
  });
  countClaims();
  for (const counter of form.querySelectorAll("[data-counter]")) count(counter);
}
