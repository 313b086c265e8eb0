/* The session may end while somebody types. Before a form of the admin is sent, and when a save by
   itself fails, this asks whether it still stands. If not, the form stays as it is and a window asks
   to log in in another tab; what was typed is then sent with the new session's token. */
(() => {
  "use strict";

  const { state: stateUrl, login: loginUrl } = document.currentScript.dataset;
  const EVERY = 20_000; // milliseconds between two questions of a page that is looked at
  const sure = new WeakSet(); // forms of which this was just asked
  let dialog = null;
  let waiting = null; // the form and the button that were stopped

  /* What the server says, or null when it cannot be reached: then the form goes its own way. */
  const ask = async () => {
    try {
      const answer = await fetch(stateUrl, { cache: "no-store" });
      return answer.ok ? await answer.json() : null;
    } catch {
      return null;
    }
  };

  const controller = (element, name) =>
    window.wagtail?.app?.getControllerForElementAndIdentifier(element, name);

  const take = (token) => {
    for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) {
      field.value = token;
    }
    if (window.wagtailConfig) window.wagtailConfig.CSRF_TOKEN = token;
  };

  const send = (form, button) => {
    sure.add(form);
    setTimeout(() => sure.delete(form), 0);
    const isOff = button?.disabled; // Wagtail disables what was pressed, and then it sends no name
    if (isOff) button.disabled = false;
    form.requestSubmit(button ?? undefined);
    if (isOff) button.disabled = true;
  };

  /* Undo what pressing a button and being refused leave behind. */
  const revive = (form, button) => {
    const progress = button && controller(button, "w-progress");
    if (progress) progress.loadingValue = false;
    if (button) button.disabled = false;
    const autosave = controller(form, "w-autosave");
    if (autosave) autosave.activeValue = true;
  };

  const element = (tag, text, attributes = {}) => {
    const made = document.createElement(tag);
    made.textContent = text;
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  };

  const build = () => {
    dialog = element("dialog", "", { class: "aln-session", "aria-labelledby": "aln-session-title" });
    const note = element("p", "", { role: "status" });
    const go = element("button", "Ik ben weer ingelogd", { type: "button", class: "button" });
    const link = element("a", "Log in in een ander tabblad", {
      href: loginUrl,
      target: "_blank",
      rel: "noopener",
      class: "button button-secondary",
    });
    const buttons = element("div", "", { class: "aln-session__buttons" });
    buttons.append(link, go);
    dialog.append(
      element("h2", "Je bent uitgelogd", { id: "aln-session-title", class: "w-h2" }),
      element("p", "Alles wat je typte staat er nog. Log in in een ander tabblad en kom hier terug.", {
        role: "alert",
      }),
      buttons,
      note,
    );
    go.addEventListener("click", async () => {
      if (!(await resume())) note.textContent = "Je bent nog niet ingelogd.";
    });
    dialog.addEventListener("close", () => (note.textContent = ""));
    document.body.append(dialog);
  };

  /* Somebody who is typing goes on typing; who presses a button gets the window first. */
  const stop = (form, button) => {
    if (!dialog) build();
    if (form) {
      waiting = { form, button };
      revive(form, button);
      if (dialog.open) dialog.close();
      dialog.showModal();
    } else if (!dialog.open) {
      const typing = document.activeElement;
      dialog.show();
      typing?.focus();
      announce();
    }
  };

  /* Let a screen reader say it, also when the focus stays in a field. */
  const announce = () => {
    const text = dialog.querySelector("[role=alert]");
    text.textContent = text.textContent;
  };

  /* Close the window and go on where it came; tell whether somebody is logged in again. */
  const resume = async () => {
    const answer = await ask();
    if (!answer?.in) return false;
    take(answer.token);
    dialog.close();
    const stopped = waiting;
    waiting = null;
    if (stopped) send(stopped.form, stopped.button);
    else document.querySelector("form[data-controller~=w-autosave]")?.dispatchEvent(new Event("w-unsaved:add"));
    return true;
  };

  const look = async () => {
    if (dialog?.open) {
      await resume();
    } else if ((await ask())?.in === false) {
      stop(null);
    }
  };

  document.addEventListener(
    "submit",
    async (event) => {
      const { target: form, submitter } = event;
      if ((submitter?.formMethod || form.method) !== "post" || sure.has(form)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const answer = await ask();
      if (answer?.in === false) stop(form, submitter);
      else send(form, submitter);
    },
    true,
  );
  document.addEventListener("w-autosave:error", look);
  document.addEventListener("visibilitychange", () => !document.hidden && look());
  window.addEventListener("focus", () => dialog?.open && look());
  setInterval(() => !document.hidden && !dialog?.open && look(), EVERY);
})();
