// Keeps the session's token for this site only; an empty value makes the browser forget it.
export default function ({ data }) {
  const until = data.value ? new Date(data.expires).toUTCString() : new Date(0).toUTCString();
  const secure = window.location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${data.name}=${encodeURIComponent(data.value)}; path=/; SameSite=Strict; expires=${until}${secure}`;
}
