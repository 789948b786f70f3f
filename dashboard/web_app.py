"""What ``streamlit run`` serves: the dashboard, and beside it the routes that outlive a session."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from analysis.settings import load_settings
from dashboard.faults import draw_fault
from dashboard.web.allowed_hosts import AllowedHosts
from dashboard.web.known_addresses import KnownAddresses
from dashboard.web.routes import ROUTES
from dashboard.web.session_guard import SessionGuard

app = st.App(
    Path(__file__).resolve().with_name("app.py"),
    routes=ROUTES,
    on_script_error=draw_fault,
    middleware=[
        Middleware(AllowedHosts, further=load_settings().host_names),
        Middleware(SessionGuard),
        Middleware(KnownAddresses),
    ],
)
