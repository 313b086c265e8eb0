// The browser's own menu can print as well, so the button is there only when it works.
const button = document.querySelector("[data-print]");
button.hidden = false;
button.addEventListener("click", () => window.print());
