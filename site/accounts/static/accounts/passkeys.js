// Makes or shows a passkey: asks the server for a question, the browser for the answer, and hands it in.

const SENTENCES = {
  NotAllowedError: "Het is niet gelukt, of je hebt het afgebroken. Probeer het nog een keer.",
  InvalidStateError: "Op dit apparaat heb je al een passkey voor deze website.",
  SecurityError: "Op dit webadres kan geen passkey worden gebruikt.",
};
const FAILED = "Dat is niet gelukt. Probeer het nog een keer, of kies een andere manier.";

const canUse =
  window.PublicKeyCredential?.parseCreationOptionsFromJSON !== undefined && window.isSecureContext;

async function send(url, token, body) {
  const response = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return response.json();
}

async function answerOf(kind, options) {
  if (kind === "create") {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
    return navigator.credentials.create({ publicKey });
  }
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  return navigator.credentials.get({ publicKey });
}

function connect(form) {
  const { passkey: kind, begin, complete } = form.dataset;
  const button = form.querySelector("button");
  const status = form.querySelector("[role=status]");
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  button.disabled = false;
  status.textContent = "";
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    status.textContent = "Volg wat je apparaat vraagt.";
    try {
      const credential = await answerOf(kind, await send(begin, token, {}));
      const { redirect_url: url } = await send(complete, token, credential.toJSON());
      window.location.assign(url);
    } catch (error) {
      status.textContent = SENTENCES[error.name] ?? FAILED;
      button.disabled = false;
      button.focus();
    }
  });
}

if (canUse) document.querySelectorAll("[data-passkey]").forEach(connect);
