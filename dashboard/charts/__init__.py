"""Charts as pure functions: rows in, an Altair chart out; no Streamlit, no store."""
