"""The Council's List and registers as it publishes them: web pages, CSV, JSON and CTDL JSON-LD."""
