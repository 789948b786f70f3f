"""The dashboard: Streamlit screens that call services, draw the answer and send one command."""
