// Narrows the list of people while somebody types a name. Without this script the list is whole.
const field = document.querySelector("[data-search]");
const people = [...document.querySelectorAll("[data-people] > li")];
const nobody = document.querySelector("[data-nobody]");

const plain = (text) =>
  text.normalize("NFD").replace(/\p{Mn}/gu, "").toLowerCase();

if (field && people.length > 8) {
  field.hidden = false;
  const input = field.querySelector("input");
  input.addEventListener("input", () => {
    const words = plain(input.value).split(/\s+/);
    for (const person of people) {
      const name = plain(person.querySelector("div").textContent);
      person.hidden = !words.every((word) => name.includes(word));
    }
    nobody.hidden = people.some((person) => !person.hidden);
  });
}
