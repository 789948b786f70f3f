"""Plain HTTP beside Streamlit: decisions arrive here, whatever became of the page's session."""
