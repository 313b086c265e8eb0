/* Two things that the page form of Wagtail 8.0 leaves undone.

   After a refused publish it holds the form for changed from the start, and then sets no timer: what
   is typed next is neither saved by itself nor shown in the preview, and leaving warns of nothing.

   A save by itself that is under way while a button is pressed comes after what the button does, and
   leaves a page that is online with a draft beside it. */
(() => {
  "use strict";

  const FORM = "form[data-controller~=w-unsaved]";
  const controller = (element, name) =>
    window.wagtail?.app?.getControllerForElementAndIdentifier(element, name);

  const watch = (form) => {
    const unsaved = controller(form, "w-unsaved");
    if (!unsaved?.forceValue || unsaved.checkInterval) return;
    unsaved.forceValue = false; // for as long as it takes to set the timer
    unsaved.setInitialFormData();
    unsaved.checkIntervalValueChanged(unsaved.checkIntervalValue);
    unsaved.forceValue = true;
  };

  document.addEventListener("w-unsaved:ready", (event) => watch(event.target));
  window.addEventListener("load", () => document.querySelectorAll(FORM).forEach(watch));

  document.addEventListener(
    "submit",
    async (event) => {
      const { target: form, submitter } = event;
      const autosave = controller(form, "w-autosave");
      if (!autosave) return;
      autosave.activeValue = false;
      if (!autosave.submitPromise) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      await autosave.submitPromise;
      const isOff = submitter?.disabled; // Wagtail disables what was pressed
      if (isOff) submitter.disabled = false;
      form.requestSubmit(submitter ?? undefined);
      if (isOff) submitter.disabled = true;
    },
    true,
  );
})();
