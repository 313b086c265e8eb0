// "Alle thema's" leaves no choice beside it. Step back while it is on, come back when it goes off.
// A disabled fieldset sends nothing, and the page form empties the list by itself anyway.

const follow = (fieldset) => {
  const everything = document.getElementById(fieldset.dataset.stepsBackFor);
  if (!everything || fieldset.dataset.follows) return;
  fieldset.dataset.follows = "yes";
  const step = () => {
    fieldset.disabled = everything.checked;
  };
  everything.addEventListener("change", step);
  step();
};

const followAll = () => document.querySelectorAll("[data-steps-back-for]").forEach(follow);

if (document.readyState === "loading") {
  document.addEventListener("DOMContentLoaded", followAll);
} else {
  followAll();
}
